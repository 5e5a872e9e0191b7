"""Targets: published ones, and a reference that computes with decimals instead of fractions."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts import FEEDS
from tasks.measure.tables.targets import full_months, target_figures
from tests.unit.measure.coverage_rows import coverage_rows
from warehouse.submissions.references import reference_schema

JUNE = date(2024, 6, 30)


def targets(*rows: tuple[str, int, str, str, date, str]) -> pl.DataFrame:
    """(region, year, issuer, percent, position date, folder)."""
    made = [(code, year, issuer, Decimal(pct), "doc", day, folder) for code, year, issuer, pct, day, folder in rows]
    return pl.DataFrame(made, schema=reference_schema(FEEDS["target"]), orient="row")


def one(active: int, eligible: int | None, pct: str, *, as_of: date = JUNE, year: int = 2024) -> dict[str, Any]:
    rows = target_figures(
        targets(("51", year, "KEMENDAGRI", pct, as_of, "R01")),
        coverage=coverage_rows(as_of, ("51", active, eligible), coverage_class="medium"),
        as_of=as_of,
    )
    return rows.row(0, named=True)


def test_bali_against_its_target() -> None:
    """935,079 of 1,873,899 is 49.90 % (published as 50.88); its target is 67.28 %."""
    row = one(935_079, 1_873_899, "67.28", as_of=date(2025, 3, 31), year=2025)
    assert (row["coverage_pct"], row["gap_points"]) == (Decimal("49.90"), Decimal("17.38"))
    assert row["gap_people"] == 325_681  # 67.28 % of 1,873,899 is 1,260,759.2, so 1,260,760 people are wanted
    assert row["gap_rupiah_year"] == 325_681 * 201_600
    assert row["people_per_month"] == 36_187  # 9 full months from 31 March to 31 December: 36,186.8
    assert row["attainment_pct"] == Decimal("74.17")
    assert row["coverage_class"] == "medium"


@given(
    active=st.integers(0, 10**7),
    eligible=st.integers(1, 10**7),
    pct=st.decimals(0, 100, places=4),
    year=st.integers(2020, 2030),
)
def test_as_plain_decimals_have_it(active: int, eligible: int, pct: Decimal, year: int) -> None:
    row = one(active, eligible, str(pct), year=year)
    rate = Decimal(active) * 100 / Decimal(eligible)
    people = max(0, int((pct * eligible / 100).to_integral_value(ROUND_CEILING)) - active)
    cents = Decimal("0.01")
    assert abs(row["gap_points"] - (pct - rate)) <= Decimal("0.005")
    assert row["gap_people"] == people
    months = sum(1 for y in range(2024, year + 1) for m in range(1, 13) if (y, m) > (2024, 6))
    monthly = (Decimal(people) / months).to_integral_value(ROUND_CEILING) if months else None
    assert row["people_per_month"] == monthly
    if pct:
        assert abs(row["attainment_pct"] - (rate * 100 / pct).quantize(cents, ROUND_HALF_UP)) <= cents
    else:
        assert row["attainment_pct"] is None


def test_without_eligible_workers_there_is_no_gap() -> None:
    for eligible in (None, 0):
        row = one(5, eligible, "50")
        assert (row["gap_points"], row["gap_people"], row["attainment_pct"]) == (None,) * 3
        assert row["target_pct"] == Decimal(50)


def test_issuers_stand_side_by_side_and_the_newest_position_holds() -> None:
    rows = target_figures(
        targets(
            ("ID", 2025, "RPJMN", "32.15", date(2024, 1, 31), "R01"),
            ("ID", 2025, "KEMENDAGRI", "52.15", date(2024, 1, 31), "R02"),
            ("ID", 2025, "RPJMN", "40.00", date(2023, 1, 31), "R01"),
            ("ID", 2029, "RPJMN", "43.92", date(2024, 12, 31), "R01"),
            ("ID", 2029, "RPJMN", "50.00", date(2025, 12, 31), "R01"),
            ("72", 2025, "RPJMN", "10", date(2024, 1, 31), "R01"),
        ),
        coverage=coverage_rows(JUNE, ("ID", 40, 100), ("51", 1, 2)),
        as_of=JUNE,
    )
    assert rows.select("region_code", "issuer", "year", "target_pct").rows() == [
        ("ID", "KEMENDAGRI", 2025, Decimal("52.15")),
        ("ID", "RPJMN", 2025, Decimal("32.15")),
        ("ID", "RPJMN", 2029, Decimal("43.92")),  # only later positions: the earliest of them
    ]


@pytest.mark.parametrize(
    ("day", "year", "months"),
    [
        (date(2024, 11, 6), 2024, 1),
        (date(2024, 12, 1), 2024, 0),
        (date(2024, 6, 30), 2025, 18),
        (date(2024, 6, 30), 2023, -6),
    ],
)
def test_only_full_months_are_left_for_a_target(day: date, year: int, months: int) -> None:
    assert full_months(day, year=year) == months


def test_what_must_be_known_of_a_target_is_flagged() -> None:
    rows = target_figures(
        targets(
            ("72", 2023, "RPJMN", "10", date(2024, 1, 31), "R01"),
            ("72", 2025, "RPJMN", "10", date(2024, 7, 1), "R01"),
            ("72", 2024, "RPJMN", "10", date(2024, 1, 31), "R01"),
        ),
        coverage=coverage_rows(
            JUNE, ("72", 4, 2), eligible_year=2023, eligible_version="v1",
            flags="carried_forward;eligible_earlier_year;over_100",
        ),
        as_of=JUNE,
    )  # fmt: skip
    of_region = "eligible_earlier_year;over_100"
    assert rows.select("year", "flags", "eligible_year", "eligible_version").rows() == [
        (2023, f"{of_region};target_past_year", 2023, "v1"),
        (2024, of_region, 2023, "v1"),
        (2025, f"{of_region};target_later_position", 2023, "v1"),
    ]
