"""An attempt to judge a submission is entered before the file is read, so that a process that dies over it counts."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.warehouse.deliveries import NOON, Delivery, deliver
from warehouse.catalogue.runs import finish_run, start_run
from warehouse.errors import SubmissionNotHeld
from warehouse.records import GIVEN_UP, PROCESSING_FAULT, REFUSED_BY_OPERATOR, Cause, RunState, Status
from warehouse.submissions.approval import refuse
from warehouse.submissions.attempts import awaits_verdict, begin_attempt, end_attempt, unended_attempts
from warehouse.submissions.lookup import get
from warehouse.submissions.submissions import fail, register
from warehouse.submissions.verdicts import verdicts_of


@pytest.fixture
def number(engine: Engine) -> int:
    return register(engine, Delivery().arrival()).id


def marked(engine: Engine) -> list[int]:
    return [one.id for one in unended_attempts(engine)]


def test_an_attempt_is_marked_until_a_verdict_is_given(engine: Engine, lake: Path) -> None:
    begun = begin_attempt(engine, register(engine, Delivery().arrival()).id, max_attempts=3, at=NOON)
    assert awaits_verdict(begun)
    assert marked(engine) == [begun.id]
    deliver(engine, lake, Delivery())  # the same delivery, judged and loaded
    assert marked(engine) == []


def test_a_process_that_dies_over_a_file_counts_as_a_failed_attempt(engine: Engine, number: int) -> None:
    begin_attempt(engine, number, max_attempts=3, at=NOON)
    again = begin_attempt(engine, number, max_attempts=3, at=NOON)  # another process: the first never ended
    assert (again.status, again.reason_code) == (Status.FAILED, PROCESSING_FAULT)
    assert awaits_verdict(again)
    assert [past.cause for past in verdicts_of(engine, number)] == [Cause.FAULT]


def test_a_file_over_which_processes_die_too_often_is_given_up_and_not_begun_again(engine: Engine, number: int) -> None:
    stands = [begin_attempt(engine, number, max_attempts=3, at=NOON) for _ in range(4)]
    assert [awaits_verdict(one) for one in stands] == [True, True, True, False]
    assert stands[-1].reason_code == GIVEN_UP
    assert marked(engine) == []


def test_deaths_and_faults_are_counted_together(engine: Engine, number: int) -> None:
    fail(engine, number, fault="ValueError at x.py:1", max_attempts=2, at=NOON)
    begin_attempt(engine, number, max_attempts=2, at=NOON)
    assert begin_attempt(engine, number, max_attempts=2, at=NOON).reason_code == GIVEN_UP


def test_an_attempt_that_ended_without_a_verdict_counts_for_nothing(engine: Engine, number: int) -> None:
    for _ in range(5):  # a full disk, say: the process lives, and no file is at fault
        assert awaits_verdict(begin_attempt(engine, number, max_attempts=3, at=NOON))
        end_attempt(engine, number)
    assert verdicts_of(engine, number) == ()


def test_a_run_that_ends_takes_its_own_marks_away_and_leaves_those_of_a_run_that_died(engine: Engine) -> None:
    older, newer = (register(engine, Delivery(branch=branch).arrival()).id for branch in ("K01", "K02"))
    begin_attempt(engine, older, max_attempts=3, at=NOON)
    run = start_run(engine, as_of=NOON.date(), at=NOON + timedelta(minutes=1))
    begin_attempt(engine, newer, max_attempts=3, at=NOON + timedelta(minutes=2))
    finish_run(engine, run.id, state=RunState.FAILED, at=NOON + timedelta(minutes=3))
    assert marked(engine) == [older]


def test_a_settled_submission_is_not_begun(engine: Engine, lake: Path) -> None:
    number = deliver(engine, lake, Delivery()).submission.id
    assert not awaits_verdict(begin_attempt(engine, number, max_attempts=3, at=NOON))
    assert marked(engine) == []


@pytest.mark.parametrize("failures", [0, 1, 3])
def test_an_operator_may_refuse_what_waits_or_was_given_up(engine: Engine, number: int, failures: int) -> None:
    for _ in range(failures):
        fail(engine, number, fault="ValueError at x.py:1", max_attempts=3, at=NOON)
    refused = refuse(engine, number, at=NOON, note="it stops the run")
    assert (refused.status, refused.reason_code) == (Status.REFUSED, REFUSED_BY_OPERATOR)
    assert not awaits_verdict(get(engine, number))


def test_an_operator_may_not_refuse_what_counts_already(engine: Engine, lake: Path) -> None:
    number = deliver(engine, lake, Delivery()).submission.id
    with pytest.raises(SubmissionNotHeld):
        refuse(engine, number, at=NOON, note="too late")
