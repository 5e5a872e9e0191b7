"""The gate on a whole position: what is beyond the limits is told with both numbers, what is harmless goes on."""

import warnings
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from expectations.contracts import FEEDS
from expectations.contracts.file_rules import FILE_RULE
from expectations.contracts.schema import Severity
from settings import HoldSettings
from tasks.ingest.position_gate.content_dates import DATE_DIFFERS
from tasks.ingest.position_gate.gate import joined, position_problems
from tasks.ingest.position_gate.measures import CONTRADICTIONS, STATE_CODES, EarlierPosition
from tasks.ingest.position_gate.profile import Profile

with warnings.catch_warnings():  # Great Expectations warns about its own imports
    warnings.simplefilter("ignore")
    import great_expectations  # noqa: F401

DECEMBER, JANUARY = date(2025, 12, 31), date(2026, 1, 31)
USUAL = Profile(
    read=10_000,
    accepted=10_000,
    states={"ended": 500, "lapsed": 1_000, "not_yet": 0},
    warned={"NIK_SEX": 100},
    varied={"SEGMEN": 4_000, "JP": 50},
    regencies={"72.05": 8_000, "72.03": 2_000},
)
SMALL = Profile(
    read=40,
    accepted=40,
    states={"ended": 20, "lapsed": 4, "not_yet": 0},
    varied={"TANGGAL_NONAKTIF": 20, "SEGMEN": 3},
    regencies={"72.05": 40},
)


def codes(profile: Profile, *, before: Profile | None = USUAL, **limits: Any) -> list[str]:
    earlier = EarlierPosition(position_date=DECEMBER, profile=before) if before else None
    found = position_problems(profile, position_date=JANUARY, earlier=earlier, sums={}, limits=HoldSettings(**limits))
    return [one.code for one in found]


def states(**counts: int) -> Profile:
    return replace(USUAL, states={**USUAL.states, **counts})


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (USUAL, []),
        (states(lapsed=3_500), []),
        (states(lapsed=3_501), ["LAPSED_SHARE"]),
        (states(ended=9_000), ["ENDED_SHARE"]),
        (states(not_yet=2_501), ["NOT_BEGUN_SHARE"]),
        (replace(USUAL, warned={"NIK_SEX": 2_600}), []),
        (replace(USUAL, warned={"NIK_SEX": 2_601}), ["WARNED_SHARE"]),
        (replace(USUAL, warned={"PAID_AHEAD": 2_501}), ["WARNED_SHARE"]),
        (replace(USUAL, warned={}), []),
        (replace(USUAL, varied={"SEGMEN": 0, "JP": 50}), ["COLUMN_UNIFORM"]),
        (replace(USUAL, varied={"JP": 50}), ["COLUMN_UNIFORM"]),
        (replace(USUAL, varied={"SEGMEN": 1, "JP": 0}), []),
        (replace(USUAL, regencies={"72.05": 3_000, "72.03": 7_000}), []),
        (replace(USUAL, regencies={"72.05": 2_999, "72.03": 7_001}), ["REGENCIES_FAR"]),
        (replace(USUAL, regencies={"31.74": 10_000}), ["REGENCIES_FAR"]),
    ],
)
def test_a_file_is_held_beyond_its_distance_from_the_position_before(profile: Profile, expected: list[str]) -> None:
    assert codes(profile) == expected


