"""Gate, second part: that nothing is missing and that parts sum to wholes, over several rows and tables."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from expectations.written import counted
from tasks.publish.gate.relations import (
    benefit_problems,
    ecosystem_problems,
    employer_problems,
    segment_funder_problems,
    sex_age_problems,
)
from warehouse.dimensions.closed_lists import BASES, NATION
from warehouse.dimensions.regions import Regions
from warehouse.figures.metrics import METRICS, Metric, metrics_of
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import PUBLISHED_TABLES

KEY = ["basis", "region_code"]


def figure_problems(tables: Mapping[str, pl.DataFrame], *, regions: Regions) -> list[str]:
    """What is missing, comes too often, or does not add up."""
    problems = date_problems(tables)
    for table in PUBLISHED_TABLES:
        if table.every_region:
            problems += region_problems(tables[table.name], table=table, regions=regions)
        problems += sum_problems(tables[table.name], table=table)
    for metric in METRICS:
        if metric.denominator and "." in metric.denominator:
            problems += joined_rate_problems(tables, metric=metric)
    problems += nation_problems(tables["ucj_coverage"], tables["ucj_village"])
    problems += segment_problems(tables["ucj_coverage"], tables["ucj_segment"])
    problems += segment_funder_problems(tables)
    problems += ecosystem_problems(tables)
    problems += benefit_problems(tables)
    problems += sex_age_problems(tables)
    problems += employer_problems(tables)
    problems += completeness_problems(tables["ucj_coverage"], tables["ucj_completeness"])
    return problems


def date_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Gate failures because a table has more than one as-of date."""
    dates: set[date] = set().union(*(frame["as_of"].to_list() for frame in tables.values()))
    return [] if len(dates) == 1 else [f"{len(dates)} as-of dates instead of one"]


def region_problems(frame: pl.DataFrame, *, table: FactTable, regions: Regions) -> list[str]:
    """Bases, and codes of a table that has several rows a region, without exactly one row for each region."""
    expected = [("national", NATION), *(("province", code) for code in regions.provinces["code"])]
    expected += [("regency", code) for code in regions.regencies["code"]]
    listed = pl.DataFrame(expected, schema=["level", "region_code"], orient="row")
    grid = pl.DataFrame({"basis": next((one.values for one in table.columns if one.name == "basis"), BASES)})
    for column in further_keys(table):
        codes = next(known.values for known in table.columns if known.name == column)
        grid = grid.join(pl.DataFrame({column: codes}), how="cross")
    problems = []
    for part in grid.rows(named=True):
        rows = frame.filter(**part).select(listed.columns)
        if not rows.sort(listed.columns).equals(listed.sort(listed.columns)):
            label = " ".join([table.name, *part.values()])
            problems.append(f"{label}: {counted(rows.height, 'row')}, not one for each of {len(expected)} regions")
    return problems


def sum_problems(frame: pl.DataFrame, *, table: FactTable) -> list[str]:
    """Provinces that are not the sum of their regencies; a nation below the sum of its provinces.

    The nation counts some people by further segments, so that who moves between these is new in a region and not in the
    nation: tables of movement are held to their provinces only.
    """
    added = [metric.column for metric in metrics_of(table) if metric.additive]
    if not added:
        return []
    counts = [column.name for column in added]
    shown = [pl.col(count).is_not_null().alias(f"{count}_shown") for count in counts]
    frame = frame.with_columns(shown)
    key = [*KEY, *further_keys(table)]
    sums = [*(pl.col(count).sum() for count in counts), *(pl.col(f"{count}_shown").all() for count in counts)]
    parent = pl.col("region_code").str.head(2)
    regencies = frame.filter(level="regency").with_columns(region_code=parent).group_by(key).agg(sums)
    provinces = frame.filter(level="province").select(*key, *counts, *(f"{count}_shown" for count in counts))
    compared = provinces.join(regencies, on=key, how="full", suffix="_sum", coalesce=True)
    wrong = compared.filter(pl.any_horizontal(_differs(count) for count in counts))
    problems = [
        f"{table.name} {basis}: province {region} is not the sum of its regencies"
        for basis, region in wrong.select(KEY).unique().sort(KEY).rows()
    ]
    if "compared_with" in table.column_names:
        return problems
    wide = [*key[:1], *key[2:]]
    nation = frame.filter(level="national").select(*wide, *counts, *(f"{count}_shown" for count in counts))
    within = nation.join(provinces.group_by(wide).agg(sums), on=wide, how="full", suffix="_sum", coalesce=True)
    grows = [column.name for column in added if column.minimum == 0]
    below = within.filter(pl.any_horizontal(_is_below(count) for count in grows))
    return problems + [
        f"{table.name} {basis}: the nation is less than its provinces" for basis in sorted(below["basis"].unique())
    ]


