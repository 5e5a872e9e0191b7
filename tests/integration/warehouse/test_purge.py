"""What may be purged: never what is in force, what a kept release is made of, or what is still to be judged."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from settings import Settings
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import Sources, read_inputs
from tasks.operations.purge.purge import plan_purge, purge, retention_of
from tasks.receive.archive import archive_path
from tests.integration.warehouse.deliveries import Delivery, deliver, enrolment_frame, load
from warehouse.catalogue.runs import start_run
from warehouse.catalogue.transactions import reading
from warehouse.errors import PositionPurged
from warehouse.lake.objects import write_object
from warehouse.models.models import PurgeRow
from warehouse.records import Status, Verdict
from warehouse.releases.releases import record_release
from warehouse.retention.due import Retention
from warehouse.retention.purge import archive_purged_at, mark_purged, purged_submissions
from warehouse.submissions.lookup import get
from warehouse.submissions.positions import live_positions, month_positions, thinned_positions
from warehouse.submissions.reprocess import replace_verdict
from warehouse.submissions.submissions import fail, finalise_submission, register

TODAY, NOW = date(2026, 11, 1), datetime(2026, 11, 1, 3, tzinfo=UTC)
MIDDLE, JANUARY = date(2026, 1, 15), date(2026, 1, 31)
POSITION = Delivery(feed="enrolment")


@pytest.fixture
def settings(lake: Path) -> Settings:
    return Settings(home=lake.parent, retention={"object_days": 60, "archive_days": 60})


@pytest.fixture
def retention(settings: Settings) -> Retention:
    return retention_of(settings, today=TODAY, now=NOW)


def put(engine: Engine, lake: Path, day: date, **changes: object) -> int:
    """Deliver a position with its bytes in the archive; returns the number of the submission."""
    delivery = replace(POSITION, position_date=day, **changes)  # type: ignore[arg-type]
    keep_bytes(lake, delivery)
    return deliver(engine, lake, delivery).submission.id


def keep_bytes(lake: Path, delivery: Delivery) -> Path:
    place = archive_path(lake.parent / "archive", delivery.arrival().sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"as delivered")
    return place


def publish(engine: Engine, as_of: date, *, at: datetime) -> None:
    positions = live_positions(engine, "enrolment", as_of=as_of)
    record_release(
        engine,
        release_id=f"{as_of}-{at:%Y%m%d}",
        as_of=as_of,
        content_sha256="0" * 64,
        inputs_sha256=f"{at}",
        run_id=start_run(engine, as_of=as_of, at=at).id,
        object_ids=[one.object_id for one in positions],
        at=at,
    )


def files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())


def test_replaced_and_thinned_objects_go_and_nothing_else(
    engine: Engine, lake: Path, settings: Settings, retention: Retention
) -> None:
    put(engine, lake, MIDDLE, number=1)
    put(engine, lake, JANUARY, number=2)
    put(engine, lake, JANUARY, number=3, revision=1)
    put(engine, lake, TODAY - timedelta(days=45), number=4)
    put(engine, lake, TODAY - timedelta(days=44), number=5)  # of the same month, and young
    before = [live_positions(engine, "enrolment", as_of=day) for day in (JANUARY, TODAY)]
    plan = plan_purge(engine, settings=settings, retention=retention)
    assert [(one.id, one.why) for one in plan.objects] == [(1, "thinned"), (2, "out of force")]
    there = set(files(lake))
    assert set(files(lake)) == there  # planning touches nothing
    collected = purge(engine, plan, settings=settings, now=NOW)
    assert (collected.object_count, len(there) - len(list(files(lake)))) == (2, 2)
    assert [live_positions(engine, "enrolment", as_of=day) for day in (JANUARY, TODAY)] == before
    assert all((lake / one.file.path).is_file() for positions in before for one in positions)
    again = plan_purge(engine, settings=settings, retention=retention)
    assert (again.objects, again.left, again.archives) == ((), (), {})
    with reading(engine) as connection:
        (row,) = connection.execute(select(PurgeRow.__table__)).mappings()
    assert (row["object_count"], row["ended_at"], row["settings"]["object_retention_days"]) == (2, NOW, 60)
    thinned = thinned_positions(engine, "enrolment", as_of=MIDDLE, thinned_before=retention.thinned_before)
    assert [(one.position_date, one.purged) for one in thinned] == [(MIDDLE, True)]


def test_a_kept_release_holds_its_objects(engine: Engine, lake: Path, settings: Settings, retention: Retention) -> None:
    put(engine, lake, MIDDLE, number=1)
    publish(engine, MIDDLE, at=NOW - timedelta(days=200))
    put(engine, lake, JANUARY, number=2)
    publish(engine, JANUARY, at=NOW - timedelta(days=199))
    put(engine, lake, JANUARY, number=3, revision=1)
    publish(engine, JANUARY, at=NOW - timedelta(days=198))
    assert plan_purge(engine, settings=settings, retention=retention).objects == ()
    late = replace(retention, now=NOW + timedelta(days=300))
    assert [one.id for one in plan_purge(engine, settings=settings, retention=late).objects] == [1]  # month ends stay


def test_a_killed_purge_is_finished_by_the_next(
    engine: Engine, lake: Path, settings: Settings, retention: Retention
) -> None:
    put(engine, lake, JANUARY, number=2)
    put(engine, lake, JANUARY, number=3, revision=1)
    plan = plan_purge(engine, settings=settings, retention=retention)
    mark_purged(engine, objects=plan.objects, archives=plan.archives, retention=retention)  # and then killed
    again = plan_purge(engine, settings=settings, retention=retention)
    assert (again.objects, len(again.left), again.archives) == ((), 1, plan.archives)
    purge(engine, again, settings=settings, now=NOW)
    assert len(list(files(lake))) == 1
    assert len(list(files(lake.parent / "archive"))) == 1


def test_archives_that_are_needed_stay(engine: Engine, lake: Path, settings: Settings, retention: Retention) -> None:
    old, newest = put(engine, lake, JANUARY, number=1), put(engine, lake, TODAY, number=2)
    put(engine, lake, JANUARY, feed="eligible", branch="BPS", number=3)
    put(engine, lake, TODAY, feed="eligible", branch="BPS", number=4)
    unsettled = {}
    for number, branch in enumerate(("K05", "K06", "K07", "K08"), start=50):
        delivery = replace(POSITION, branch=branch, number=number)
        keep_bytes(lake, delivery)
        unsettled[branch] = register(engine, delivery.arrival()).id
    finalise_submission(engine, unsettled["K06"], verdict=Verdict(status=Status.HELD, reason_code="X"), at=NOW)
    fail(engine, unsettled["K07"], fault="disk", max_attempts=1, at=NOW)
    finalise_submission(engine, unsettled["K08"], verdict=Verdict(status=Status.REFUSED, reason_code="X"), at=NOW)
    plan = plan_purge(engine, settings=settings, retention=retention)
    gone = {get(engine, old).sha256, get(engine, unsettled["K08"]).sha256}
    assert plan.archives == dict.fromkeys(gone, len(b"as delivered"))
    young = replace(retention, archive=1000)
    assert plan_purge(engine, settings=settings, retention=young).archives == {}
    purge(engine, plan, settings=settings, now=NOW)
    assert archive_purged_at(engine, get(engine, old).sha256) == NOW
    assert archive_purged_at(engine, get(engine, newest).sha256) is None
    assert not any(archive_path(lake.parent / "archive", sha256).exists() for sha256 in gone)
    assert len(list(files(lake.parent / "archive"))) == 6


def test_purged_rows_come_into_force_only_when_they_were_made_again(
    engine: Engine, lake: Path, settings: Settings, retention: Retention
) -> None:
    sources, figures = Sources.of(settings), FigureSettings.of(settings)
    basis = partial(read_inputs, engine, as_of=JANUARY, today=TODAY, sources=sources, settings=figures)
    first = put(engine, lake, JANUARY, number=1)
    second = put(engine, lake, JANUARY, number=2, revision=1)
    purge(engine, plan_purge(engine, settings=settings, retention=retention), settings=settings, now=NOW)
    assert purged_submissions(engine) == {first}
    refused = Verdict(status=Status.REFUSED, reason_code="X", contract_version="1")
    replace_verdict(engine, second, lake=lake, verdict=refused, object_file=None, at=NOW)
    assert get(engine, first).status is Status.ACCEPTED
    with pytest.raises(PositionPurged, match="ucj reprocess S000001"):
        basis()
    delivery = replace(POSITION, position_date=JANUARY, number=1)
    made = write_object(enrolment_frame(1), lake=lake, feed="enrolment", branch="K01", position_date=JANUARY)
    replace_verdict(engine, first, lake=lake, verdict=delivery.verdict(), object_file=made, at=NOW)
    assert [one.submission_id for one in live_positions(engine, "enrolment", as_of=JANUARY)] == [first]
    assert basis().object_ids == (1,)
    assert month_positions(engine, "enrolment", until=JANUARY)[0].object_id == 1


def test_a_file_that_two_objects_share_stays_for_the_other(
    engine: Engine, lake: Path, settings: Settings, retention: Retention
) -> None:
    one = replace(POSITION, position_date=JANUARY, number=1)
    other = replace(one, revision=1, number=1)
    submissions = [register(engine, delivery.arrival()) for delivery in (one, other)]
    for submission, delivery in zip(submissions, (one, other), strict=True):
        load(engine, lake, delivery, submission)
    plan = plan_purge(engine, settings=settings, retention=retention)
    assert [old.id for old in plan.objects] == [1]
    purge(engine, plan, settings=settings, now=NOW)
    (position,) = live_positions(engine, "enrolment", as_of=JANUARY)
    assert (lake / position.file.path).is_file()
