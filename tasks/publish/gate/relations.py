"""Gate: tables that tell the same people in other ways agree, row by row or as parts that may overlap."""

from collections.abc import Mapping

import polars as pl

from expectations.written import counted
from warehouse.dimensions.closed_lists import ALL_BENEFITS, EVERY, NATION
from warehouse.dimensions.regions import PROVINCE

KEY = ["basis", "region_code"]
CATEGORY = [*KEY, "category"]
COMPARED = ["comparison", "compared_with"]
REGIONS = pl.col("level").is_in(["province", "regency"])  # here every holder of a segment that has rows counts


def segment_funder_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Pairs of segment and funder with more people than the segment or the funder has, or with fewer in all."""
    name, pairs = "ucj_segment_funder", tables["ucj_segment_funder"]
    segments = _compared(pairs, tables["ucj_segment"], by="segment")
    funders = _compared(pairs, tables["ucj_funder"], by="funder")
    most, least = pl.col("most") > pl.col("active"), pl.col("together") < pl.col("active")
    wrong = {
        "people paid by one funder are more than the segment has": segments.filter(most),
        "people of a segment have no funder": segments.filter(REGIONS, pl.col("together") > 0, least),
        "people of one segment are more than the funder pays for": funders.filter(most),
        "people of a funder have no segment": funders.filter(least),
    }
    return [f"{name}: {what} ({counted(rows.height, 'row')})" for what, rows in wrong.items() if rows.height]


def ecosystem_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Movement and trend of ecosystems that do not have the ecosystems of the date, or have other numbers of them."""
    now = tables["ucj_ecosystem"].select(*CATEGORY, "active", "population", "coverage_pct")
    movement, moved = tables["ucj_ecosystem_movement"], tables["ucj_movement"].select(*KEY, *COMPARED).unique()
    trend = tables["ucj_ecosystem_trend"]
    last = trend.filter(pl.col("series_date") == pl.col("as_of")).select(now.columns)
    of_now = movement.select(*CATEGORY, active="active_now").unique()
    wrong = {
        "ucj_ecosystem_trend: rows of the date are not those of ucj_ecosystem": _only_in_one(last, now),
        "ucj_ecosystem_trend: series of no ecosystem of the date": trend.join(now, on=CATEGORY, how="anti").height,
        "ucj_ecosystem_movement: people now are not those of ucj_ecosystem": of_now.join(
            now, on=of_now.columns, how="anti", nulls_equal=True
        ).height,
        "ucj_ecosystem_movement: comparisons are not those of ucj_movement": movement.join(
            moved, on=moved.columns, how="anti"
        ).height
        + _not_compared(now, moved, movement),
    }
    return [f"{what} ({counted(rows, 'row')})" for what, rows in wrong.items() if rows]


def benefit_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Years of benefits that are not the sum of their months, and programmes together that are not the sum of each."""
    months = tables["ucj_benefit"].with_columns(year=pl.col("period").dt.year())
    years = tables["ucj_benefit_year"]
    of_all = pl.col("programme") == ALL_BENEFITS
    sums = {
        "a year is not the sum of its months": (years.filter(~of_all), months, [*KEY, "year", "programme"]),
        "all programmes are not the sum of each": (years.filter(of_all), years.filter(~of_all), [*KEY, "year"]),
    }
    wrong = {
        f"{column}: {what}": _not_the_sum(wholes, parts, column=column, key=key)
        for what, (wholes, parts, key) in sums.items()
        for column in ("claims", "amount_rupiah")
    }
    return [f"ucj_benefit_year: {what} ({counted(rows, 'row')})" for what, rows in wrong.items() if rows]


def sex_age_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Sexes or age groups that are not the sum of their parts, or that are not everyone in the region together."""
    rows = tables["ucj_sex_age"]
    everyone = tables["ucj_coverage"].filter(
        pl.col("active") > 0, pl.col("basis").is_in(rows["basis"].unique().implode())
    )
    wrong = {}
    for one, other in (("sex", "age_group"), ("age_group", "sex")):
        of_one = rows.filter(pl.col(one) != EVERY)
        margins, parts = of_one.filter(pl.col(other) == EVERY), of_one.filter(pl.col(other) != EVERY)
        wrong[f"{one} is not the sum of its parts"] = _not_the_sum(margins, parts, column="active", key=[*KEY, one])
        wrong[f"{one} in all is not the active people"] = _not_the_sum(everyone, margins, column="active", key=KEY)
    return [f"ucj_sex_age: {what} ({counted(number, 'row')})" for what, number in wrong.items() if number]


