"""Questions that two published tables answer, and both answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from settings import Settings
from tasks.measure.tables.grounds import GROUNDS
from tests.property.measure.naive_movement import comparison_dates
from tests.property.measure.test_measure_agrees import (
    AS_OF,
    REGENCIES,
    Row,
)
from warehouse.dimensions.closed_lists import NIK_BASES, SINCE
from warehouse.figures.flags import Flag, bears

Delivered = Mapping[tuple[str, date], list[Row]]
KEY = ("basis", "region_code")
EVERYWHERE = ["ID", *sorted({code[:2] for code in REGENCIES}), *REGENCIES]


@dataclass(frozen=True, eq=False, kw_only=True)
class Nation:
    """The tables of one date by short name, `ucj_coverage` of earlier dates, and what was delivered."""

    tables: Mapping[str, pl.DataFrame]
    earlier: Mapping[date, pl.DataFrame]
    rows: list[Row]
    settings: Settings

    def of(self, table: str, *columns: str, **wanted: Any) -> pl.DataFrame:
        return self.tables[table].filter(**wanted).select(*KEY, *columns)

    @property
    def heads(self) -> bool:
        return any(row["person_id"] is None for row in self.rows)


Answer = Callable[[Nation], pl.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One question and its two answers, in the same columns. `when`: in which nations both are the same question."""

    question: str
    one: Answer
    other: Answer
    when: Callable[[Nation], bool] = field(default=lambda _: True)


def summed(table: str, column: str, name: str, *by: str, **wanted: Any) -> Answer:
    """The sum of a column by region; regions without a row are left out."""
    return lambda nation: (
        nation.of(table, *by, column, **wanted)
        .group_by(*KEY, *by)
        .agg(pl.col(column).sum().alias(name))
        .filter(pl.col(name) > 0)
    )


def counted(table: str, value: pl.Expr, name: str, **wanted: Any) -> Answer:
    """An expression of each region, where it is more than nothing."""
    return lambda nation: nation.tables[table].filter(**wanted).select(*KEY, value.alias(name)).filter(pl.col(name) > 0)


def columns(table: str, *names: str, **wanted: Any) -> Answer:
    return lambda nation: nation.of(table, *names, **wanted)


def of_coverage(other: str, *names: str) -> Answer:
    """What `ucj_coverage` says in the regions that another table has, once for each of its rows."""
    return lambda nation: nation.of(other).join(nation.of("coverage", *names), on=KEY)


MOVED: tuple[Any, ...] = (
    *KEY,
    "change_points",
    *(bears(flag).alias(flag) for flag in (*GROUNDS, Flag.ELIGIBLE_CHANGED)),
)


def moved_by_movement(nation: Nation) -> pl.DataFrame:
    return nation.tables["movement"].filter(comparison="previous_month").select(MOVED)


def moved_by_trend(nation: Nation) -> pl.DataFrame:
    if comparison_dates(AS_OF)["previous_month"] not in nation.earlier:
        return moved_by_movement(nation).clear()  # nothing is compared, so neither has a row
    now = pl.col("series_date") == AS_OF
    return nation.tables["trend"].filter(now, pl.col("basis").is_in(NIK_BASES)).select(MOVED)


def then_by_movement(nation: Nation) -> pl.DataFrame:
    return nation.tables["movement"].select(
        *KEY,
        day="compared_with",
        active=pl.col("active_then") + pl.col("unlinked_then"),
        eligible="eligible_then",
        coverage_pct="coverage_then_pct",
    )


def then_by_coverage(nation: Nation) -> pl.DataFrame:
    days = nation.tables["movement"].select(*KEY, day="compared_with")
    coverage = pl.concat(nation.earlier.values()) if nation.earlier else nation.tables["coverage"].clear()
    figures = coverage.select(*KEY, "active", "eligible", "coverage_pct", day="as_of")
    return days.join(figures, on=[*KEY, "day"]).select(then_by_movement(nation).columns)


def then_by_trend(nation: Nation) -> pl.DataFrame:
    days = nation.tables["movement"].select(*KEY, day="compared_with")
    figures = nation.tables["trend"].select(*KEY, "active", "eligible", "coverage_pct", day="series_date")
    return days.join(figures, on=[*KEY, "day"]).select(then_by_movement(nation).columns)


