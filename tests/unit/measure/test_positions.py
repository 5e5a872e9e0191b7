"""Positions, their completeness, and how they are cut into ranges."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from tasks.measure.counting.regency_ranges import RegencyRange, cut_ranges, plan_ranges
from tasks.measure.inputs.completeness import count_expected, list_completeness
from tasks.measure.inputs.positions import Position, PositionsError, order_positions
from tests.unit.measure.lake_rows import heads, registration, write_position

AS_OF = date(2024, 5, 31)


def position(branch: str, *, age: int = 0, rows: int = 0) -> Position:
    return Position(branch, AS_OF - timedelta(days=age), Path("nowhere"), rows)


def test_positions_are_ordered_by_branch() -> None:
    ordered = order_positions([position("B"), position("A", age=400)], as_of=AS_OF)
    assert [p.branch for p in ordered] == ["A", "B"]


def test_two_positions_of_one_branch_are_an_error() -> None:
    with pytest.raises(PositionsError, match="Several positions of A; choose the newest"):
        order_positions([position("A"), position("B"), position("A", age=1)], as_of=AS_OF)


def test_a_position_after_the_date() -> None:
    with pytest.raises(PositionsError, match="Branch A: position 2024-06-01 is after 2024-05-31"):
        order_positions([position("A", age=-1)], as_of=AS_OF)


def test_completeness_tells_the_standing_of_every_branch() -> None:
    expected = ["D", "A", "B", "B", "C"]
    found = list_completeness(
        [position("A", age=31), position("B", age=32), position("X")],
        expected_branches=expected,
        as_of=AS_OF,
        max_age_days=31,
    )
    assert found.rows() == [
        ("A", date(2024, 4, 30), 31, "in"),
        ("B", date(2024, 4, 29), 32, "carried_forward"),
        ("C", None, None, "missing"),
        ("D", None, None, "missing"),
        ("X", AS_OF, 0, "in"),
    ]
    counted = count_expected(found, expected_branches=expected)
    assert counted == {"in": 1, "carried_forward": 1, "missing": 2}


def test_ranges_of_regencies_are_cut_where_a_bucket_is_full() -> None:
    rows = [("11.01", 4), ("11.02", 4), ("12.01", 9), ("12.02", 1), ("12.03", 1)]
    assert cut_ranges(rows, bucket_rows=8) == [
        RegencyRange(before="12.01"),
        RegencyRange(first="12.01", before="12.02"),
        RegencyRange(first="12.02"),
        RegencyRange(unplaced=True),
    ]


def test_few_rows_are_one_range() -> None:
    assert plan_ranges([position("A", rows=5), position("B", rows=5)], bucket_rows=10) == [
        RegencyRange(everything=True)
    ]


@pytest.mark.parametrize("bucket_rows", [1, 2, 3, 5, 100])
def test_ranges_hold_every_row_once(tmp_path: Path, bucket_rows: int) -> None:
    regencies = ["00.00", "11.01", "11.01", "72.05", "72.06", "99.99", None]
    rows = [registration(n, region_nik=code) for n, code in enumerate(regencies)] + [heads(5)]
    positions = [
        write_position(tmp_path, "A", AS_OF, rows[::2], row_group=2),
        write_position(tmp_path, "B", AS_OF, rows[1::2], row_group=2),
    ]
    ranges = plan_ranges(positions, bucket_rows=bucket_rows)
    scans = [pl.scan_parquet(p.path).select("person_id") for p in positions]
    found = [within.rows_of(pl.scan_parquet(p.path)).select("person_id") for within in ranges for p in positions]
    assert sorted(pl.concat(found).collect().to_series(), key=str) == sorted(
        pl.concat(scans).collect().to_series(), key=str
    )