def employer_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Regions with fewer employers than one within them, and provinces with more than their regencies together."""
    rows = tables["ucj_employer"].filter(pl.col("employers").is_not_null())
    above = (
        pl.when(pl.col("level") == "regency").then(pl.col("region_code").str.head(PROVINCE)).otherwise(pl.lit(NATION))
    )
    inside = rows.filter(pl.col("level") != "national").with_columns(above=above)
    sums = inside.group_by("basis", region_code="above").agg(
        most=pl.col("employers").max(), together=pl.col("employers").sum(), shown=pl.len()
    )
    regencies = tables["ucj_employer"].filter(level="regency")
    due = regencies.group_by("basis", pl.col("region_code").str.head(PROVINCE)).agg(due=pl.len())
    both = rows.join(sums, on=KEY).join(due, on=KEY, how="left")
    wrong = {
        "fewer than in a region within": both.filter(pl.col("employers") < pl.col("most")),
        "more than in all regions within": both.filter(
            pl.col("level") == "province", pl.col("shown") == pl.col("due"), pl.col("employers") > pl.col("together")
        ),
    }
    return [f"ucj_employer: {what} ({counted(found.height, 'row')})" for what, found in wrong.items() if found.height]


def _not_the_sum(wholes: pl.DataFrame, parts: pl.DataFrame, *, column: str, key: list[str]) -> int:
    """How many wholes are missing, less than the parts that are shown, or, where all are shown, not their sum."""
    sums = parts.group_by(key).agg(pl.col(column).sum().alias("sum"), all_shown=pl.col(column).is_not_null().all())
    both = wholes.select(*key, column, there=pl.lit(value=True)).join(sums, on=key, how="full", coalesce=True)
    absent = pl.col("there").is_null() | pl.col("sum").is_null()
    differs = (pl.col(column) < pl.col("sum")) | ("all_shown" & (pl.col(column) != pl.col("sum")))
    return both.filter(absent | differs.fill_null(value=False)).height


def _only_in_one(one: pl.DataFrame, other: pl.DataFrame) -> int:
    """How many rows are in one of two tables only."""
    return sum(a.join(b, on=a.columns, how="anti", nulls_equal=True).height for a, b in ((one, other), (other, one)))


def _not_compared(now: pl.DataFrame, moved: pl.DataFrame, movement: pl.DataFrame) -> int:
    """How many ecosystems lack a comparison that their region has."""
    due = now.join(moved, on=KEY)
    return due.join(movement, on=[*CATEGORY, *COMPARED], how="anti").height


def _compared(pairs: pl.DataFrame, wholes: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """The `most` people of a pair, and those of all pairs `together`, beside the `active` of the whole; 0 for none.

    What is hidden, or has pairs that are, is left out.
    """
    sums = pairs.group_by(*KEY, by).agg(
        pl.col("level").first().alias("level_of_pairs"),
        most=pl.col("active").max(),
        together=pl.col("active").sum(),
        pairs_shown=pl.col("active").is_not_null().all(),
    )
    return (
        wholes.select(*KEY, by, "level", "active", shown=pl.col("active").is_not_null())
        .join(sums, on=[*KEY, by], how="full", coalesce=True)
        .filter(pl.col("shown").fill_null(value=True), pl.col("pairs_shown").fill_null(value=True))
        .with_columns(pl.coalesce("level", "level_of_pairs"), pl.col("active", "most", "together").fill_null(0))
    )
