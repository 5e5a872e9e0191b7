"""States of single registrations at 31 May 2024, as the definitions put them."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from expectations.contracts import ENROLMENT
from settings import MonthsPerSegment, Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.registrations.states import registration_state
from tests.unit.measure.lake_rows import registration
from warehouse.dimensions.regions import load_regions

AS_OF = date(2024, 5, 31)


def state(settings: Settings | None = None, **given: Any) -> str:
    frame = pl.DataFrame([registration(1, **given)], schema=ENROLMENT.lake.schema)
    rules = rules_of(FigureSettings.of(settings or Settings()), regions=load_regions())
    found: str = frame.select(registration_state(as_of=AS_OF, rules=rules)).item()
    return found


@pytest.mark.parametrize("segment", ["PU", "BPU"])
@pytest.mark.parametrize(
    ("last_paid", "expected"),
    [
        (date(2024, 12, 1), "current"),  # paid ahead
        (date(2024, 5, 1), "current"),
        (date(2024, 4, 1), "arrears"),
        (date(2024, 2, 1), "arrears"),
        (date(2024, 1, 1), "lapsed"),  # the fourth unpaid month
        (None, "lapsed"),
    ],
)
def test_a_worker_paid_month_by_month_is_active_within_the_grace(
    segment: str, last_paid: date | None, expected: str
) -> None:
    assert state(segment=segment, last_paid=last_paid) == expected
    assert state(segment=segment, last_paid=last_paid, ends_on=date(2030, 1, 1)) == expected


@pytest.mark.parametrize(
    ("segment", "ends_on", "expected"),
    [
        ("JAKON", date(2024, 5, 31), "current"),
        ("JAKON", date(2024, 5, 30), "lapsed"),
        ("PMI", date(2024, 5, 31), "current"),
        ("PMI", date(2024, 5, 30), "arrears"),
        ("PMI", date(2024, 5, 1), "arrears"),
        ("PMI", date(2024, 4, 30), "lapsed"),  # 30 April and a month = 30 May
    ],
)
def test_a_contract_is_active_until_its_end(segment: str, ends_on: date, expected: str) -> None:
    assert state(segment=segment, ends_on=ends_on) == expected


@pytest.mark.parametrize(
    ("segment", "last_paid", "expected"),
    [
        ("JAKON", date(2024, 5, 1), "current"),
        ("JAKON", date(2024, 4, 1), "lapsed"),
        ("PMI", date(2024, 4, 1), "arrears"),
        ("PMI", date(2024, 3, 1), "lapsed"),
    ],
)
def test_without_end_date_as_wage_earners_with_their_own_grace(segment: str, last_paid: date, expected: str) -> None:
    assert state(segment=segment, last_paid=last_paid) == expected


@pytest.mark.parametrize("segment", ["PU", "JAKON"])
def test_an_end_date_ends_whatever_else_is_said(segment: str) -> None:
    paid_up: dict[str, Any] = {"segment": segment, "ends_on": date(2030, 1, 1)}
    assert state(**paid_up, ended_on=AS_OF) == "ended"
    assert state(**paid_up, ended_on=date(2024, 6, 1)) == "current"
    assert state(**paid_up, ended_on=AS_OF, registered_on=date(2024, 6, 1)) == "ended"


def test_a_registration_in_the_future_is_not_yet_active() -> None:
    assert state(registered_on=date(2024, 6, 1)) == "not_yet"
    assert state(registered_on=AS_OF) == "current"


def test_parameters_are_per_segment() -> None:
    settings = Settings(
        grace_months=MonthsPerSegment(PU=0, BPU=6, JAKON=2, PMI=1), payment_lag_months=MonthsPerSegment(PU=1)
    )
    assert state(settings, last_paid=date(2024, 4, 1)) == "current"
    assert state(settings, last_paid=date(2024, 3, 1)) == "lapsed"
    assert state(settings, segment="BPU", last_paid=date(2024, 4, 1)) == "arrears"
    assert state(settings, segment="BPU", last_paid=date(2023, 11, 1)) == "arrears"
    assert state(settings, segment="BPU", last_paid=date(2023, 10, 1)) == "lapsed"
    assert state(settings, segment="JAKON", ends_on=date(2024, 3, 31)) == "arrears"
    assert state(settings, segment="JAKON", ends_on=date(2024, 3, 30)) == "lapsed"


def test_grace_begins_after_the_payment_lag() -> None:
    settings = Settings(payment_lag_months=MonthsPerSegment(PU=1))
    assert state(settings, last_paid=date(2024, 1, 1)) == "arrears"
    assert state(settings, last_paid=date(2023, 12, 1)) == "lapsed"