def _is_below(count: str) -> pl.Expr:
    """A shown whole that is less than its shown parts; a row that is missing counts as 0."""
    whole, parts = pl.col(count).fill_null(0), pl.col(f"{count}_sum").fill_null(0)
    return pl.col(f"{count}_shown").fill_null(value=True) & (whole < parts)


def _differs(count: str) -> pl.Expr:
    """A shown whole that is not the sum of its parts, or less than those that are shown."""
    whole, parts = pl.col(count).fill_null(0), pl.col(f"{count}_sum").fill_null(0)
    all_shown = pl.col(f"{count}_shown").fill_null(value=True) & pl.col(f"{count}_shown_sum").fill_null(value=True)
    return _is_below(count) | (all_shown & (whole != parts))


def joined_rate_problems(tables: Mapping[str, pl.DataFrame], *, metric: Metric) -> list[str]:
    """Rates of a number in another table that are not right: two decimals, half up, empty where there is none."""
    other, _, whole = str(metric.denominator).partition(".")
    frame, rate = tables[metric.table.name], metric.column.name
    joined = frame.join(tables[other].select(*KEY, whole=whole), on=KEY, how="left", maintain_order="left")
    shown = [None if value is None else int(value * 100) for value in joined[rate]]
    due = [
        None if part is None or not all_of else (10_000 * part * 2 + all_of) // (2 * all_of)
        for part, all_of in joined.select(str(metric.numerator), "whole").rows()
    ]
    wrong = sum(one != other for one, other in zip(shown, due, strict=True))
    return [f"{metric.table.name}: {rate} recomputes ({counted(wrong, 'row')})"] if wrong else []


def further_keys(table: FactTable) -> list[str]:
    """What tells the rows of one region and basis apart."""
    return [name for name in table.primary_key if name not in ("as_of", *KEY)]


def nation_problems(coverage: pl.DataFrame, villages: pl.DataFrame) -> list[str]:
    """A nation that has less than its provinces and unplaced people; of villages: anything but its provinces."""
    problems = []
    for name, frame in (("ucj_coverage", coverage), ("ucj_village", villages)):
        nation = frame.filter(level="national")
        provinces = (
            frame.filter(level="province")
            .group_by("basis")
            .agg(provinces=pl.col("active").sum(), all_shown=pl.col("active").is_not_null().all())
        )
        both = nation.join(provinces, on="basis").filter("all_shown")
        rest = pl.col("active") - pl.col("provinces")
        wrong = rest != 0 if name == "ucj_village" else rest < pl.col("unplaced").fill_null(0)
        bases = sorted(both.filter(wrong)["basis"])
        problems += [f"{name} {basis}: the nation is not what its provinces and its unplaced are" for basis in bases]
    return problems


def segment_problems(coverage: pl.DataFrame, segments: pl.DataFrame) -> list[str]:
    """Totals above the sum of primary segments: somebody counted who holds no segment."""
    primary = segments.group_by(KEY).agg(pl.col("active_primary").sum())
    wrong = coverage.join(primary, on=KEY).filter(pl.col("active") > pl.col("active_primary"))
    return (
        [f"{counted(wrong.height, 'total is', 'totals are')} more than the segments together"] if wrong.height else []
    )


def completeness_problems(coverage: pl.DataFrame, completeness: pl.DataFrame) -> list[str]:
    """Branch counts that differ between rows, or say more than the list of branches."""
    counts = coverage.select("branches_in", "branches_expected").unique()
    if counts.height != 1:
        return ["the number of branches differs between rows"]
    branches_in, expected = counts.row(0)
    listed_in = completeness.filter(status="in").height
    if branches_in > listed_in or expected > completeness.height:
        said = f"{branches_in} of {counted(expected, 'branch', 'branches')} in"
        return [f"{said}, but {listed_in} of {completeness.height} are listed"]
    return []
