"""Due days against a count of days, one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.receive.schedule import Due, Period, Schedule, ScheduleError, latest_due, parse_schedules

FEEDS = {"enrolment": "enrolment", "peserta": "enrolment", "eligible": "eligible"}


def period_of(period: Period, day: date) -> object:
    """What days of one period have in common, by the calendar alone."""
    return {
        Period.DAILY: day,
        Period.WEEKLY: day.isocalendar()[:2],
        Period.MONTHLY: (day.year, day.month),
        Period.QUARTERLY: (day.year, (day.month + 2) // 3),
        Period.YEARLY: day.year,
    }[period]


def naive_due(schedule: Schedule, as_of: date) -> Due:
    """Walk back until a day that ends a period was due before `as_of`, then to the first day of its period."""
    end, one = as_of, timedelta(days=1)
    while (
        period_of(schedule.period, end) == period_of(schedule.period, end + one)
        or end + timedelta(days=schedule.due_days) >= as_of
    ):
        end -= one
    start = end
    while period_of(schedule.period, start - one) == period_of(schedule.period, end):
        start -= one
    return Due(start=start, by=end + timedelta(days=schedule.due_days))


@given(
    period=st.sampled_from(list(Period)),
    days=st.integers(0, 400),
    as_of=st.dates(date(2019, 1, 1), date(2032, 1, 1)),
)
def test_latest_due_agrees_with_a_walk(period: Period, days: int, as_of: date) -> None:
    schedule = Schedule(period=period, due_days=days)
    assert latest_due(schedule, as_of=as_of) == naive_due(schedule, as_of)


@pytest.mark.parametrize(
    ("as_of", "start", "by"),
    [
        (date(2026, 2, 10), date(2025, 12, 1), date(2026, 1, 10)),  # on the due day nothing is late yet
        (date(2026, 2, 11), date(2026, 1, 1), date(2026, 2, 10)),
    ],
)
def test_a_monthly_delivery_is_due_by_the_tenth(as_of: date, start: date, by: date) -> None:
    assert latest_due(Schedule(period=Period.MONTHLY, due_days=10), as_of=as_of) == Due(start=start, by=by)


def test_schedules_are_parsed_in_any_writing_of_a_feed() -> None:
    found = parse_schedules(" Monthly@10  eligible=yearly@60 ", feeds=FEEDS, default_feed="enrolment")
    assert found == {
        "enrolment": Schedule(period=Period.MONTHLY, due_days=10),
        "eligible": Schedule(period=Period.YEARLY, due_days=60),
    }
    assert parse_schedules("PESERTA=daily", feeds=FEEDS, default_feed="x") == {
        "enrolment": Schedule(period=Period.DAILY)
    }
    assert parse_schedules("", feeds=FEEDS, default_feed="enrolment") == {}


@pytest.mark.parametrize(
    "text", ["fortnightly", "monthly@", "monthly@-1", "nothing=daily", "daily weekly", "monthly@x"]
)
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(ScheduleError):
        parse_schedules(text, feeds=FEEDS, default_feed="enrolment")
