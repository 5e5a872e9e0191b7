"""The series of dates."""

from datetime import date
from decimal import Decimal

import polars as pl

from tasks.measure.inputs.series_dates import series_dates
from tasks.measure.tables.grounds import GROUNDS
from tasks.measure.tables.trend import trend_figures
from tests.unit.measure.coverage_rows import coverage_rows
from warehouse.figures.flags import Flag, join_flags

APRIL, MAY, JUNE = date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 15)


def test_month_ends_before_the_day_the_last_of_them() -> None:
    measured = [JUNE, MAY, date(2024, 5, 30), APRIL, date(2024, 2, 29), date(2024, 6, 30)]
    assert series_dates(measured, as_of=JUNE, months=36) == [date(2024, 2, 29), APRIL, MAY]
    assert series_dates(measured, as_of=JUNE, months=2) == [APRIL, MAY]
    assert series_dates(measured, as_of=MAY, months=9) == [date(2024, 2, 29), APRIL]


def test_changes_are_against_the_date_before() -> None:
    rows = trend_figures(
        [coverage_rows(MAY, ("72.05", 30, 100), ("72.06", 9, None), rank_national=4, eligible_version="a"),
         coverage_rows(APRIL, ("72.05", 10, 100), ("72.06", 9, 10), rank_national=2, eligible_version="a")],
        coverage=coverage_rows(JUNE, ("72.06", 9, 10), ("72.05", 25, 50), rank_national=1, eligible_version="b"),
        as_of=JUNE,
        grounds={},
    )  # fmt: skip
    columns = [
        "region_code",
        "series_date",
        "coverage_pct",
        "change_points",
        "rank_national_change",
        "eligible_version",
    ]
    assert rows.select(columns).rows() == [
        ("72.06", APRIL, Decimal("90.00"), None, None, "a"),
        ("72.06", MAY, None, None, -2, "a"),
        ("72.06", JUNE, Decimal("90.00"), None, 3, "b"),
        ("72.05", APRIL, Decimal("10.00"), None, None, "a"),
        ("72.05", MAY, Decimal("30.00"), Decimal("20.00"), -2, "a"),
        ("72.05", JUNE, Decimal("50.00"), Decimal("20.00"), 3, "b"),
    ]
    assert set(rows["as_of"]) == {JUNE}


def test_a_change_is_rounded_once() -> None:
    """1 of 3 is 33.33 and 1 of 7 is 14.29, which is 19.04 apart; the exact difference is 19.05 points."""
    rows = trend_figures(
        [coverage_rows(MAY, ("72.05", 1, 7))], coverage=coverage_rows(JUNE, ("72.05", 1, 3)), as_of=JUNE, grounds={}
    )
    assert rows["coverage_pct"].to_list() == [Decimal("14.29"), Decimal("33.33")]
    assert rows["change_points"].to_list() == [None, Decimal("19.05")]


def test_a_change_across_versions_is_flagged_and_one_across_a_branch_that_came_is_not_stated() -> None:
    """54 people of 100 and of 177 are 54.00 and 30.51 %: the fall is one of the denominator."""
    grounds = pl.DataFrame(
        {"basis": "nik", "region_code": ["72.05", "72.06"]} | {flag.value: [False, True] for flag in GROUNDS}
    )
    rows = trend_figures(
        [coverage_rows(MAY, ("72.05", 54, 100), ("72.06", 1, 100), eligible_version="a")],
        coverage=coverage_rows(
            JUNE, ("72.05", 54, 177), ("72.06", 50, 100), eligible_version="b", flags="eligible_summed;in_doubt"
        ),
        as_of=JUNE,
        grounds={JUNE: grounds},
    )
    assert rows.filter(series_date=JUNE).select("change_points", "flags").rows() == [
        (Decimal("-23.49"), "eligible_changed;eligible_summed"),
        (None, join_flags([*GROUNDS, Flag.ELIGIBLE_CHANGED, Flag.ELIGIBLE_SUMMED])),
    ]
    assert set(rows.filter(series_date=MAY)["flags"]) == {""}