def test_a_share_that_falls_as_far_as_it_might_rise_is_held_too() -> None:
    assert codes(USUAL, before=states(lapsed=3_600)) == ["LAPSED_SHARE"]
    assert codes(USUAL, before=states(lapsed=3_400)) == []


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (SMALL, []),
        (replace(SMALL, states={"ended": 0, "lapsed": 4, "not_yet": 0}), ["ENDED_SHARE"]),
        (replace(SMALL, states={"ended": 1, "lapsed": 4, "not_yet": 0}), []),
        (replace(SMALL, states={"ended": 20, "lapsed": 20, "not_yet": 0}), []),
        (replace(SMALL, varied={"SEGMEN": 3}), ["COLUMN_UNIFORM"]),
        (replace(SMALL, varied={"TANGGAL_NONAKTIF": 20}), []),
        (replace(SMALL, warned={"KPJ_LENGTH": 19}), []),
        (replace(SMALL, warned={"KPJ_LENGTH": 20}), ["WARNED_SHARE"]),
    ],
)
def test_a_small_file_is_held_for_twenty_rows_and_not_for_nineteen(profile: Profile, expected: list[str]) -> None:
    assert codes(profile, before=SMALL) == expected


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (USUAL, []),
        (states(lapsed=9_000), []),
        (states(lapsed=9_001), ["LAPSED_SHARE"]),
        (states(ended=10_000), ["ENDED_SHARE"]),
        (replace(USUAL, warned={"NIK_SEX": 5_000}), []),
        (replace(USUAL, warned={"NIK_SEX": 5_001}), ["WARNED_SHARE"]),
        (replace(USUAL, warned={"KPJ_LENGTH": 10_000}), []),
        (replace(USUAL, varied={}), []),
        (replace(SMALL, accepted=19, read=19, states={"ended": 19, "lapsed": 0, "not_yet": 0}), []),
        (replace(SMALL, accepted=20, read=20, states={"ended": 20, "lapsed": 0, "not_yet": 0}), ["ENDED_SHARE"]),
    ],
)
def test_a_first_position_is_held_only_for_what_is_extreme_by_itself(profile: Profile, expected: list[str]) -> None:
    assert codes(profile, before=None) == expected


def test_settings_move_the_limits() -> None:
    assert codes(states(lapsed=3_501), state_change=0.3) == []
    assert codes(replace(USUAL, warned={"NIK_SEX": 301}), warned_change=0.02) == ["WARNED_SHARE"]
    assert codes(replace(USUAL, varied={"SEGMEN": 9, "JP": 0}), varied_share=0.005) == ["COLUMN_UNIFORM"]
    assert codes(replace(SMALL, warned={"KPJ_LENGTH": 19}), before=SMALL, least_rows=19) == ["WARNED_SHARE"]


def test_a_recap_that_is_not_the_sum_of_its_column_is_told_with_both_numbers() -> None:
    sums = {"JUMLAH_TK": (1_234.0, 1_200.0), "UPAH": (5_000.0, 5_001.0)}
    (problem,) = position_problems(SMALL, position_date=JANUARY, earlier=None, sums=sums, limits=HoldSettings())
    assert problem.code == "RECAP_DIFFERS"
    assert problem.detail == "JUMLAH_TK JUMLAH/TOTAL 1.234 -> 1.200"


def test_the_detail_names_the_position_before_both_numbers_and_the_limit() -> None:
    earlier = EarlierPosition(position_date=DECEMBER, profile=USUAL)
    changed = replace(states(lapsed=9_000), warned={"NIK_SEX": 5_000})
    problems = position_problems(changed, position_date=JANUARY, earlier=earlier, sums={}, limits=HoldSettings())
    reason = joined(problems)
    assert reason is not None
    assert reason.code == "LAPSED_SHARE"
    assert reason.detail == (
        "10,0% (2025-12-31) -> 90,0% > 35,0%; WARNED_SHARE NIK_SEX 1,0% (2025-12-31) -> 50,0% > 26,0%"
    )
    assert joined([]) is None


def test_every_reason_has_a_text_and_holds_the_file() -> None:
    named = {*STATE_CODES.values(), "WARNED_SHARE", "COLUMN_UNIFORM", "REGENCIES_FAR", "RECAP_DIFFERS", DATE_DIFFERS}
    assert {FILE_RULE[code].severity for code in named} == {Severity.HOLD_FILE}


def test_contradictions_are_warnings_of_the_contract() -> None:
    warned = {rule.code for rule in FEEDS["enrolment"].rules if rule.severity is Severity.WARN}
    assert warned.issuperset(CONTRADICTIONS)
