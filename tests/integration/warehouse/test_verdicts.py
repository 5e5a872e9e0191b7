"""Failures, what an operator decides, and the history that keeps every verdict."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from expectations.contracts.schema import Severity
from tests.integration.warehouse.deliveries import NOON, Delivery, deliver, load
from warehouse.catalogue.migrate import downgrade, upgrade
from warehouse.catalogue.runs import start_run
from warehouse.catalogue.transactions import writing
from warehouse.errors import SubmissionNotHeld, SubmissionUnknown
from warehouse.records import GIVEN_UP, PROCESSING_FAULT, Cause, Counts, Issue, Status, Verdict
from warehouse.submissions.approval import approve, is_approved, refuse
from warehouse.submissions.lookup import get, issues_of, list_submissions, pending
from warehouse.submissions.submissions import fail, finalise_submission, register
from warehouse.submissions.verdicts import verdicts_of

ISSUE = Issue(code="YEAR_MISSING", severity=Severity.REJECT_ROW, columns=("year",), row_count=2)
HELD = Verdict(
    status=Status.HELD,
    reason_code="ROW_COUNT_JUMP",
    counts=Counts(rows_read=10, rows_accepted=8, rows_rejected=2),
    issues=(ISSUE,),
    contract_version="1.0",
    rules_version="abc",
    details={"reason_detail": "600 -> 8"},
)


def held(engine: Engine, delivery: Delivery = Delivery()) -> int:  # noqa: B008 - frozen
    number = register(engine, delivery.arrival()).id
    finalise_submission(engine, number, verdict=HELD, at=NOON)
    return number


def causes(engine: Engine, number: int) -> list[tuple[Cause, Status]]:
    return [(past.cause, past.verdict.status) for past in verdicts_of(engine, number)]


def test_a_failure_is_visible_and_tried_again_until_given_up(engine: Engine, lake: Path) -> None:
    number = register(engine, Delivery().arrival()).id
    for attempt in (1, 2):
        failed = fail(engine, number, fault="ValueError at x.py:1", max_attempts=3, at=NOON)
        assert (failed.status, failed.reason_code) == (Status.FAILED, PROCESSING_FAULT), attempt
        assert failed.reason_detail == "ValueError at x.py:1"
        assert [one.id for one in pending(engine)] == [number]
        assert list_submissions(engine, finished_since=NOON) == []
    given_up = fail(engine, number, fault="MemoryError", max_attempts=3, at=NOON)
    assert (given_up.status, given_up.reason_code) == (Status.FAILED, GIVEN_UP)
    assert pending(engine) == []
    assert [one.id for one in list_submissions(engine, finished_since=NOON)] == [number]
    assert causes(engine, number) == [(Cause.FAULT, Status.FAILED)] * 3


def test_a_failed_one_that_succeeds_leaves_no_trace_of_the_fault_but_in_its_history(engine: Engine, lake: Path) -> None:
    submission = register(engine, Delivery(rejected=1).arrival())
    fail(engine, submission.id, fault="OSError", max_attempts=3, at=NOON)
    loaded = load(engine, lake, Delivery(rejected=1), submission).submission
    assert (loaded.status, loaded.reason_code) == (Status.ACCEPTED_WITH_REJECTS, None)
    assert causes(engine, loaded.id) == [
        (Cause.FAULT, Status.FAILED),
        (Cause.CHECK, Status.ACCEPTED_WITH_REJECTS),
    ]


def test_a_fault_after_the_verdict_changes_nothing(engine: Engine) -> None:
    number = held(engine)
    assert fail(engine, number, fault="OSError", max_attempts=1, at=NOON).status is Status.HELD
    assert causes(engine, number) == [(Cause.CHECK, Status.HELD)]


def test_the_history_tells_what_was_said_and_in_which_run(engine: Engine) -> None:
    run = start_run(engine, as_of=date(2026, 1, 31), at=NOON)
    number = held(engine)
    (past,) = verdicts_of(engine, number)
    assert past.run_id == run.id
    assert past.given_at == NOON
    assert past.verdict == HELD
    assert past.lake_object_id is None


def test_what_ends_on_arrival_has_a_history_too(engine: Engine) -> None:
    refused = register(engine, replace(Delivery().arrival(), refusal="BRANCH_NOT_LISTED"))
    received = register(engine, Delivery(number=1).arrival())
    again = register(engine, replace(Delivery(number=1).arrival(), mtime_ns=5))
    assert causes(engine, refused.id) == [(Cause.ARRIVAL, Status.REFUSED)]
    assert causes(engine, received.id) == []
    assert causes(engine, again.id) == [(Cause.ARRIVAL, Status.DUPLICATE)]


def test_an_approved_submission_is_taken_on(engine: Engine, lake: Path) -> None:
    number = held(engine)
    approved = approve(engine, number, at=NOON + timedelta(hours=1), note="counted by hand")
    assert (approved.status, approved.reason_code, approved.finished_at) == (Status.RECEIVED, None, None)
    assert is_approved(approved)
    assert issues_of(engine, number) == ()
    assert [one.id for one in pending(engine)] == [number]
    with pytest.raises(SubmissionNotHeld, match="S000001 is received, not held, and approved already"):
        approve(engine, number, at=NOON)
    loaded = load(engine, lake, Delivery(), get(engine, number)).submission
    assert loaded.status is Status.ACCEPTED
    with pytest.raises(SubmissionNotHeld, match="accepted, not held"):
        approve(engine, number, at=NOON)
    assert [past.verdict.details["reason_detail"] for past in verdicts_of(engine, number)] == [
        "600 -> 8",
        "counted by hand",
        "",
    ]


def test_a_held_one_that_was_overtaken_is_superseded_when_approved(engine: Engine, lake: Path) -> None:
    number = held(engine)
    newer = deliver(engine, lake, Delivery(revision=1)).submission
    approve(engine, number, at=NOON)
    outcome = load(engine, lake, Delivery(), get(engine, number))
    assert (outcome.submission.status, outcome.submission.superseded_by, outcome.live) == (
        Status.SUPERSEDED,
        newer.id,
        False,
    )


def test_a_held_submission_can_be_refused(engine: Engine) -> None:
    number = held(engine)
    refused = refuse(engine, number, at=NOON, note="half of the branch is missing")
    assert (refused.status, refused.reason_code) == (Status.REFUSED, "REFUSED_BY_OPERATOR")
    assert refused.reason_detail == "half of the branch is missing"
    assert (refused.rows_read, refused.rows_accepted, refused.rows_rejected) == (10, 0, 2)
    assert issues_of(engine, number) == (ISSUE,)
    for decide in (approve, refuse):
        with pytest.raises(SubmissionNotHeld, match="S000001 is refused"):
            decide(engine, number, at=NOON, note="x")
    assert causes(engine, number)[-1] == (Cause.OPERATOR, Status.REFUSED)
    again = register(engine, replace(Delivery().arrival(), mtime_ns=9))
    assert again.status is Status.RECEIVED


def test_an_unknown_number_of_a_submission_is_told(engine: Engine) -> None:
    for decide in (approve, refuse):
        with pytest.raises(SubmissionUnknown, match="S000077"):
            decide(engine, 77, at=NOON, note="x")


def test_verdicts_from_before_the_history_become_its_first(engine: Engine, lake: Path) -> None:
    """Down to the tables of before and up again: rows, objects and references stay, and the history is made of them."""
    held(engine, Delivery(branch="K09"))
    deliver(engine, lake, Delivery(rejected=1))
    deliver(engine, lake, Delivery(revision=1))
    register(engine, Delivery(number=7).arrival())
    before = {number: verdicts_of(engine, number) for number in (1, 2, 3, 4)}
    downgrade(engine, revision="0002")
    upgrade(engine)
    after = {number: verdicts_of(engine, number) for number in before}
    told = {n: [(p.given_at, p.cause, p.verdict, p.lake_object_id) for p in past] for n, past in after.items()}
    assert told == {n: [(p.given_at, p.cause, p.verdict, p.lake_object_id) for p in past] for n, past in before.items()}
    with writing(engine) as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {name}")).scalar()
            for name in ("lake_object", "ref_eligible")
        ]
    assert counts == [2, 2]
