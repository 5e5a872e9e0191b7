"""Ecosystems against earlier dates: under today's rules in movement, as they were measured in trend."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from tasks.measure.inputs.comparison_dates import comparison_days
from tasks.measure.inputs.rules import CountRules
from tasks.measure.tables.breakdowns import count_members
from tasks.measure.tables.ecosystems import choose_populations
from tasks.measure.tables.grounds import GROUNDS
from tasks.measure.tables.grounds import KEY as PLACE
from tasks.measure.tables.movement import Comparison, ComparisonDate
from tasks.measure.tables.shared.rates import rate, rate_change
from tasks.measure.tables.shared.roll_up import roll_up
from tasks.measure.tables.shared.to_schema import to_schema
from tasks.measure.tables.trend import NO_GROUNDS
from warehouse.dimensions.closed_lists import NIK_BASES
from warehouse.dimensions.regions import Regions
from warehouse.figures.flags import Flag, bears, flags_where
from warehouse.figures.tables.ecosystem import ECOSYSTEM_MOVEMENT, ECOSYSTEM_TREND

KEY = [*PLACE, "category"]
POPULATION = ("population", "population_date", "issuer")  # two of which any differs are two populations
POPULATIONS: dict[str, pl.DataType | type[pl.DataType]] = {
    "region_code": pl.String,
    "category": pl.String,
    "population_then": pl.Int64,
    "population_date_then": pl.Date,
    "issuer_then": pl.String,
}
OF_POPULATION = (Flag.OVER_100, Flag.POPULATION_EARLIER_YEAR, Flag.POPULATION_LATER_POSITION)


def ecosystem_movement(
    populations: pl.DataFrame,
    *,
    ecosystems: pl.DataFrame,
    then: Mapping[date, ComparisonDate],
    as_of: date,
    regions: Regions,
    rules: CountRules,
) -> pl.DataFrame:
    """`ucj_ecosystem_movement`: each row of `ecosystems` by NIK, for each comparison date of which something is known.

    `populations` [`references.reference_schema`]: all rows of all live files. `ecosystems`: rows of `ucj_ecosystem`.
    """
    now = ecosystems.filter(pl.col("basis").is_in(NIK_BASES)).rename({"active": "active_now"})
    frames = [
        now.join(_active_then(one, rules=rules), on=KEY, how="left")
        .join(_populations_then(populations, day=day, regions=regions), on=["region_code", "category"], how="left")
        .join(one.grounds, on=PLACE, how="left")
        .with_columns(pl.lit(name, dtype=Comparison).alias("comparison"), pl.lit(day).alias("compared_with"))
        for name, day in comparison_days(as_of).items()
        if (one := then.get(day)) is not None
    ]
    if not frames:
        return ECOSYSTEM_MOVEMENT.empty()
    rows = pl.concat(frames).with_columns(pl.col("active_then").fill_null(0))
    rows = rows.with_columns(
        _changes(now="active_now"),
        change_people=pl.col("active_now") - pl.col("active_then"),
        population_then_date="population_date_then",
        coverage_then_pct=rate("active_then", "population_then"),
        flags=flags_where({**{flag: pl.col(flag) for flag in GROUNDS}, Flag.POPULATION_CHANGED: _changed()}),
    )
    return to_schema(rows, table=ECOSYSTEM_MOVEMENT, as_of=as_of)


def ecosystem_trend(
    earlier: Mapping[date, pl.DataFrame],
    *,
    ecosystems: pl.DataFrame,
    as_of: date,
    grounds: Mapping[date, pl.DataFrame],
) -> pl.DataFrame:
    """`ucj_ecosystem_trend`: the series of each row of `ecosystems` (`ucj_ecosystem` at `as_of`), which ends with it.

    `earlier`: rows of `ucj_ecosystem` at the other dates of the series, as they were measured; none where no population
    was known. Changes are against the date before in the series, if it has the ecosystem. `grounds`: as in `ucj_trend`.
    """
    frames = {**earlier, as_of: ecosystems}
    series = pl.concat(frames.values()).join(ecosystems, on=KEY, how="semi")
    days = sorted(frames)
    day_before = pl.DataFrame([days[1:], days[:-1]], schema={"as_of": pl.Date, "day_before": pl.Date})
    before = series.select(
        *KEY, *(pl.col(name).alias(f"{name}_then") for name in ("active", *POPULATION)), day_before="as_of"
    )
    rests_on = pl.concat([NO_GROUNDS, *(one.with_columns(pl.lit(day).alias("as_of")) for day, one in grounds.items())])
    rows = (
        series.join(day_before, on="as_of", how="left")
        .join(before, on=[*KEY, "day_before"], how="left")
        .join(rests_on, on=["as_of", *PLACE], how="left")
        .rename({"as_of": "series_date"})
    )
    told = {flag: pl.col(flag) for flag in GROUNDS} | {flag: bears(flag) for flag in OF_POPULATION}
    rows = rows.with_columns(_changes(now="active"), flags=flags_where({**told, Flag.POPULATION_CHANGED: _changed()}))
    return to_schema(rows, table=ECOSYSTEM_TREND, as_of=as_of)


def _active_then(then: ComparisonDate, *, rules: CountRules) -> pl.DataFrame:
    """People and heads of a comparison date by category [basis, region_code, category, active_then]."""
    held = ("basis", "region_code", "categories", "people")
    heads = then.counted_heads(rules=rules).select(held).cast({"basis": pl.String, "region_code": pl.String})
    members = count_members(
        pl.concat([then.people.select(held), heads]), "categories", of=rules.category, name="category"
    )
    return roll_up(members, key=["category"], bases=NIK_BASES).select(pl.col(KEY).cast(pl.String), active_then="active")


def _populations_then(populations: pl.DataFrame, *, day: date, regions: Regions) -> pl.DataFrame:
    """The populations of a comparison date [`POPULATIONS`]."""
    chosen = choose_populations(populations, as_of=day, regions=regions)
    rows = [(*key, *(row[name] for name in POPULATION)) for key, row in chosen.items()]
    return pl.DataFrame(rows, schema=POPULATIONS, orient="row")


def _changes(*, now: str) -> pl.Expr:
    """`change_points` from the counts of both dates; none where they do not compare."""
    change = rate_change((now, "population"), ("active_then", "population_then"))
    compares = ~(pl.col(Flag.BRANCH_WITHOUT_THEN).fill_null(value=False) | _changed())
    return pl.when(compares).then(change).alias("change_points")


def _changed() -> pl.Expr:
    """Whether the populations of both dates are there and are two."""
    differ = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_then")) for name in POPULATION)
    return pl.col("population_then").is_not_null() & differ
