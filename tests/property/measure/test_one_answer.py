"""The same question answered by two tables has one answer: every such pair of answers, in any made-up nation."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given, settings

from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.coverage import measure_coverage
from tasks.measure.ecosystems import ecosystem_figures
from tasks.measure.flags import Flag, bears
from tasks.measure.grounds import GROUNDS, Standing, grounds_of_series
from tasks.measure.targets import target_figures
from tasks.measure.trend import trend_figures
from tests.property.measure.naive_movement import comparison_dates, newest_of_each_branch
from tests.property.measure.test_measure_agrees import (
    AS_OF,
    EXPECTED,
    REGENCIES,
    Row,
    choices,
    chosen_settings,
    delivered_rows,
    eligible_rows,
    past_of,
    small_country,
)
from tests.unit.measure.lake_rows import eligible_frame, registration, write_position
from warehouse.closed_lists import NIK_BASES, SINCE
from warehouse.references import ECOSYSTEM_ROWS, TARGET_ROWS

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


def measured(folder: Path, delivered: Delivered, *, eligible: list[Row], under: Settings) -> Nation:
    """Everything that is published of the date, the trend being of the dates that it is compared with."""
    regions = small_country()
    positions = {slot: write_position(folder, *slot, rows, row_group=4) for slot, rows in delivered.items()}
    given: dict[str, Any] = {"expected_branches": EXPECTED, "eligible": eligible_frame(*eligible), "regions": regions}

    def at(day: date) -> partial[Any]:
        found = [positions[one] for one in newest_of_each_branch(positions, day).items()]
        return partial(measure_coverage, as_of=day, positions=found, settings=under, **given)

    facts = at(AS_OF)(past=past_of(positions.values()))
    days = sorted(past_of(positions.values()).then)
    earlier = {day: at(day)().coverage for day in days if day < AS_OF}
    populations = [("ID", "KADER", AS_OF, 9, None, AS_OF, "E01", 1)]
    populations += [(code, "PEKERJA_RENTAN", AS_OF, 7, None, AS_OF, "E01", 1) for code in REGENCIES]
    targets = [(code, 2024, "RPJMN", Decimal("32.15"), None, AS_OF, "R01") for code in EVERYWHERE]
    tables = {name.removeprefix("ucj_"): table for name, table in facts.tables.items()}
    tables["trend"] = trend_figures(
        [*earlier.values()],
        coverage=facts.coverage,
        as_of=AS_OF,
        grounds=grounds_of_series(
            list(earlier),
            history=past_of(positions.values()).history,
            now=Standing(day=AS_OF, positions=at(AS_OF).keywords["positions"]),
            expected_branches=EXPECTED,
            regions=regions,
            rules=rules_of(under, regions=regions),
        ),
    )
    tables["target"] = target_figures(
        pl.DataFrame(targets, schema=TARGET_ROWS, orient="row"),
        coverage=facts.coverage,
        as_of=AS_OF,
    )
    tables["ecosystem"] = ecosystem_figures(
        pl.DataFrame(populations, schema=ECOSYSTEM_ROWS, orient="row"),
        coverage=facts.coverage,
        categories=tables["category"],
        as_of=AS_OF,
        regions=regions,
    )
    rows = [row for rows in delivered.values() for row in rows]
    return Nation(tables=tables, earlier=earlier, rows=rows, settings=under)


def assert_one_answer(pair: Pair, nation: Nation) -> None:
    one, other = pair.one(nation), pair.other(nation)
    assert one.columns == other.columns, pair.question
    text = [pl.col(name).cast(pl.String) for name in one.columns]
    assert sorted(one.select(text).rows(), key=str) == sorted(other.select(text).rows(), key=str), pair.question


@settings(max_examples=30)
@given(delivered=delivered_rows(), eligible=eligible_rows(), chosen=choices)
def test_two_tables_give_one_answer(delivered: Delivered, eligible: list[Row], chosen: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        nation = measured(Path(folder), delivered, eligible=eligible, under=chosen_settings(chosen))
    for pair in PAIRS:
        if pair.when(nation):
            assert_one_answer(pair, nation)


@settings(max_examples=15)
@given(delivered=delivered_rows(), eligible=eligible_rows(), chosen=choices)
def test_two_tables_give_one_answer_without_heads_and_migrant_workers(
    delivered: Delivered, eligible: list[Row], chosen: dict[str, Any]
) -> None:
    """So that every pair is asked."""
    plain = {
        slot: [row for row in rows if row["person_id"] is not None and row["segment"] != "PMI"]
        for slot, rows in delivered.items()
    }
    under = chosen_settings({**chosen, "vulnerable_categories": ONE_CATEGORY})
    with tempfile.TemporaryDirectory() as folder:
        nation = measured(Path(folder), plain, eligible=eligible, under=under)
    for pair in PAIRS:
        assert pair.when(nation), pair.question
        assert_one_answer(pair, nation)


def test_a_migrant_worker_in_arrears_at_home_has_not_paid_up(tmp_path: Path) -> None:
    home: dict[str, Any] = {"region_nik": "11.01", "last_paid": date(2024, 2, 1)}
    abroad = registration(1, **home | {"segment": "PMI", "ends_on": date(2024, 12, 31)})
    nation = measured(tmp_path, {("A01", AS_OF): [registration(1, **home), abroad]}, eligible=[], under=Settings())
    in_regions = summed("arrears", "active", "people", unpaid_months=0)(nation).filter(region_code="11.01")
    assert in_regions.is_empty()  # as active_strict has it