def gap_of_target(nation: Nation) -> pl.DataFrame:
    """The gap of the exact rate, from the whole numbers of coverage."""
    rows = nation.tables["target"].select(*KEY, "target_pct").join(
        nation.of("coverage", "active", "eligible"), on=KEY
    )  # fmt: skip
    gaps = []
    for row in rows.iter_rows(named=True):
        exact = (
            Fraction(row["target_pct"]) - Fraction(100 * row["active"], row["eligible"]) if row["eligible"] else None
        )
        size = None if exact is None else int(abs(exact) * 100 + Fraction(1, 2))
        gaps.append(size if size is None or exact is None or exact >= 0 else -size)
    return rows.select(KEY).with_columns(hundredths=pl.Series(gaps, dtype=pl.Int64))


def gap_by_target(nation: Nation) -> pl.DataFrame:
    return nation.of("target", "gap_points").select(*KEY, hundredths=(pl.col("gap_points") * 100).cast(pl.Int64))


def of_categories(nation: Nation) -> pl.DataFrame:
    """The people of the categories in all regions that have a population; 0 where there is no row."""
    wanted = nation.of("ecosystem", "category")
    found = nation.of("category", "category", "active")
    return wanted.join(found, on=[*KEY, "category"], how="left").with_columns(pl.col("active").fill_null(0))


ONE_CATEGORY = ("PEKERJA_RENTAN",)
PEOPLE = pl.col("active") - pl.col("active_unlinked")
PAIRS = (
    Pair(
        question="What changed in points since the month before?",
        one=moved_by_movement,
        other=moved_by_trend,
    ),
    Pair(question="What was it on a date compared with? (coverage)", one=then_by_movement, other=then_by_coverage),
    Pair(question="What was it on a date compared with? (trend)", one=then_by_movement, other=then_by_trend),
    Pair(
        question="What is it now? (trend)",
        one=columns("trend", "active", "active_strict", "eligible", "coverage_pct", "rank_national", series_date=AS_OF),
        other=columns("coverage", "active", "active_strict", "eligible", "coverage_pct", "rank_national"),
    ),
    Pair(
        question="How many are active now? (movement)",
        one=lambda nation: nation.tables["movement"].select(
            *KEY, active=pl.col("active_now") + pl.col("unlinked_now"), active_unlinked="unlinked_now"
        ),
        other=of_coverage("movement", "active", "active_unlinked"),
    ),
    Pair(
        question="How many are new? (cohorts)",
        one=lambda nation: summed("cohort", "active", "people", "comparison")(nation).filter(
            pl.col("comparison") != SINCE  # those have no row of movement
        ),
        other=summed("movement", "new", "people", "comparison"),
    ),
    Pair(
        question="How many people are active, whatever they have not paid? (arrears)",
        one=summed("arrears", "active", "people"),
        other=counted("coverage", PEOPLE, "people"),
    ),
    Pair(
        question="How many have paid up? (arrears)",
        one=summed("arrears", "active", "people", unpaid_months=0),
        other=counted("coverage", pl.col("active_strict"), "people"),
        when=lambda nation: not nation.heads,
    ),
    Pair(question="How many are of a category? (ecosystems)", one=columns("ecosystem", "category", "active"),
         other=of_categories),
    Pair(
        question="How many are vulnerable at home? (villages)",
        one=lambda nation: (
            nation.tables["village"]
            .filter(pl.col("level").is_in(["national", "province", "regency"]))
            .select(*KEY, active=pl.col("active") + pl.col("unplaced") + pl.col("nation_only"))
            .filter(pl.col("active") > 0)
        ),
        other=columns("category", "active", basis="domicile", category=ONE_CATEGORY[0]),
        when=lambda nation: nation.settings.vulnerable_categories == ONE_CATEGORY and not nation.heads,
    ),
    Pair(
        question="What is it now? (targets)",
        one=columns("target", "active", "eligible", "coverage_pct", "coverage_class"),
        other=of_coverage("target", "active", "eligible", "coverage_pct", "coverage_class"),
    ),
    Pair(question="How far is it from the target?", one=gap_by_target, other=gap_of_target),
)  # fmt: skip
