"""Which deliveries and expectations tell how a branch stands today."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.operations.status.read import expected_deliveries, standing_deliveries
from tasks.receive.branches import Branch
from tasks.receive.file_name import feed_meant
from tasks.receive.schedule import Period, Schedule, latest_due, next_due
from warehouse.records import MOVED, WITHDRAWN, Status, Submission

TODAY = date(2026, 3, 15)


def sent(number: int, status: Status, *, reason: str | None = None, name: str = "PESERTA_K01_20260228.csv",
         sha256: str = "", folder: str = "K01") -> Submission:  # fmt: skip
    named = name.count("_") > 1
    return Submission(
        id=number, sha256=sha256 or f"{number:064d}", bytes=1, file_name=name, folder=folder, mtime_ns=0,
        received_at=datetime(2026, 3, 1, tzinfo=UTC), branch=folder if named else None,
        feed="enrolment" if named else None, position_date=None, revision=0, status=status, reason_code=reason,
        duplicate_of=None, superseded_by=None, rows_read=0, rows_accepted=0, rows_rejected=0, rows_merged=0,
        rows_warned=0, contract_version=None, rules_version=None, finished_at=None, details={},
    )  # fmt: skip


def standing(*submissions: Submission) -> list[int]:
    return [one.id for one in standing_deliveries(submissions)]


def test_what_was_withdrawn_or_moved_tells_nothing() -> None:
    gone = [sent(number, Status.REFUSED, reason=reason) for number, reason in enumerate((WITHDRAWN, MOVED), start=1)]
    assert standing(*gone, sent(3, Status.ACCEPTED)) == [3]


def test_a_misnamed_file_is_put_right_by_the_same_bytes_wherever_they_come_from() -> None:
    misnamed = sent(1, Status.REFUSED, reason="BRANCH_MISMATCH", sha256="a" * 64)
    assert standing(misnamed, sent(2, Status.ACCEPTED)) == [1, 2]
    assert standing(misnamed, sent(2, Status.ACCEPTED, sha256="a" * 64, folder="K02")) == [2]
    assert standing(misnamed, sent(2, Status.REFUSED, reason="X", sha256="a" * 64)) == [1, 2]
    assert standing(sent(1, Status.ACCEPTED, sha256="a" * 64), sent(2, Status.REFUSED, sha256="a" * 64)) == [1, 2]


def test_a_name_that_says_nothing_is_put_right_by_anything_that_comes_after() -> None:
    nameless = sent(1, Status.REFUSED, reason="NAME_INVALID", name="data januari.csv")
    assert standing(nameless, sent(2, Status.HELD)) == [2]
    assert standing(nameless, sent(2, Status.ACCEPTED, folder="K02")) == [1, 2]
    assert standing(sent(1, Status.ACCEPTED), sent(2, Status.REFUSED, name="data januari.csv")) == [1, 2]


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("PESERTA K01 Januari.xlsx", "enrolment"),
        ("klaim-k01.csv", "benefit"),
        ("PESERTABARU.csv", None),
        ("1.csv", None),
    ],
)
def test_the_first_word_of_a_name_tells_the_feed_that_was_meant(name: str, feed: str | None) -> None:
    assert feed_meant(name) == feed


def branch(schedule: Schedule | None = None) -> dict[str, Branch]:
    one = Branch(
        code="K01", name="Buol", regional_office="", feeds=frozenset({"enrolment"}), regions=(),
        schedule={"enrolment": schedule} if schedule else {},
    )  # fmt: skip
    return {"K01": one}


def expectation(first: date | None, *, schedule: Schedule | None = None) -> tuple[date | None, ...]:
    (row,) = expected_deliveries(
        branch(schedule),
        delivered=[],
        as_of=TODAY,
        max_age_days=31,
        first_days={"K01": first} if first else {},
    )
    return row[3:]


MONTHLY = Schedule(period=Period.MONTHLY, due_days=5)  # February's position was due on 5 March


def test_nothing_was_due_before_a_branch_was_known() -> None:
    usual = (TODAY - timedelta(days=31), None)
    assert expectation(None) == (*usual, None)
    assert expectation(TODAY) == (*usual, date(2026, 4, 15))
    assert expectation(date(2026, 1, 1)) == (*usual, date(2026, 2, 1))
    assert expectation(TODAY + timedelta(days=1)) == (*usual, None)  # a date before the home was made
    due = (date(2026, 2, 1), date(2026, 3, 5), None)
    assert expectation(date(2026, 3, 5), schedule=MONTHLY) == due
    assert expectation(date(2026, 3, 6), schedule=MONTHLY) == (None, None, date(2026, 4, 5))
    assert expectation(None, schedule=MONTHLY) == due


@given(day=st.dates(date(2024, 1, 1), date(2027, 12, 31)), period=st.sampled_from(Period), days=st.integers(0, 100))
def test_the_next_due_day_is_the_first_that_is_not_past(day: date, period: Period, days: int) -> None:
    """Tomorrow's latest due day, as soon as there is a later one than today's."""
    schedule = Schedule(period=period, due_days=days)
    due = next_due(schedule, as_of=day)
    assert due >= day
    assert latest_due(schedule, as_of=due + timedelta(days=1)).by == due
    assert latest_due(schedule, as_of=due).by < day
