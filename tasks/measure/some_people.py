"""Some people, and their rows in the objects of the lake."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import polars as pl

from tasks.measure.positions import Position
from warehouse.lake_schema import ENROLMENT

BATCH_ROWS = 4_000_000  # of ids in memory at once
PERSON = pl.col("person_id").bin.reinterpret(dtype=pl.UInt128, endianness="big")


def people_in(positions: Sequence[Position]) -> pl.DataFrame:
    """Everyone with a row in one of the objects [person_id], sorted."""
    scans = [pl.scan_parquet(position.path).select(PERSON) for position in positions]
    return pl.concat(scans).drop_nulls().unique().sort("person_id").collect()


@dataclass(frozen=True, eq=False)
class SomePeople:
    """`people` [person_id] and all rows of theirs; an object is read once, its ids before the rest."""

    people: pl.DataFrame
    rows: dict[Path, pl.LazyFrame] = field(default_factory=dict)

    def look_into(self, positions: Iterable[Position]) -> Self:
        """Find the rows of the people in these objects, so that `read` has them."""
        missing = list({one.path: one for one in positions if one.path not in self.rows})
        batch: list[Path] = []
        filled = 0
        for path in missing:
            batch.append(path)
            filled += pl.scan_parquet(path).select(pl.len()).collect().item()
            if filled >= BATCH_ROWS:
                self._look_into(batch)
                batch, filled = [], 0
        self._look_into(batch)
        return self

    def read(self, position: Position) -> pl.LazyFrame:
        """Their rows of a position that was looked into."""
        return self.rows[position.path]

    def _look_into(self, paths: Sequence[Path]) -> None:
        if not paths:
            return
        ids = pl.concat(
            pl.scan_parquet(path).select("person_id", PERSON.alias("person"), pl.lit(place).alias("place"))
            for place, path in enumerate(paths)
        )
        found = ids.join(self.people.lazy(), left_on="person", right_on="person_id", how="semi").collect()
        wanted = dict(found.group_by("place").agg(pl.col("person_id").unique()).iter_rows())
        for place, path in enumerate(paths):
            if place not in wanted:
                self.rows[path] = pl.LazyFrame(schema=ENROLMENT)
                continue
            theirs = pl.col("person_id").is_in(pl.Series(wanted[place], dtype=pl.Binary).implode())
            self.rows[path] = pl.scan_parquet(path).filter(theirs).collect().lazy()
