"""What two compared dates rest on: whether people changed between them, or only the files that are there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import polars as pl

from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.views import adjusted_place
from tasks.measure.tables.shared.roll_up import list_regions
from warehouse.dimensions.closed_lists import BASES, NATION
from warehouse.dimensions.regions import PROVINCE, Regions
from warehouse.figures.flags import Flag
from warehouse.lake.integrity import scan_object

KEY = ["basis", "region_code"]
Places = frozenset[tuple[str, str]]  # basis and region code
GROUNDS: tuple[Flag, ...] = (
    Flag.BRANCH_WITHOUT_THEN,
    Flag.NOW_ON_OLDER_POSITIONS,
    Flag.THEN_INCOMPLETE,
    Flag.THEN_ON_OLDER_POSITIONS,
)


@dataclass(frozen=True, eq=False, kw_only=True)
class PositionsAt:
    """The newest position of each branch on or before a day."""

    day: date
    positions: Sequence[Position]

    @property
    def branches(self) -> frozenset[str]:
        """Branches that have a position."""
        return frozenset(one.branch for one in self.positions)

    def older(self, *, max_age_days: int) -> list[Position]:
        """The positions that are carried forward to the day."""
        oldest = self.day - timedelta(days=max_age_days)
        return [one for one in self.positions if one.position_date < oldest]


def positions_at(day: date, positions: Iterable[Position]) -> PositionsAt:
    """What stands on a day, of positions of any date."""
    newest: dict[str, Position] = {}
    for one in sorted(positions, key=lambda position: position.position_date):
        if one.position_date <= day:
            newest[one.branch] = one
    return PositionsAt(day=day, positions=[newest[branch] for branch in sorted(newest)])


def compare_grounds(
    then: PositionsAt, now: PositionsAt, *, expected_branches: Collection[str], regions: Regions, rules: CountRules
) -> pl.DataFrame:
    """Every region on every basis with a column for each of `GROUNDS` [basis, region_code, Boolean...].

    `branch_without_then`: a branch with a position now had none then, and some of its rows are of the region: what it
    tells now is no change. On older positions: rows of a position that is carried forward are of the region.
    """
    gained = [one for one in now.positions if one.branch not in then.branches]
    told = {
        Flag.BRANCH_WITHOUT_THEN: _places(gained, rules=rules),
        Flag.NOW_ON_OLDER_POSITIONS: _places(now.older(max_age_days=rules.max_age_days), rules=rules),
        Flag.THEN_ON_OLDER_POSITIONS: _places(then.older(max_age_days=rules.max_age_days), rules=rules),
    }
    everywhere = list_regions(regions).select(pl.col("basis").cast(pl.String), "region_code")
    keys = everywhere.rows()
    return everywhere.with_columns(
        *(pl.Series(flag, [key in places for key in keys], dtype=pl.Boolean) for flag, places in told.items()),
        pl.lit(not set(expected_branches) <= then.branches).alias(Flag.THEN_INCOMPLETE),
    ).select(*KEY, *GROUNDS)


def grounds_of_series(
    days: Sequence[date],
    *,
    history: Iterable[Position],
    now: PositionsAt,
    expected_branches: Collection[str],
    regions: Regions,
    rules: CountRules,
) -> Mapping[date, pl.DataFrame]:
    """What each date of a series rests on against the one before, from positions of `history`; `now` is the last."""
    known = list(history)
    series = [*(positions_at(day, known) for day in sorted(days)), now]
    return {
        later.day: compare_grounds(earlier, later, expected_branches=expected_branches, regions=regions, rules=rules)
        for earlier, later in pairwise(series)
    }


def _places(positions: Iterable[Position], *, rules: CountRules) -> Places:
    return frozenset[tuple[str, str]]().union(*(places_of(one.path, rules) for one in positions))


@lru_cache(maxsize=512)
def places_of(path: Path, rules: CountRules) -> Places:
    """The regions that rows of an object are of, on each basis; the nation, and the provinces of regencies among them.

    Objects never change, so the answer holds as long as the process.
    """
    counted = [*rules.regional_segments, *rules.national_segments]
    rows = (
        scan_object(path)
        .filter(pl.col("segment").is_in(counted))
        .select(
            pl.col("person_id").is_null().alias("heads"),
            pl.col("segment").is_in(rules.regional_segments).alias("regional"),
            pl.col("region_nik").cast(rules.regency, strict=False).alias("nik"),
            pl.col("district_nik").cast(rules.district, strict=False).alias("district"),
            *(
                pl.col(f"region_{basis}").cast(rules.regency, strict=False).alias(basis)
                for basis in ("domicile", "workplace")
            ),
        )
        .unique()
        .with_columns(adjusted_place(rules).alias("nik_adjusted"))
        .collect()
    )
    project = pl.coalesce("domicile", "workplace")
    regional = rows.filter("regional")
    places = {(basis, NATION) for basis in BASES if rows.height}
    for basis in BASES:
        region = pl.when("heads").then(project).otherwise(basis).cast(pl.String)
        codes = regional.select(region.unique()).to_series().drop_nulls()
        places |= {(basis, code) for one in codes for code in (one, one[:PROVINCE])}
    return frozenset(places)
