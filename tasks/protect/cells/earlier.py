"""What releases that are kept have shown and hidden of numbers that have not changed since."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from tasks.protect.cells.cells import published_cells
from tasks.protect.solving.system import Marks
from warehouse.figures.disclosure import PROTECTED, ProtectedCount
from warehouse.figures.schema import CONFIDENTIAL

SAME = ("states", "key", "date", "place", "region_code")


def keep_as_published(
    cells: pl.DataFrame, kept: Mapping[str, pl.DataFrame], *, size: int, of: Sequence[ProtectedCount] = PROTECTED
) -> tuple[Marks, Marks]:
    """Numbers that were hidden in kept releases, and those that were shown there with the same value.

    `cells` as `list_cells`. `kept`: the public tables of releases, by name and release as `<table>@<release>`. What is
    hidden there is known by its place; its value is not, so that a number may stay hidden that has changed since.
    """
    hidden, shown = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for name, frame in kept.items():
        for published in published_cells(name.partition("@")[0], frame, of=of):
            was_hidden = published.filter(pl.col("status") == CONFIDENTIAL)
            of_same = cells.join(was_hidden.select(SAME).unique(), on=SAME, how="semi", nulls_equal=True)
            hidden[of_same["number"].to_numpy()] = True
            was_shown = published.filter(pl.col("value").is_not_null()).select(*SAME, "value").unique()
            alike = cells.join(was_shown, on=[*SAME, "value"], how="semi", nulls_equal=True)
            shown[alike["number"].to_numpy()] = True
    return hidden, shown & ~hidden
