"""Which regencies are measured together, so that memory does not grow with the nation.

The regency of a NIK never changes, so people of one range of regencies are complete in it on every basis,
and the counts of ranges add up. Lake objects are sorted by that regency: a range reads its row groups only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import polars as pl

from tasks.measure.inputs.positions import Position
from warehouse.lake.integrity import require_intact, scan_object

REGION = "region_nik"


@dataclass(frozen=True)
class RegencyRange:
    """Rows whose NIK regency is at least `first` and before `before`; without either, on that side open.

    `unplaced`: rows without such a regency instead. `everything`: no choice at all.
    """

    first: str | None = None
    before: str | None = None
    unplaced: bool = False
    everything: bool = False

    def rows_of(self, registrations: pl.LazyFrame) -> pl.LazyFrame:
        """The rows that belong to this range."""
        if self.everything:
            return registrations
        if self.unplaced:
            return registrations.filter(pl.col(REGION).is_null())
        chosen = registrations.filter(pl.col(REGION).is_not_null())
        if self.first is not None:
            chosen = chosen.filter(pl.col(REGION) >= self.first)
        if self.before is not None:
            chosen = chosen.filter(pl.col(REGION) < self.before)
        return chosen

    def read(self, position: Position) -> pl.LazyFrame:
        """The rows of a position that belong to this range."""
        return self.rows_of(scan_object(position.path))

    @property
    def name(self) -> str:
        """A name that no other range has."""
        if self.everything or self.unplaced:
            return "everything" if self.everything else "unplaced"
        return f"{self.first or ''}-{self.before or ''}"

    @classmethod
    def named(cls, name: str) -> Self:
        """Parse a range from its name."""
        if name in ("everything", "unplaced"):
            return cls(everything=name == "everything", unplaced=name == "unplaced")
        first, before = name.split("-")
        return cls(first=first or None, before=before or None)


def plan_ranges(
    positions: Sequence[Position], *, bucket_rows: int, used_before: Sequence[RegencyRange] = ()
) -> list[RegencyRange]:
    """Ranges that together hold every row once, each of about `bucket_rows` rows or one regency.

    Those that were `used_before` stay while none has outgrown that by half: what is kept by range stays of use.
    """
    if not positions:
        return []
    if sum(position.rows for position in positions) <= bucket_rows:
        return [RegencyRange(everything=True)]
    require_intact(position.path for position in positions)
    scans = [scan_object(position.path).select(REGION) for position in positions]
    rows = pl.concat(scans).drop_nulls().group_by(REGION).len().sort(REGION).collect(engine="streaming")
    placed = [one for one in used_before if not one.unplaced]
    if placed and not any(one.everything for one in placed):
        sizes = [one.rows_of(rows.lazy()).select(pl.col("len").sum()).collect().item() for one in placed]
        if max(sizes) <= 1.5 * bucket_rows:
            return list(used_before)
    return cut_ranges(rows.rows(), bucket_rows=bucket_rows)


def cut_ranges(rows: Sequence[tuple[str, int]], *, bucket_rows: int) -> list[RegencyRange]:
    """Cut (regency, rows), sorted by regency, where the next regency would exceed `bucket_rows`."""
    cuts: list[str] = []
    filled = 0
    for region, count in rows:
        if filled and filled + count > bucket_rows:
            cuts.append(region)
            filled = 0
        filled += count
    edges = [None, *cuts, None]
    ranges = [RegencyRange(first=edges[i], before=edges[i + 1]) for i in range(len(edges) - 1)]
    return [*ranges, RegencyRange(unplaced=True)]
