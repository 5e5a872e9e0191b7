"""Deliveries are registered once and settled once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from expectations.contracts.schema import Severity
from tests.integration.warehouse.deliveries import NOON, Delivery, deliver, digest
from warehouse.errors import SubmissionUnknown
from warehouse.records import Arrival, Counts, Issue, Status, Verdict
from warehouse.submissions.lookup import get, issues_of, list_submissions, pending
from warehouse.submissions.submissions import finalise_submission, register

ARRIVAL = Delivery().arrival()
OTHER_NAME = replace(ARRIVAL, file_name="again.csv", mtime_ns=5)
NAME_INVALID = replace(ARRIVAL, refusal="NAME_INVALID", branch=None, feed=None, position_date=None)
REFUSED = Verdict(
    status=Status.REFUSED,
    counts=Counts(rows_read=10, rows_rejected=9),
    issues=(
        Issue(code="NIK_LENGTH", severity=Severity.REJECT_ROW, columns=("nik", "segment"), row_count=9),
        Issue(code="AGE_RANGE", severity=Severity.WARN, columns=("birth_date",), row_count=1),
    ),
    reason_code="TOO_MANY_REJECTED",
    contract_version="1.0",
    rules_version="2",
    details={"encoding": "utf-8"},
)
FAILED = Verdict(status=Status.FAILED, reason_code="INTERNAL")
HELD = Verdict(status=Status.HELD, reason_code="ROWS_FELL")


def test_what_is_registered_comes_back(engine: Engine) -> None:
    arrival = replace(
        ARRIVAL, details={"member": "x.csv"}, received_at=datetime(2026, 2, 1, 19, tzinfo=timezone(timedelta(hours=7)))
    )
    submission = register(engine, arrival)
    assert submission == get(engine, submission.id)
    assert submission.label == "S000001"
    assert submission.status is Status.RECEIVED
    assert submission.received_at == NOON
    assert submission.received_at.tzinfo is UTC
    assert submission.finished_at is None
    for name in ("sha256", "bytes", "file_name", "folder", "mtime_ns", "branch", "feed", "position_date", "details"):
        assert getattr(submission, name) == getattr(arrival, name)


def test_the_same_delivery_after_a_crash_is_the_same_submission(engine: Engine) -> None:
    first = register(engine, ARRIVAL)
    assert register(engine, replace(ARRIVAL, received_at=NOON + timedelta(days=1))) == first
    assert pending(engine) == [first]


@pytest.mark.parametrize(
    "other",
    [OTHER_NAME, replace(ARRIVAL, mtime_ns=6), replace(ARRIVAL, folder="K02"), replace(ARRIVAL, revision=3)],
)
def test_known_bytes_are_a_duplicate(engine: Engine, other: Arrival) -> None:
    first = register(engine, ARRIVAL)
    second = register(engine, replace(other, mtime_ns=6))
    assert (second.status, second.duplicate_of) == (Status.DUPLICATE, first.id)
    assert second.finished_at == second.received_at
    assert register(engine, replace(other, mtime_ns=6)) == second
    assert [submission.id for submission in pending(engine)] == [first.id]


def test_another_branch_may_send_the_same_bytes(engine: Engine) -> None:
    register(engine, ARRIVAL)
    assert register(engine, replace(ARRIVAL, branch="K02", folder="K02")).status is Status.RECEIVED


def test_duplicates_point_to_the_original(engine: Engine) -> None:
    numbers = [register(engine, replace(ARRIVAL, mtime_ns=mtime)).duplicate_of for mtime in (1, 2, 3)]
    assert numbers == [None, 1, 1]


def test_bytes_of_a_superseded_position_are_known(engine: Engine, lake: Path) -> None:
    for revision in (0, 1):
        deliver(engine, lake, Delivery(revision=revision))
    assert get(engine, 1).status is Status.SUPERSEDED
    assert register(engine, OTHER_NAME).duplicate_of == 1


@pytest.mark.parametrize("verdict", [REFUSED, FAILED])
def test_refused_and_failed_bytes_may_come_again(engine: Engine, verdict: Verdict) -> None:
    first = register(engine, ARRIVAL)
    finalise_submission(engine, first.id, verdict=verdict, at=NOON)
    again = register(engine, ARRIVAL)
    assert (again.id, again.status) == (2, Status.RECEIVED)
    assert register(engine, OTHER_NAME).duplicate_of == 2


def test_bytes_held_are_known(engine: Engine) -> None:
    finalise_submission(engine, register(engine, ARRIVAL).id, verdict=HELD, at=NOON)
    assert register(engine, ARRIVAL).status is Status.HELD
    assert register(engine, OTHER_NAME).duplicate_of == 1


def test_a_file_refused_on_arrival_stays_refused(engine: Engine) -> None:
    refused = register(engine, NAME_INVALID)
    assert (refused.status, refused.reason_code, refused.branch) == (Status.REFUSED, "NAME_INVALID", None)
    assert register(engine, NAME_INVALID) == refused
    assert pending(engine) == []


def by_name_first(engine: Engine) -> None:
    register(engine, NAME_INVALID)
    register(engine, OTHER_NAME)


def by_name_last(engine: Engine) -> None:
    register(engine, OTHER_NAME)
    register(engine, NAME_INVALID)


@pytest.mark.parametrize("sweep", [by_name_first, by_name_last])
def test_a_misnamed_copy_is_refused_whichever_comes_first(engine: Engine, sweep: Callable[[Engine], None]) -> None:
    sweep(engine)
    found = {submission.file_name: submission.status for submission in list_submissions(engine)}
    assert found == {ARRIVAL.file_name: Status.REFUSED, OTHER_NAME.file_name: Status.RECEIVED}


def test_refused_for_the_branch_list_then_listed(engine: Engine) -> None:
    refused = replace(ARRIVAL, refusal="BRANCH_NOT_LISTED")
    assert register(engine, refused).status is Status.REFUSED
    assert register(engine, ARRIVAL).status is Status.RECEIVED
    assert register(engine, ARRIVAL).id == 2


def test_a_settled_submission_holds_its_verdict(engine: Engine) -> None:
    first = register(engine, replace(ARRIVAL, details={"member": "x.csv"}))
    settled = finalise_submission(engine, first.id, verdict=REFUSED, at=NOON)
    assert settled == replace(
        first,
        status=Status.REFUSED,
        reason_code="TOO_MANY_REJECTED",
        rows_read=10,
        rows_rejected=9,
        contract_version="1.0",
        rules_version="2",
        finished_at=NOON,
        details={"member": "x.csv", "encoding": "utf-8"},
    )
    assert issues_of(engine, first.id) == tuple(sorted(REFUSED.issues, key=lambda issue: issue.code))


@pytest.mark.parametrize("second", [REFUSED, FAILED, HELD])
def test_what_is_settled_stays_settled(engine: Engine, second: Verdict) -> None:
    number = register(engine, ARRIVAL).id
    settled = finalise_submission(engine, number, verdict=REFUSED, at=NOON)
    assert finalise_submission(engine, number, verdict=second, at=NOON + timedelta(hours=1)) == settled
    assert len(issues_of(engine, number)) == 2


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(status=Status.REFUSED),
        Verdict(status=Status.DUPLICATE),
        Verdict(status=Status.SUPERSEDED),
        Verdict(status=Status.ACCEPTED, counts=Counts(rows_read=3, rows_accepted=2)),
        Verdict(status=Status.ACCEPTED, counts=Counts(rows_read=3, rows_accepted=2, rows_rejected=1)),
    ],
    ids=["no reason", "of nothing", "by nothing", "a row lost", "rejects"],
)
def test_the_catalogue_refuses_contradictions(engine: Engine, verdict: Verdict) -> None:
    number = register(engine, ARRIVAL).id
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        finalise_submission(engine, number, verdict=verdict, at=NOON)
    assert get(engine, number).status is Status.RECEIVED


def test_submissions_are_listed_by_what_was_asked(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, Delivery(branch="K01"))
    deliver(engine, lake, Delivery(branch="K02", feed="target"))
    register(engine, replace(Delivery(branch="K02").arrival(), sha256=digest("x")))

    def ids(**conditions: object) -> list[int]:
        return [submission.id for submission in list_submissions(engine, **conditions)]  # type: ignore[arg-type]

    assert ids() == [1, 2, 3]
    assert ids(statuses={Status.ACCEPTED}) == [1, 2]
    assert ids(statuses=set()) == []
    assert ids(branch="K02") == [2, 3]
    assert ids(branch="K02", feed="target") == [2]
    assert ids(ids={1, 3}) == [1, 3]


def test_an_unknown_number_is_explained(engine: Engine) -> None:
    with pytest.raises(SubmissionUnknown, match="S000007"):
        get(engine, 7)
