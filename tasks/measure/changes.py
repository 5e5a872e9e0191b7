"""Who came and who left between a comparison date and now, among the people of one range of regencies.

Both ends are counted under today's settings. *Left*: lapsed or ended, if a registration of his in a segment that counts
is in that state now, lapsed before ended; else gone. *Came*: returned, if he was counted on or before the comparison
date in any position that we have, as of the date of that position; else new.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from settings import Settings
from tasks.measure.attributes import Category, Funder
from tasks.measure.counted import NATION_ONLY, national_set, regional_set
from tasks.measure.segments import NO_SEGMENT, holds_any, set_of_row
from tasks.measure.views import on_every_basis
from warehouse.fact_tables.change import NIK_BASES

OUTCOMES = ("new", "returned", "lapsed", "ended", "gone")
Outcome = pl.Enum(OUTCOMES)
CHANGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "day": pl.Date,
    "basis": pl.String,
    "region_code": pl.String,
    "outcome": Outcome,
    "funder": Funder,
    "category": Category,
    "people": pl.Int64,
}
THEN: dict[str, pl.DataType | type[pl.DataType]] = {
    "day": pl.Date,
    "basis": pl.String,
    "region_code": pl.String,
    "people": pl.Int64,
}


def changed_people(now: pl.DataFrame, then: pl.DataFrame, *, day: date, settings: Settings) -> pl.DataFrame:
    """Those who count at one end only, in a region or in the nation.

    `now` [person_id, active, nik, nik_adjusted, funder, category], `then` [person_id, active, nik, nik_adjusted]:
    people with an active registration, both sorted by person, which makes each join one pass over both. Returns [day,
    person_id, active, then_active, nik, nik_adjusted, funder?, category?].
    """
    differs = pl.any_horizontal(
        holds_any("active", segments) != holds_any("then_active", segments)
        for segments in (regional_set(settings), national_set(settings))
    )
    active = pl.col("active").fill_null(0)
    here = (
        now.join(then.select("person_id", then_active="active"), on="person_id", how="left")
        .with_columns(pl.col("then_active").fill_null(0))
        .filter(differs)
    )
    left = (
        then.rename({"active": "then_active"})
        .join(now.select("person_id", "active"), on="person_id", how="left")
        .filter(pl.col("active").is_null())
        .with_columns(active)
        .filter(differs)
    )
    columns = ["person_id", "active", "then_active", *NIK_BASES, "funder", "category"]
    return pl.concat([here, left], how="diagonal").select(pl.lit(day).alias("day"), *columns)


def count_changes(
    changed: pl.DataFrame, *, inactive: pl.DataFrame, first: pl.DataFrame, settings: Settings
) -> pl.DataFrame:
    """People by what became of them, who is new also by funder and category [`CHANGES`].

    `changed`: as of `changed_people`, of all comparison dates. `inactive`: as `Registrations.inactive`, now. `first`
    [person_id, regional?, national?]: since when a person has been counted, as far as positions tell.
    """
    known = changed.join(inactive_segments(inactive, of=changed), on="person_id", how="left").join(
        first, on="person_id", how="left"
    )
    in_region = known.with_columns(outcome_of(regional_set(settings), first="regional")).drop_nulls("outcome")
    in_nation = known.with_columns(outcome_of(national_set(settings), first="national")).drop_nulls("outcome")
    number = pl.len().cast(pl.Int64)
    counts = [
        *(_counted(in_region, region=pl.col(basis), basis=basis, number=number) for basis in NIK_BASES),
        _counted(in_nation, region=pl.lit(None, dtype=pl.String), basis=NATION_ONLY, number=number),
        _counted(in_region, region=pl.lit(None, dtype=pl.String), basis=NATION_ONLY, number=-number),
    ]
    key = [name for name in CHANGES if name != "people"]
    return pl.concat(counts).group_by(key).agg(pl.col("people").sum()).filter(pl.col("people") != 0).select(*CHANGES)


def count_then(then: pl.DataFrame, *, day: date, settings: Settings) -> pl.DataFrame:
    """People counted on the comparison date [`THEN`]."""
    in_region = then.filter(holds_any("active", regional_set(settings)))
    in_nation = then.filter(holds_any("active", national_set(settings))).height - in_region.height
    number = pl.len().cast(pl.Int64)
    counts = on_every_basis(
        in_region, lambda people, basis: people.group_by(region_code=basis).agg(people=number), bases=NIK_BASES
    ).select(pl.lit(day).alias("day"), "basis", pl.col("region_code").cast(pl.String), "people")
    return pl.concat([counts, pl.DataFrame([(day, NATION_ONLY, None, in_nation)], schema=THEN, orient="row")])


def inactive_segments(inactive: pl.DataFrame, *, of: pl.DataFrame) -> pl.DataFrame:
    """The sets of segments in which people have a lapsed or an ended registration [person_id, lapsed, ended]."""
    return (
        inactive.join(of.select("person_id"), on="person_id", how="semi")
        .group_by("person_id")
        .agg(
            pl.when(pl.col("state") == state).then(set_of_row()).otherwise(NO_SEGMENT).bitwise_or().alias(state)
            for state in ("lapsed", "ended")
        )
    )


def outcome_of(segments: int, *, first: str) -> pl.Expr:
    """What became of a changed person where `segments` count; null where nothing changed."""
    now, then = holds_any("active", segments), holds_any("then_active", segments)

    def outcome(name: str) -> pl.Expr:
        return pl.lit(name, dtype=Outcome)

    return (
        pl.when(now == then)
        .then(None)
        .when(now & (pl.col(first) <= pl.col("day")))
        .then(outcome("returned"))
        .when(now)
        .then(outcome("new"))
        .when(holds_any(pl.col("lapsed").fill_null(0), segments))
        .then(outcome("lapsed"))
        .when(holds_any(pl.col("ended").fill_null(0), segments))
        .then(outcome("ended"))
        .otherwise(outcome("gone"))
        .alias("outcome")
    )


def _counted(people: pl.DataFrame, *, region: pl.Expr, basis: str, number: pl.Expr) -> pl.DataFrame:
    new = pl.col("outcome") == "new"
    return (
        people.group_by(
            "day",
            "outcome",
            region.alias("region_code"),
            *(pl.when(new).then(name).alias(name) for name in ("funder", "category")),
        )
        .agg(people=number)
        .with_columns(pl.lit(basis).alias("basis"), pl.col("region_code").cast(pl.String))
        .select(*CHANGES)
    )


def came(changed: Sequence[pl.DataFrame], *, settings: Settings) -> pl.DataFrame:
    """Who counts now and did not on one of the dates [person_id], each once."""
    arrivals = pl.any_horizontal(
        holds_any("active", segments) & ~holds_any("then_active", segments)
        for segments in (regional_set(settings), national_set(settings))
    )
    return pl.concat([frame.filter(arrivals).select("person_id") for frame in changed]).unique()
