"""`changes.csv` against a plain comparison of the CSV files of two releases by the csv module of Python."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from tasks.publish.files.formats.csv import Csv
from tasks.publish.files.site.release.cause_words import cause_words
from tasks.publish.notes.causes import NOT_TRACED, OTHER_DATE, Causes, feeds_of
from tasks.publish.notes.changes import COLUMNS, changed_figures, write_changes
from tests.unit.publish.made_facts import AS_OF, made_tables
from warehouse.figures.metrics import METRICS
from warehouse.figures.tables import PUBLISHED_TABLES

Tables = dict[str, pl.DataFrame]
BUOL = (pl.col("region_code") == "72.05") & (pl.col("basis") == "nik")


def naive_changes(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> list[tuple[str, ...]]:
    """Every number of the CSV files of two releases that is another one, without the cause."""
    found: list[tuple[str, ...]] = []
    for table in PUBLISHED_TABLES:
        key = [name for name in table.primary_key if name != "as_of"]
        units = {one.name: one.unit for one in table.columns}
        numbers = [one.name for one in table.columns if one.type_name in {"integer", "number"} and one.name not in key]
        then, now = (rows_of(of[table.name], key) for of in (before, after))
        for place in then.keys() | now.keys():
            for name in numbers:
                if units[name] in {None, "year"}:
                    continue
                old, new = then.get(place, {}).get(name, ""), now.get(place, {}).get(name, "")
                if old != new:
                    named = dict(zip(key, place, strict=True))
                    further = ";".join(f"{one}={named[one]}" for one in key if one not in {"region_code", "basis"})
                    difference = str(Decimal(new) - Decimal(old)) if old and new else ""
                    where = (named.get("region_code", ""), named.get("basis", ""), further)
                    found.append((table.name, *where, name, old, new, difference))
    return sorted(found)


def rows_of(frame: pl.DataFrame, key: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    rows = csv.DictReader(io.StringIO(Csv().write(frame).decode()))
    return {tuple(row[name] for name in key): row for row in rows}


def told(changed: pl.DataFrame) -> list[tuple[str, ...]]:
    """As a reader of the file has it, without the cause."""
    read = csv.reader(io.StringIO(write_changes(changed).decode()))
    assert next(read) == list(COLUMNS)
    return sorted(tuple(row[:-1]) for row in read)


def test_one_changed_region_is_told_figure_by_figure(tables: Tables) -> None:
    coverage = tables["ucj_coverage"].with_columns(
        active=pl.when(BUOL).then(pl.col("active") + 27_214).otherwise("active"),
        coverage_pct=pl.when(BUOL).then(pl.col("coverage_pct") + Decimal("25.06")).otherwise("coverage_pct"),
    )
    changed = changed_figures(tables, tables | {"ucj_coverage": coverage}, causes=Causes(), same_date=True)
    before = tables["ucj_coverage"].filter(BUOL).row(0, named=True)
    assert told(changed) == [
        ("ucj_coverage", "72.05", "nik", "", "active", f"{before['active']}", f"{before['active'] + 27_214}", "27214"),
        ("ucj_coverage", "72.05", "nik", "", "coverage_pct", f"{before['coverage_pct']}",
         f"{before['coverage_pct'] + Decimal('25.06')}", "25.06"),
    ]  # fmt: skip
    assert set(changed["cause"]) == {NOT_TRACED}


@pytest.mark.parametrize("seed", [1, 2])
def test_changes_are_those_of_a_naive_comparison(tables: Tables, seed: int) -> None:
    """Another nation, with a region and a branch that only one of them has, and a denominator that is gone."""
    other = made_tables(seed=seed, national_eligible=False)
    other["ucj_coverage"] = other["ucj_coverage"].filter(~BUOL)
    other["ucj_completeness"] = other["ucj_completeness"].filter(pl.col("branch") != "K05")
    expected = naive_changes(tables, other)
    assert told(changed_figures(tables, other, causes=Causes(), same_date=True)) == expected
    assert len(expected) > (10_000 if seed == 2 else 20)
    assert {row[0] for row in expected} >= {"ucj_coverage", "ucj_completeness"}


def test_the_same_tables_have_no_changes(tables: Tables) -> None:
    assert changed_figures(tables, made_tables(), causes=Causes(), same_date=True).is_empty()


def test_a_column_that_only_one_release_has_is_no_change_of_a_figure(tables: Tables) -> None:
    before = tables | {"ucj_coverage": tables["ucj_coverage"].drop("unplaced")}
    del before["ucj_benefit"]
    assert changed_figures(before, tables, causes=Causes(), same_date=True).is_empty()


def test_of_a_later_date_only_what_was_published_of_past_dates_is_told(tables: Tables) -> None:
    """May was 10 and is 11; April is no longer in the series and June is new in it."""
    trend = PUBLISHED_TABLES[[one.name for one in PUBLISHED_TABLES].index("ucj_trend")]

    def series(as_of: date, active: Mapping[date, int]) -> pl.DataFrame:
        rows = [
            {"as_of": as_of, "level": "regency", "region_code": "72.05", "basis": "nik", "series_date": day,
             "active": number, "active_strict": 1}
            for day, number in active.items()
        ]  # fmt: skip
        frame = pl.DataFrame(rows)
        return frame.select(
            pl.col(name).cast(dtype) if name in frame.columns else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in trend.schema.items()
        )

    april, may, june = date(2021, 4, 30), date(2021, 5, 31), AS_OF
    before = made_tables(seed=2, as_of=may) | {"ucj_trend": series(may, {april: 9, may: 10})}
    after = tables | {"ucj_trend": series(june, {may: 11, june: 12})}
    changed = changed_figures(before, after, causes=Causes(same_date=False), same_date=False)
    assert changed.rows() == [
        ("ucj_trend", "72.05", "nik", "series_date=2021-05-31", "active", "10", "11", "1", "measured_again")
    ]


def test_between_two_dates_the_date_itself_is_a_cause() -> None:
    """Nobody delivered anything: what was paid for ended meanwhile."""
    told_as = {same: Causes(same_date=same).told("ucj_coverage", "active", region="72.05") for same in (True, False)}
    assert told_as == {True: NOT_TRACED, False: OTHER_DATE}
    assert cause_words(OTHER_DATE).id.startswith("Tanggal keadaan lain: ")


@pytest.mark.parametrize(
    ("table", "column", "feeds"),
    [
        ("ucj_coverage", "active", {"enrolment"}),
        ("ucj_coverage", "eligible", {"eligible"}),
        ("ucj_coverage", "coverage_pct", {"enrolment", "eligible"}),
        ("ucj_coverage", "rank_national", {"enrolment", "eligible"}),
        ("ucj_coverage", "not_covered", {"enrolment", "eligible"}),
        ("ucj_target", "target_pct", {"target"}),
        ("ucj_target", "gap_people", {"enrolment", "eligible", "target"}),
        ("ucj_ecosystem", "population", {"ecosystem"}),
        ("ucj_ecosystem", "coverage_pct", {"enrolment", "ecosystem"}),
        ("ucj_funder", "share_pct", {"enrolment"}),
        ("ucj_funder", "coverage_pct", {"enrolment", "eligible"}),
        ("ucj_benefit", "amount_rupiah", {"benefit"}),
    ],
)
def test_a_figure_rests_on_the_feeds_of_its_parts(table: str, column: str, feeds: set[str]) -> None:
    assert set(feeds_of(table, column)) == feeds


def test_every_metric_rests_on_a_feed() -> None:
    assert all(feeds_of(one.table.name, one.column.name) for one in METRICS)
