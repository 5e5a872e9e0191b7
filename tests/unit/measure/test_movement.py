"""What became of people since earlier dates."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from settings import Settings
from tasks.measure.inputs.comparison_dates import cohort_days, comparison_days
from tests.unit.measure.lake_rows import eligible_row, heads, registration
from tests.unit.measure.measuring import Delivered, measure_delivered, row_of, rows_of

AS_OF = date(2024, 5, 31)
APRIL, MARCH, DECEMBER, LAST_MAY = date(2024, 4, 30), date(2024, 3, 31), date(2023, 12, 31), date(2023, 5, 31)
OUTCOMES = ("new", "returned", "lapsed", "ended", "gone", "net")
Rows = list[dict[str, Any]]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (AS_OF, (APRIL, DECEMBER, LAST_MAY)),
        (date(2024, 2, 15), (date(2024, 1, 31), date(2023, 12, 31), date(2023, 2, 28))),
        (date(2025, 2, 28), (date(2025, 1, 31), date(2024, 12, 31), date(2024, 2, 29))),
        (date(2024, 1, 1), (date(2023, 12, 31), date(2023, 12, 31), date(2023, 1, 31))),
        (date(2024, 12, 31), (date(2024, 11, 30), date(2023, 12, 31), date(2023, 12, 31))),
    ],
)
def test_the_comparison_days_are_month_ends(as_of: date, expected: tuple[date, ...]) -> None:
    days = comparison_days(as_of)
    assert tuple(days) == ("previous_month", "december", "year_ago")
    assert tuple(days.values()) == expected


def test_cohort_days_are_those_and_the_eves_of_the_months_asked_for() -> None:
    asked = (date(2024, 3, 1), date(2022, 3, 1), date(2022, 3, 1), date(2024, 6, 1), date.min)
    assert cohort_days(AS_OF, since=asked) == [
        ("previous_month", APRIL),
        ("december", DECEMBER),
        ("year_ago", LAST_MAY),
        ("since", date(2022, 2, 28)),
        ("since", date(2024, 2, 29)),
    ]


def outcomes(
    folder: Path, delivered: Delivered, *, region: str = "72.05", comparison: str = "previous_month", **given: Any
) -> dict[str, int]:
    """What became of people, those numbers that are not 0; every branch has an empty position long before."""
    beginning: Delivered = {(branch, date(2023, 1, 31)): [] for branch, _ in delivered}
    facts = measure_delivered(folder, {**beginning, **delivered}, as_of=AS_OF, **given)
    row = row_of(facts, "ucj_movement", region_code=region, basis="nik", comparison=comparison)
    assert row["net"] == row["active_now"] - row["active_then"]
    return {name: row[name] for name in OUTCOMES if row[name]}


def test_sarolangun_rose_by_those_it_paid_for(tmp_path: Path) -> None:
    as_of, october = date(2024, 11, 6), date(2024, 10, 31)
    home: dict[str, Any] = {"region_nik": "15.03", "region_domicile": "15.03", "region_workplace": "15.03"}
    old = [registration(n, **home, funder="PEMBERI_KERJA", category="UMUM") for n in range(44_546)]
    paid: dict[str, Any] = {"segment": "BPU", "funder": "APBD_KAB", "last_paid": date(2024, 12, 1)}
    new = [
        registration(n, **home, **paid, category="PEKERJA_RENTAN" if n < 70_000 else "PETUGAS_PEMILU")
        for n in range(44_546, 71_760)
    ]
    before = [row | {"last_paid": date(2024, 10, 1)} for row in old]
    now = [row | {"last_paid": date(2024, 11, 1)} for row in old]
    facts = measure_delivered(
        tmp_path,
        {("J01", date(2023, 11, 30)): [], ("J01", october): before, ("J01", as_of): [*now, *new]},
        as_of=as_of,
        eligible=[eligible_row("15.03", 108_595)],
    )  # a position of a year ago, so that who is in none before is new
    coverage = row_of(facts, "ucj_coverage", region_code="15.03", basis="nik")
    moved = row_of(facts, "ucj_movement", region_code="15.03", basis="nik", comparison="previous_month")
    assert (coverage["active"], coverage["coverage_pct"]) == (71_760, Decimal("66.08"))
    assert (moved["active_then"], moved["coverage_then_pct"]) == (44_546, Decimal("41.02"))
    assert (moved["new"], moved["net"], moved["change_points"]) == (27_214, 27_214, Decimal("25.06"))
    cohort = rows_of(facts, "ucj_cohort", region_code="15.03", basis="nik", comparison="previous_month")
    assert [(r["funder"], r["category"], r["active"], r["share_points"]) for r in cohort] == [
        ("APBD_KAB", "PEKERJA_RENTAN", 25_454, Decimal("23.44")),
        ("APBD_KAB", "PETUGAS_PEMILU", 1_760, Decimal("1.62")),
    ]
    assert {r["comparison"] for r in rows_of(facts, "ucj_movement", region_code="15.03")} == {
        "previous_month",
        "december",
        "year_ago",
    }


def test_cohorts_since_months_that_are_asked_for(tmp_path: Path) -> None:
    first, second, third = (registration(n, funder="APBD_KAB", category="KADER") for n in (1, 2, 3))
    delivered: Delivered = {
        ("A", date(2022, 2, 28)): [first],
        ("A", date(2023, 12, 30)): [first, second],
        ("A", AS_OF): [first, second, third],
    }
    months = (date(2022, 3, 1), date(2024, 1, 1), date(2022, 2, 1))
    facts = measure_delivered(tmp_path, delivered, as_of=AS_OF, settings=Settings(cohort_since=months))
    found = rows_of(facts, "ucj_cohort", level="regency", basis="nik")
    assert [(r["comparison"], r["since"], r["compared_with"], r["active"]) for r in found] == [
        ("previous_month", date(2024, 5, 1), APRIL, 1),
        ("december", date(2024, 1, 1), DECEMBER, 1),
        ("year_ago", date(2023, 6, 1), LAST_MAY, 2),
        ("since", date(2022, 3, 1), date(2022, 2, 28), 2),
        ("since", date(2024, 1, 1), DECEMBER, 1),
    ]
    assert set(facts.tables["ucj_movement"]["comparison"]) == {"previous_month", "december", "year_ago"}


def test_what_becomes_of_people(tmp_path: Path) -> None:
    stays = registration(1)
    lapsed = registration(2, last_paid=date(2024, 1, 1))
    ended = registration(3, ended_on=AS_OF)
    gone = registration(4)
    new, returned = registration(5), registration(6)
    delivered = {
        ("A", MARCH): [returned],
        ("A", APRIL): [stays, lapsed, ended, gone],
        ("A", AS_OF): [stays, lapsed, ended, new, returned],
    }
    found = outcomes(tmp_path, delivered)
    assert found == {"new": 1, "returned": 1, "lapsed": 1, "ended": 1, "gone": 1, "net": -1}


def test_lapsed_goes_before_ended_and_counts_what_counts_only(tmp_path: Path) -> None:
    delivered = {
        ("A", APRIL): [registration(n) for n in (1, 2, 3)],
        ("A", AS_OF): [
            registration(1, ended_on=AS_OF),
            registration(1, segment="BPU", last_paid=date(2020, 1, 1)),
            registration(2, ended_on=AS_OF),
            registration(2, segment="PMI", last_paid=date(2020, 1, 1)),
            registration(3, registered_on=date(2024, 6, 1)),
        ],
    }
    assert outcomes(tmp_path, delivered) == {"lapsed": 1, "ended": 1, "gone": 1, "net": -3}


def test_a_first_position_after_the_comparison_date_is_no_return(tmp_path: Path) -> None:
    mid_may = date(2024, 5, 10)
    delivered = {("A", APRIL): [], ("A", mid_may): [registration(1)], ("A", AS_OF): [registration(1)]}
    assert outcomes(tmp_path, delivered) == {"new": 1, "net": 1}


@pytest.mark.parametrize(
    ("before", "outcome"),
    [
        ({"last_paid": date(2023, 5, 1)}, "returned"),  # paid up then, lapsed long ago
        ({"last_paid": date(2023, 1, 1)}, "new"),  # lapsed then
        ({"registered_on": date(2023, 6, 1)}, "new"),  # had not begun, though it had by April
    ],
)
def test_earlier_positions_are_judged_at_their_own_date(tmp_path: Path, before: dict[str, Any], outcome: str) -> None:
    delivered: Delivered = {
        ("A", LAST_MAY): [registration(1, **before)],
        ("B", MARCH): [registration(2)],
        ("A", APRIL): [],
        ("B", APRIL): [],
        ("A", AS_OF): [registration(1)],
    }
    assert outcomes(tmp_path, delivered) == {outcome: 1, "net": 1}


def test_a_registration_that_another_branch_had_ended_still_tells_that_its_holder_was_counted(tmp_path: Path) -> None:
    """On 30 April the row of B wins, so nobody counted; A, of the same date, had counted him."""
    delivered: Delivered = {
        ("A", APRIL): [registration(1, last_paid=date(2024, 4, 1))],
        ("B", APRIL): [registration(1, last_paid=date(2024, 5, 1), ended_on=APRIL)],
        ("A", AS_OF): [registration(1)],
    }
    assert outcomes(tmp_path, delivered) == {"returned": 1, "net": 1}


def test_who_moves_to_another_branch_neither_comes_nor_goes(tmp_path: Path) -> None:
    delivered: Delivered = {
        ("A", APRIL): [registration(1)],
        ("A", AS_OF): [],
        ("B", AS_OF): [registration(1, card=2)],
    }
    assert outcomes(tmp_path, delivered) == {}


def test_both_ends_are_judged_by_todays_rules(tmp_path: Path) -> None:
    delivered = {
        ("A", APRIL): [registration(1, last_paid=date(2024, 2, 1))],
        ("A", AS_OF): [registration(1, last_paid=date(2024, 2, 1))],
    }
    assert outcomes(tmp_path, delivered) == {}
    strict = Settings(grace_months={"PU": 2})
    assert outcomes(tmp_path, delivered, settings=strict) == {"lapsed": 1, "net": -1}


def test_a_migrant_worker_comes_to_the_region_but_not_to_the_nation(tmp_path: Path) -> None:
    abroad = registration(1, segment="PMI", last_paid=date(2024, 12, 1))
    delivered = {("A", APRIL): [abroad], ("A", AS_OF): [abroad, registration(1)]}
    assert outcomes(tmp_path, delivered) == {"new": 1, "net": 1}
    assert outcomes(tmp_path, delivered, region="72") == {"new": 1, "net": 1}
    assert outcomes(tmp_path, delivered, region="ID") == {}
    back = {("A", APRIL): [abroad, registration(1)], ("A", AS_OF): [abroad, registration(1, ended_on=AS_OF)]}
    assert outcomes(tmp_path, back) == {"ended": 1, "net": -1}
    assert outcomes(tmp_path, back, region="ID") == {}


def test_each_comparison_has_its_own_beginning(tmp_path: Path) -> None:
    delivered: Delivered = {
        ("A", LAST_MAY): [registration(1)],
        ("A", DECEMBER): [registration(2)],
        ("A", APRIL): [registration(1), registration(2)],
        ("A", AS_OF): [registration(n) for n in (1, 2, 3)],
    }
    assert outcomes(tmp_path, delivered, comparison="previous_month") == {"new": 1, "net": 1}
    assert outcomes(tmp_path, delivered, comparison="december") == {"new": 1, "returned": 1, "net": 2}
    assert outcomes(tmp_path, delivered, comparison="year_ago") == {"new": 2, "net": 2}


def test_heads_are_apart_and_denominators_are_those_of_their_dates(tmp_path: Path) -> None:
    delivered: Delivered = {
        ("A", DECEMBER): [heads(30), *(registration(n, last_paid=date(2023, 12, 1)) for n in range(10))],
        ("A", AS_OF): [heads(50), *(registration(n) for n in range(20))],
    }
    eligible = [eligible_row("72.05", 100), eligible_row("72.05", 200, year=2023, version="v0")]
    facts = measure_delivered(tmp_path, delivered, as_of=AS_OF, eligible=eligible)
    row = row_of(facts, "ucj_movement", region_code="72.05", basis="nik", comparison="december")
    assert (row["active_then"], row["unlinked_then"], row["active_now"], row["unlinked_now"]) == (10, 30, 20, 50)
    assert (row["eligible_then"], row["coverage_then_pct"], row["change_points"]) == (200, Decimal(20), Decimal(50))
    assert row["flags"] == "eligible_changed;history_short"
    april = row_of(facts, "ucj_movement", region_code="72.05", basis="nik", comparison="previous_month")
    assert (april["flags"], april["active_then"]) == (
        "history_short;then_on_older_positions",
        0,
    )  # by then those of December had lapsed
    assert row_of(facts, "ucj_movement", region_code="72", basis="nik", comparison="december")["change_points"] is None


def test_a_fall_is_rounded_like_a_rise(tmp_path: Path) -> None:
    delivered: Delivered = {("A", APRIL): [registration(1)], ("A", AS_OF): []}
    facts = measure_delivered(tmp_path, delivered, as_of=AS_OF, eligible=[eligible_row("72.05", 800)])
    row = row_of(facts, "ucj_movement", region_code="72.05", basis="nik", comparison="previous_month")
    assert row["change_points"] == Decimal("-0.13")  # 0.125 points exactly


def test_nothing_is_said_without_any_earlier_position(tmp_path: Path) -> None:
    facts = measure_delivered(tmp_path, {("A", AS_OF): [registration(1)]}, as_of=AS_OF)
    assert facts.tables["ucj_movement"].is_empty()
    assert facts.tables["ucj_cohort"].is_empty()
