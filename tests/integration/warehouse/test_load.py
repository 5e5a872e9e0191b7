"""The load protocol, one process."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine, text

from expectations.contracts.schema import Severity
from tests.integration.warehouse.catalogue_state import catalogue_state
from tests.integration.warehouse.deliveries import END_OF_JANUARY, NOON, Delivery, deliver, enrolment_frame, load
from warehouse.catalogue.transactions import reading
from warehouse.errors import LakeObjectCorrupt, SubmissionNotPending
from warehouse.lake.objects import write_object
from warehouse.records import Issue, Status, Verdict
from warehouse.submissions.load import load_position
from warehouse.submissions.lookup import get, issues_of, pending
from warehouse.submissions.positions import live_positions
from warehouse.submissions.references import eligible_rows
from warehouse.submissions.submissions import finalise_submission, register


def in_force(engine: Engine) -> dict[int, bool]:
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT submission_id, live FROM lake_object"))
        return {row.submission_id: bool(row.live) for row in rows}


def test_a_first_position_comes_into_force(engine: Engine, lake: Path) -> None:
    outcome = deliver(engine, lake, Delivery(rejected=1, minutes=5))
    submission = get(engine, 1)
    assert (outcome.submission, outcome.live, outcome.superseded) == (submission, True, ())
    assert submission.status is Status.ACCEPTED_WITH_REJECTS
    assert (submission.rows_read, submission.rows_accepted, submission.rows_rejected, submission.rows_merged) == (
        4, 2, 1, 1,
    )  # fmt: skip
    assert submission.finished_at == NOON + timedelta(minutes=5)
    assert submission.details == {"delimiter": ";"}
    assert issues_of(engine, 1) == (
        Issue(code="YEAR_MISSING", severity=Severity.REJECT_ROW, columns=("year",), row_count=1),
    )
    assert eligible_rows(engine)["eligible"].to_list() == [100, 200]
    assert pending(engine) == []


def test_a_correction_supersedes_the_position_before(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, Delivery(number=100))
    outcome = deliver(engine, lake, Delivery(number=300, revision=1))
    assert (outcome.live, outcome.superseded) == (True, (1,))
    earlier = get(engine, 1)
    assert (earlier.status, earlier.superseded_by, earlier.rows_accepted) == (Status.SUPERSEDED, 2, 2)
    assert in_force(engine) == {1: False, 2: True}
    assert eligible_rows(engine)["eligible"].to_list() == [300, 600]


def test_a_late_lower_revision_yields(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, Delivery(number=300, revision=1))
    outcome = deliver(engine, lake, Delivery(number=100, rejected=1))
    assert (outcome.live, outcome.superseded) == (False, ())
    assert (outcome.submission.status, outcome.submission.superseded_by) == (Status.SUPERSEDED, 1)
    assert outcome.submission.rows_rejected == 1
    assert len(issues_of(engine, 2)) == 1
    assert in_force(engine) == {1: True, 2: False}
    assert eligible_rows(engine)["eligible"].to_list() == [300, 600]


def test_same_revision_the_latest_arrival_wins(engine: Engine, lake: Path) -> None:
    first, second = (Delivery(number=number) for number in (1, 2))
    submissions = [register(engine, delivery.arrival()) for delivery in (first, second)]
    assert load(engine, lake, second, submissions[1]).live
    assert not load(engine, lake, first, submissions[0]).live
    assert get(engine, 1).superseded_by == 2


def test_all_of_a_slot_yield_to_the_one_in_force(engine: Engine, lake: Path) -> None:
    for revision in (0, 2, 1, 3):
        outcome = deliver(engine, lake, Delivery(revision=revision))
    assert outcome.superseded == (1, 2, 3)
    assert {get(engine, number).superseded_by for number in (1, 2, 3)} == {4}


@pytest.mark.parametrize(
    "other",
    [Delivery(feed="target"), Delivery(branch="K02"), Delivery(position_date=END_OF_JANUARY - timedelta(days=31))],
)
def test_a_correction_leaves_other_slots_alone(engine: Engine, lake: Path, other: Delivery) -> None:
    deliver(engine, lake, Delivery())
    assert deliver(engine, lake, other).superseded == ()
    assert in_force(engine) == {1: True, 2: True}


@pytest.mark.parametrize("later", [[], [1], [2, 1]], ids=["in force", "superseded", "superseded twice"])
def test_loading_again_changes_nothing(engine: Engine, lake: Path, later: list[int]) -> None:
    delivery = Delivery(rejected=1)
    submission = register(engine, delivery.arrival())
    first = load(engine, lake, delivery, submission)
    for revision in later:
        deliver(engine, lake, Delivery(revision=revision, number=revision))
    before = catalogue_state(engine)
    again = load(engine, lake, replace(delivery, minutes=50), submission)
    assert catalogue_state(engine) == before
    assert again == first if not later else not again.live


def test_same_content_of_two_files_is_one_object(engine: Engine, lake: Path) -> None:
    for revision in (0, 1):
        delivery = Delivery(revision=revision)
        deliver(engine, lake, delivery)
    assert [position.submission_id for position in live_positions(engine, "eligible", as_of=END_OF_JANUARY)] == [2]
    assert len([path for path in lake.rglob("*") if path.is_file()]) == 1


def test_a_damaged_object_is_not_loaded(engine: Engine, lake: Path) -> None:
    submission = register(engine, Delivery(feed="enrolment").arrival())
    written = write_object(enrolment_frame(1), lake=lake, feed="enrolment", branch="K01", position_date=END_OF_JANUARY)
    (lake / written.path).write_bytes(b"PAR1")
    with pytest.raises(LakeObjectCorrupt):
        load_position(engine, lake=lake, submission_id=1, object_file=written, verdict=Delivery().verdict(), at=NOON)
    assert pending(engine) == [submission]
    assert in_force(engine) == {}


@pytest.mark.parametrize("status", [Status.REFUSED, Status.HELD])
def test_what_was_settled_otherwise_is_not_loaded(engine: Engine, lake: Path, status: Status) -> None:
    submission = register(engine, Delivery().arrival())
    finalise_submission(engine, submission.id, verdict=Verdict(status=status, reason_code="X"), at=NOON)
    with pytest.raises(SubmissionNotPending, match=f"S000001 is {status}"):
        load(engine, lake, Delivery(), submission)
    assert in_force(engine) == {}


def test_an_empty_reference_file_has_a_position(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, Delivery())
    register(engine, Delivery(revision=1).arrival())
    empty = Delivery().frame().clear()
    written = write_object(empty, lake=lake, feed="eligible", branch="K01", position_date=END_OF_JANUARY)
    verdict = Verdict(status=Status.ACCEPTED)
    load_position(engine, lake=lake, submission_id=2, object_file=written, verdict=verdict, at=NOON)
    assert eligible_rows(engine).is_empty()
    assert eligible_rows(engine).schema["year"] == pl.Int32
