"""What an operator takes back is out of force, and what stood in its slot before is in force again, everywhere."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from tests.integration.warehouse.deliveries import NOON, Delivery, deliver, load
from warehouse.catalogue.transactions import writing
from warehouse.errors import SubmissionNotHeld
from warehouse.models.models import LakeObjectRow
from warehouse.records import MOVED, MOVED_FROM, MOVED_TO, SAME_BYTES, WITHDRAWN, Arrival, Status, Submission, Verdict
from warehouse.submissions.approval import approve
from warehouse.submissions.lookup import get, pending
from warehouse.submissions.positions import live_positions
from warehouse.submissions.references import eligible_rows
from warehouse.submissions.reprocess import why_not
from warehouse.submissions.submissions import finalise_submission, register
from warehouse.submissions.verdicts import verdicts_of
from warehouse.submissions.withdrawal import move, withdraw, withdrawn_before

LATER = NOON + timedelta(hours=1)
DECEMBER = date(2025, 12, 31)
FIRST, SECOND, THIRD = (Delivery(revision=number, number=100 + number) for number in range(3))


def in_force(engine: Engine) -> dict[date, int]:
    """Submission in force on each date that has one, and the rows of the catalogue belong to these alone."""
    days = (DECEMBER, FIRST.position_date)
    found = {day: live_positions(engine, "eligible", as_of=day) for day in days}
    live = {
        day: one.submission_id for day, (one,) in ((d, f) for d, f in found.items() if f) if one.position_date == day
    }
    assert eligible_rows(engine).height == 2 * len(live)
    return live


def arrival_for(day: date, delivery: Delivery = FIRST) -> Arrival:
    return replace(delivery.arrival(), position_date=day, file_name=f"{day:%Y%m%d}.csv", received_at=LATER)


def test_the_same_bytes_for_another_date_are_a_delivery_of_that_date(engine: Engine) -> None:
    first = register(engine, FIRST.arrival())
    second = register(engine, arrival_for(DECEMBER))
    assert (second.status, second.duplicate_of, second.details[SAME_BYTES]) == (Status.RECEIVED, None, [first.id])
    again = register(engine, replace(arrival_for(DECEMBER), mtime_ns=7, revision=1))
    assert (again.status, again.duplicate_of) == (Status.DUPLICATE, second.id)


def test_what_was_in_force_before_is_in_force_again(engine: Engine, lake: Path) -> None:
    for delivery in (FIRST, SECOND, THIRD):
        deliver(engine, lake, delivery)
    assert in_force(engine) == {FIRST.position_date: 3}
    done = withdraw(engine, 3, lake=lake, at=LATER, note="wrong date")
    assert (done.standing and done.standing.id, done.rows_purged) == (2, False)
    assert in_force(engine) == {FIRST.position_date: 2}
    assert [get(engine, number).superseded_by for number in (1, 2, 3)] == [2, None, None]
    assert (done.after.status, done.after.reason_code, done.after.reason_detail) == (
        Status.REFUSED,
        WITHDRAWN,
        "wrong date",
    )
    assert [past.verdict.status for past in verdicts_of(engine, 3)] == [Status.ACCEPTED, Status.REFUSED]
    withdraw(engine, 1, lake=lake, at=LATER, note="superseded, and wrong too")
    assert in_force(engine) == {FIRST.position_date: 2}
    assert withdraw(engine, 2, lake=lake, at=LATER, note="all of it").standing is None
    assert in_force(engine) == {}


def test_a_position_whose_rows_were_purged_stands_again_only_once_they_are_made_again(
    engine: Engine, lake: Path
) -> None:
    for delivery in (FIRST, SECOND):
        deliver(engine, lake, delivery)
    with writing(engine) as connection:
        purged = update(LakeObjectRow).where(LakeObjectRow.submission_id == 1)
        connection.execute(purged.values(purged_at=LATER))
    done = withdraw(engine, 2, lake=lake, at=LATER, note="wrong date")
    assert (done.standing and done.standing.id, done.rows_purged) == (1, True)
    assert eligible_rows(engine).height == 0


def test_a_withdrawal_is_taken_back_by_approving(engine: Engine, lake: Path) -> None:
    for delivery in (FIRST, SECOND):
        deliver(engine, lake, delivery)
    withdraw(engine, 2, lake=lake, at=LATER, note="by mistake")
    assert why_not(get(engine, 2)) is not None
    approve(engine, 2, at=LATER)
    assert [one.id for one in pending(engine)] == [2]
    load(engine, lake, SECOND, get(engine, 2))
    assert in_force(engine) == {FIRST.position_date: 2}
    assert get(engine, 1).superseded_by == 2


def withdrawn_like(engine: Engine, one: Submission) -> str | None:
    assert one.branch is not None
    assert one.feed is not None
    assert one.position_date is not None
    return withdrawn_before(
        engine, sha256=one.sha256, branch=one.branch, feed=one.feed, position_date=one.position_date, besides=one.id
    )


def test_bytes_that_were_withdrawn_come_again_as_a_new_delivery_that_is_known(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, FIRST)
    withdraw(engine, 1, lake=lake, at=LATER, note="wrong date")
    again = register(engine, FIRST.arrival())
    assert (again.id, again.status) == (2, Status.RECEIVED)
    assert withdrawn_like(engine, again) == "S000001"
    other_day = register(engine, arrival_for(DECEMBER))
    assert withdrawn_like(engine, other_day) is None


def test_a_move_withdraws_and_enters_the_bytes_for_the_other_date(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, Delivery(position_date=DECEMBER, number=7))
    deliver(engine, lake, FIRST)
    done = move(engine, 2, arrival=arrival_for(DECEMBER), lake=lake, at=LATER, note="typed wrongly")
    assert done.moved is not None
    assert (done.moved.id, done.moved.status, done.moved.details[MOVED_FROM]) == (3, Status.RECEIVED, 2)
    assert (done.after.reason_code, done.after.details[MOVED_TO]) == (MOVED, 3)
    assert done.after.reason_detail == "typed wrongly -> S000003 2025-12-31"
    assert in_force(engine) == {DECEMBER: 1}
    load(engine, lake, replace(FIRST, position_date=DECEMBER), done.moved)
    assert in_force(engine) == {DECEMBER: 3}
    assert get(engine, 1).superseded_by == 3
    back = move(engine, 3, arrival=arrival_for(FIRST.position_date), lake=lake, at=LATER, note="it was right")
    assert in_force(engine) == {DECEMBER: 1}
    assert back.moved is not None
    load(engine, lake, FIRST, back.moved)
    assert in_force(engine) == {DECEMBER: 1, FIRST.position_date: 4}


def test_a_move_to_a_date_that_has_the_content_adds_nothing(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, FIRST)
    right = register(engine, arrival_for(DECEMBER))
    load(engine, lake, replace(FIRST, position_date=DECEMBER), right)
    done = move(engine, 1, arrival=replace(arrival_for(DECEMBER), mtime_ns=9), lake=lake, at=LATER, note="twice")
    assert done.moved is not None
    assert (done.moved.status, done.moved.duplicate_of) == (Status.DUPLICATE, right.id)
    assert in_force(engine) == {DECEMBER: right.id}


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(status=Status.HELD, reason_code="DATE_DIFFERS", contract_version="1.0"),
        Verdict(status=Status.REFUSED, reason_code="TOO_MANY_REJECTS", contract_version="1.0"),
    ],
)
def test_what_is_held_or_was_refused_for_its_content_is_moved(engine: Engine, lake: Path, verdict: Verdict) -> None:
    number = register(engine, FIRST.arrival()).id
    finalise_submission(engine, number, verdict=verdict, at=NOON)
    with pytest.raises(SubmissionNotHeld, match="nothing"):
        withdraw(engine, number, lake=lake, at=LATER, note="no")
    done = move(engine, number, arrival=arrival_for(DECEMBER), lake=lake, at=LATER, note="typed wrongly")
    assert done.moved is not None
    assert [one.id for one in pending(engine)] == [done.moved.id]
    assert get(engine, number).status is Status.REFUSED
    with pytest.raises(SubmissionNotHeld, match="moved already"):
        move(engine, number, arrival=arrival_for(date(2025, 11, 30)), lake=lake, at=LATER, note="again")


def test_what_another_date_does_not_put_right_is_not_moved(engine: Engine, lake: Path) -> None:
    register(engine, replace(FIRST.arrival(), refusal="BRANCH_NOT_LISTED"))
    register(engine, replace(FIRST.arrival(), refusal="POSITION_IN_FUTURE", mtime_ns=8))
    register(engine, FIRST.arrival())
    register(engine, replace(FIRST.arrival(), mtime_ns=9))
    for number, why in ((1, "on arrival"), (4, "duplicate")):
        with pytest.raises(SubmissionNotHeld, match=why):
            move(engine, number, arrival=arrival_for(DECEMBER), lake=lake, at=LATER, note="no")
    moved = move(engine, 2, arrival=arrival_for(DECEMBER), lake=lake, at=LATER, note="typed 2027").moved
    assert moved is not None
    assert moved.status is Status.RECEIVED
