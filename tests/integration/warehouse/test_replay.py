"""Another verdict on what was judged: what is in force follows, at once and completely; nothing is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.warehouse.deliveries import NOON, Delivery, deliver
from warehouse.catalogue.runs import start_run
from warehouse.lake.objects import write_object
from warehouse.records import Cause, ObjectFile, Status, Verdict
from warehouse.releases.releases import objects_of, record_release
from warehouse.submissions.lookup import get
from warehouse.submissions.positions import objects_of_submission
from warehouse.submissions.references import eligible_rows
from warehouse.submissions.reprocess import newest_object, replace_verdict, why_not
from warehouse.submissions.submissions import fail, finalise_submission, register
from warehouse.submissions.verdicts import verdicts_of

REFUSED = Verdict(status=Status.REFUSED, reason_code="TOO_MANY_REJECTS", contract_version="1.0", rules_version="new")


def stored(lake: Path, delivery: Delivery, submission_id: int, *, number: int) -> ObjectFile:
    return write_object(
        replace(delivery, number=number).frame(),
        lake=lake,
        feed=delivery.feed,
        branch=delivery.branch,
        position_date=delivery.position_date,
    )


def eligible(engine: Engine) -> list[int]:
    return sorted(eligible_rows(engine)["eligible"])


def test_other_rows_supersede_the_old_object_and_keep_it(engine: Engine, lake: Path) -> None:
    delivery = Delivery()
    deliver(engine, lake, delivery)
    run = start_run(engine, as_of=delivery.position_date, at=NOON)
    record_release(
        engine,
        release_id="r",
        as_of=delivery.position_date,
        content_sha256="0" * 64,
        inputs_sha256="1" * 64,
        run_id=run.id,
        object_ids=[1],
        at=NOON,
    )
    other = stored(lake, delivery, 1, number=55)
    for _ in range(2):
        assert replace_verdict(engine, 1, lake=lake, verdict=delivery.verdict(), object_file=other, at=NOON)
    assert eligible(engine) == [55, 110]
    first, second = objects_of_submission(engine, 1)
    assert (first.live, second.live, first.releases, second.releases) == (False, True, ("r",), ())
    assert (lake / first.file.path).is_file()
    assert newest_object(engine, 1) == other
    assert objects_of(engine, "r") == [1]
    assert [(past.cause, past.lake_object_id) for past in verdicts_of(engine, 1)] == [
        (Cause.CHECK, 1),
        (Cause.REPROCESS, 2),
        (Cause.REPROCESS, 2),
    ]


def test_the_one_in_force_refused_brings_back_the_one_before(engine: Engine, lake: Path) -> None:
    for revision, number in ((0, 1), (1, 2), (2, 3)):
        deliver(engine, lake, Delivery(revision=revision, number=number))
    assert replace_verdict(engine, 3, lake=lake, verdict=REFUSED, object_file=None, at=NOON)
    assert eligible(engine) == [2, 4]
    assert [(get(engine, n).status, get(engine, n).superseded_by) for n in (1, 2, 3)] == [
        (Status.SUPERSEDED, 2),
        (Status.ACCEPTED, None),
        (Status.REFUSED, None),
    ]
    back = stored(lake, Delivery(revision=2), 3, number=3)
    verdict = Delivery(revision=2, number=3, rejected=1).verdict()
    assert replace_verdict(engine, 3, lake=lake, verdict=verdict, object_file=back, at=NOON)
    assert eligible(engine) == [3, 6]
    assert [get(engine, n).status for n in (1, 2, 3)] == [
        Status.SUPERSEDED,
        Status.SUPERSEDED,
        Status.ACCEPTED_WITH_REJECTS,
    ]
    assert {get(engine, n).superseded_by for n in (1, 2)} == {3}


def test_the_last_one_refused_leaves_the_position_empty(engine: Engine, lake: Path) -> None:
    deliver(engine, lake, Delivery())
    assert replace_verdict(engine, 1, lake=lake, verdict=REFUSED, object_file=None, at=NOON)
    assert eligible(engine) == []
    assert [one.live for one in objects_of_submission(engine, 1)] == [False]


def test_a_superseded_one_judged_again_stays_superseded(engine: Engine, lake: Path) -> None:
    for revision in (0, 1):
        deliver(engine, lake, Delivery(revision=revision, number=revision + 1))
    other = stored(lake, Delivery(), 1, number=77)
    assert replace_verdict(engine, 1, lake=lake, verdict=Delivery().verdict(), object_file=other, at=NOON)
    assert eligible(engine) == [2, 4]
    assert (get(engine, 1).status, get(engine, 1).superseded_by) == (Status.SUPERSEDED, 2)


def test_a_refused_one_may_be_accepted_later(engine: Engine, lake: Path) -> None:
    number = register(engine, Delivery(revision=1).arrival()).id
    finalise_submission(engine, number, verdict=REFUSED, at=NOON)
    deliver(engine, lake, Delivery())
    accepted = stored(lake, Delivery(), number, number=9)
    assert replace_verdict(engine, number, lake=lake, verdict=Delivery().verdict(), object_file=accepted, at=NOON)
    assert eligible(engine) == [9, 18]
    assert get(engine, 2).superseded_by == number


@pytest.mark.parametrize("verdict", [REFUSED, replace(REFUSED, status=Status.HELD, reason_code="ROW_COUNT_JUMP")])
def test_what_was_judged_can_be_judged_again(engine: Engine, verdict: Verdict) -> None:
    number = register(engine, Delivery().arrival()).id
    assert "still to be judged" in str(why_not(get(engine, number)))
    finalise_submission(engine, number, verdict=verdict, at=NOON)
    assert why_not(get(engine, number)) is None


def test_what_cannot_be_judged_again(engine: Engine) -> None:
    number = register(engine, Delivery().arrival()).id
    again = register(engine, replace(Delivery().arrival(), mtime_ns=4))
    on_arrival = register(engine, replace(Delivery(number=2).arrival(), refusal="NAME_INVALID"))
    assert "S000001 is the one that counts" in str(why_not(again))
    assert "deliver it again" in str(why_not(on_arrival))
    assert not replace_verdict(engine, number, lake=Path(), verdict=REFUSED, object_file=None, at=NOON)
    finalise_submission(engine, number, verdict=replace(REFUSED, reason_code="REFUSED_BY_OPERATOR"), at=NOON)
    assert "by the operator" in str(why_not(get(engine, number)))
    assert not replace_verdict(engine, number, lake=Path(), verdict=REFUSED, object_file=None, at=NOON)
    assert len(verdicts_of(engine, number)) == 1


def test_what_was_given_up_can_be_judged_again(engine: Engine) -> None:
    number = register(engine, Delivery().arrival()).id
    fail(engine, number, fault="OSError", max_attempts=2, at=NOON)
    assert "`ucj run`" in str(why_not(get(engine, number)))
    fail(engine, number, fault="OSError", max_attempts=2, at=NOON)
    assert why_not(get(engine, number)) is None
