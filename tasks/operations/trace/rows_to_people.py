"""Count how many rows of a region become how many people, independently of the counting code.

It shares with it the state of a row, the rules, and how objects are read: by ranges of NIK regencies, in which everyone
is whole, so that memory follows one range and not the nation.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from tasks.measure.counting.regency_ranges import plan_ranges
from tasks.measure.inputs.positions import Position, Read
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.states import ACTIVE, registration_state
from warehouse.dimensions.closed_lists import NATION, NIK_BASES

CONSTRUCTION = "JAKON"
ADJUSTED = "nik_adjusted"
REGION_COLUMNS = {
    "nik": "region_nik",
    ADJUSTED: "region_nik",
    "domicile": "region_domicile",
    "workplace": "region_workplace",
}
BUCKET_ROWS = 3_000_000  # about how many rows are in memory at once, whole: ids are not packed as in counting
PROJECT_PLACES = ("domicile", "workplace")
HAS_NIK = pl.col("person_id").is_not_null()
COUNTS_NOW = pl.col("state").is_in(ACTIVE)
NEWEST_LAST = ("position_date", "last_paid", "branch_place", "row_no")
LATEST_LAST = ("registered_on", "last_paid", "registration_id")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A region (dotted code or ID) on a basis at a date, under rules."""

    region: str
    basis: str
    as_of: date
    rules: CountRules

    @property
    def segments(self) -> tuple[str, ...]:
        """Segments that count on this level."""
        return self.rules.national_segments if self.region == NATION else self.rules.regional_segments

    @property
    def heads_count(self) -> bool:
        """Whether heads without NIK count here: the nation has those of its regions, too."""
        return CONSTRUCTION in {*self.segments, *self.rules.regional_segments}

    def holds(self, code: pl.Expr) -> pl.Expr:
        """Whether a regency lies in the region; the nation has those without one as well."""
        if self.region == NATION:
            return pl.lit(value=True)
        known = code.is_in(list(self.rules.regencies)) & code.str.starts_with(self.region)
        return known.fill_null(value=False)

    def code(self) -> pl.Expr:
        """The regency that a row names: by the NIK, home or work; of heads the home of their project, else its work."""
        regencies = list(self.rules.regencies)
        project = [pl.when(pl.col(f"region_{name}").is_in(regencies)).then(f"region_{name}") for name in PROJECT_PLACES]
        own = pl.col(REGION_COLUMNS[self.basis])
        if self.basis == ADJUSTED:
            moved = pl.col("district_nik").replace_strict(dict(self.rules.moved), default=None, return_dtype=pl.String)
            own = pl.coalesce(moved, own)
        return pl.when(HAS_NIK).then(own).otherwise(pl.coalesce(project))


def count_steps(
    positions: Sequence[Position], *, place: Place, bucket_rows: int = BUCKET_ROWS
) -> list[tuple[str, int]]:
    """The steps from rows of the positions to the people whom a figure of the region counts."""
    counts: Counter[str] = Counter()
    ordered = sorted(positions, key=lambda position: position.branch)
    for within in plan_ranges(ordered, bucket_rows=bucket_rows):
        counts.update(_count(ordered, within.read, place))
    adjusted = place.basis == ADJUSTED
    steps = {
        "rows": counts["in_nik_region"] if adjusted else counts["rows"],
        **({"crosswalk_out": -counts["moved_out"], "crosswalk_in": counts["moved_in"]} if adjusted else {}),
        "without_nik": -counts["without_nik"],
        **{state: -counts[state] for state in ("lapsed", "ended", "not_yet")},
        "repeated": counts["registrations"] - counts["active"],
        "same_person": counts["holders"] - counts["registrations"],
        "not_counted": counts["counted"] - counts["holders"],
        **({} if place.basis in NIK_BASES else {"placed_elsewhere": counts["placed"] - counts["counted"]}),
        "heads": counts["heads"],
    }
    return list(steps.items())


def _count(positions: Sequence[Position], read: Read, place: Place) -> Mapping[str, int]:
    rows = pl.concat(_rows(position, number, read, place) for number, position in enumerate(positions))
    near = rows.filter(pl.col("here") | pl.col("nik_here")).collect(engine="streaming")
    here = near.filter("here")
    people = here.filter(HAS_NIK)
    active = people.filter(COUNTS_NOW)
    one_place = place.basis in NIK_BASES or place.region == NATION  # then all rows of these people are here
    holders = active.lazy().select("person_id").unique()
    theirs = people if one_place else rows.join(holders, on="person_id", how="semi").collect(engine="streaming")
    heads = here.filter(~HAS_NIK & COUNTS_NOW)["head_count"].sum() if place.heads_count else 0
    return {
        "rows": here.height,
        "in_nik_region": near.filter("nik_here").height,
        "moved_out": near.filter(~pl.col("here")).height,
        "moved_in": near.filter(~pl.col("nik_here")).height,
        "without_nik": here.height - people.height,
        **{state: people.filter(state=state).height for state in ("lapsed", "ended", "not_yet")},
        "active": active.height,
        "heads": int(heads),
        **_people(theirs, place),
    }


def _people(rows: pl.DataFrame, place: Place) -> Mapping[str, int]:
    """Registrations and people among all rows of people who have an active one here."""
    newest = rows.lazy().sort(NEWEST_LAST, nulls_last=False).unique("registration_id", keep="last", maintain_order=True)
    active = newest.filter(COUNTS_NOW)
    with_these = pl.col("segment").is_in(place.segments)  # a home or workplace comes from what a person counts with
    people = (
        active.sort(LATEST_LAST, nulls_last=False)
        .group_by("person_id", maintain_order=True)
        .agg(
            pl.col("here").sum().alias("registrations"),
            with_these.any().alias("counts"),
            pl.col("here").filter(with_these).last().alias("placed"),
        )
        .filter(pl.col("registrations") > 0)
        .select(
            pl.col("registrations").sum(),
            pl.len().alias("holders"),
            pl.col("counts").sum().alias("counted"),
            (pl.col("counts") & pl.col("placed")).sum().alias("placed"),
        )
    )
    return {name: number or 0 for name, number in people.collect().row(0, named=True).items()}


def _rows(position: Position, number: int, read: Read, place: Place) -> pl.LazyFrame:
    """The rows of a position that decide, with whether they lie in the region and whether their NIK does."""
    code = place.code()
    by_nik = pl.when(HAS_NIK).then("region_nik").otherwise(code) if place.basis == ADJUSTED else code
    return read(position).select(
        "person_id",
        "registration_id",
        "segment",
        "head_count",
        "registered_on",
        "last_paid",
        "row_no",
        state=registration_state(as_of=place.as_of, rules=place.rules),
        position_date=pl.lit(position.position_date),
        branch_place=pl.lit(-number),  # of several branches the first in code order holds
        here=place.holds(code),
        nik_here=place.holds(by_nik),
    )
