"""Some people, and their rows in the objects of the lake."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import polars as pl

from tasks.measure.inputs.positions import Position
from tasks.measure.registrations.registrations import lower_half
from warehouse.lake.integrity import require_intact, scan_object

BATCH_ROWS = 4_000_000  # of ids in memory at once
PERSON = pl.col("person_id").bin.reinterpret(dtype=pl.UInt128, endianness="big")


@dataclass(frozen=True, eq=False)
class SelectedPeople:
    """`people` [person_id], sorted, and all rows of theirs; an object is read once, its ids before the rest."""

    people: pl.DataFrame
    rows: dict[Path, pl.LazyFrame] = field(default_factory=dict)

    def look_into(self, positions: Iterable[Position]) -> Self:
        """Find the rows of the people in these objects, so that `read` has them."""
        missing = list({one.path: one for one in positions if one.path not in self.rows})
        require_intact(missing)
        for paths in _batches(missing):
            self._look_into(paths)
        return self

    def read(self, position: Position) -> pl.LazyFrame:
        """Read the selected people's rows of a position."""
        return self.rows[position.path]

    def _look_into(self, paths: Sequence[Path]) -> None:
        """Most ids are told apart by their lower half: a set of these is looked up in a third of the time."""
        ids = pl.concat(
            scan_object(path).select(PERSON.alias("person"), pl.lit(place, dtype=pl.UInt32).alias("place"))
            for place, path in enumerate(paths)
        ).collect()
        near = lower_half(ids["person"]).is_in(lower_half(self.people["person_id"]).implode())
        found = ids.filter(near).join(self.people, left_on="person", right_on="person_id", how="semi")
        wanted = dict(found.group_by("place").agg(pl.col("person").unique()).iter_rows())
        for place, path in enumerate(paths):
            if place not in wanted:
                self.rows[path] = scan_object(path).clear()
                continue
            theirs = PERSON.is_in(pl.Series(wanted[place], dtype=pl.UInt128).implode())
            self.rows[path] = scan_object(path).filter(theirs).collect().lazy()


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """Group objects so that each batch has about `BATCH_ROWS` rows."""
    batch: list[Path] = []
    filled = 0
    for path in paths:
        batch.append(path)
        filled += scan_object(path).select(pl.len()).collect().item()
        if filled >= BATCH_ROWS:
            yield batch
            batch, filled = [], 0
    if batch:
        yield batch
