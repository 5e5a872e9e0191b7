"""How dates and numbers of a file are written and were read: shapes without values, for the receipt."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from expectations.contracts.schema import Feed, Kind
from tasks.read.tables.raw_table import RawTable, strip_cells

SHAPED = {Kind.DATE, Kind.MONTH, Kind.AMOUNT, Kind.INTEGER}
SAMPLE = 10_000
SHOWN = 3
LONGEST = 20
SHAPES = ((r"\p{N}", "#"), (r"\p{L}", "A"), (r"[^#A /.,:%+\-]", "?"))


def column_facts(
    table: RawTable, found: Mapping[str, Mapping[str, Any]], *, feed: Feed
) -> Mapping[str, Mapping[str, Any]]:
    """Header -> what was understood of the column (`reading` ...) and the most frequent `shapes` of its cells.

    A shape is `##/##/####` or `AA##.###`: of a sample, without values. Columns of dates and numbers have both.
    """
    facts: dict[str, Mapping[str, Any]] = {}
    for field in feed.fields:
        if field.kind not in SHAPED or field.name not in table.cells.columns:
            continue
        if shapes := _shapes(table.cells[field.name]):
            facts[field.header] = {**found.get(field.header, {}), "shapes": shapes}
    return facts


def _shapes(cells: pl.Series) -> list[str]:
    text = strip_cells(cells.gather_every(1 + cells.len() // SAMPLE)).drop_nulls()
    for signs, shape in SHAPES:
        text = text.str.replace_all(signs, shape)
    counted = text.str.head(LONGEST).alias("shape").value_counts(name="cells")
    return counted.sort("cells", "shape", descending=[True, False])["shape"].head(SHOWN).to_list()
