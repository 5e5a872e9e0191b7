"""Which published dates rest on other positions than are in force for them by now."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from tests.integration.warehouse.deliveries import NOON, Delivery, deliver
from warehouse.catalogue.runs import start_run
from warehouse.records import Status, Verdict
from warehouse.releases.releases import record_release
from warehouse.submissions.positions import live_positions
from warehouse.submissions.reprocess import replace_verdict
from warehouse.submissions.restated import dates_restated

OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)
POSITION = Delivery(feed="enrolment", branch="K01")


def publish(engine: Engine, as_of: date) -> None:
    positions = live_positions(engine, "enrolment", as_of=as_of)
    objects = [one.object_id for one in positions] + [
        one.object_id for one in live_positions(engine, "eligible", as_of=as_of)
    ]
    run = start_run(engine, as_of=as_of, at=NOON)
    record_release(
        engine,
        release_id=f"{as_of}-{'-'.join(one.file.path for one in positions)}",
        as_of=as_of,
        content_sha256="0" * 64,
        inputs_sha256="0" * 64,
        run_id=run.id,
        object_ids=objects,
        at=NOON,
    )


def delivered(engine: Engine, lake: Path, day: date, **changes: object) -> None:
    deliver(engine, lake, replace(POSITION, position_date=day, **changes))  # type: ignore[arg-type]


def published(engine: Engine, lake: Path) -> None:
    """October and December of K01, an issuer's file, and releases of the three months."""
    delivered(engine, lake, OCTOBER, number=1)
    delivered(engine, lake, DECEMBER, number=3)
    deliver(engine, lake, Delivery(branch="BPS", position_date=OCTOBER))
    for day in (OCTOBER, NOVEMBER, DECEMBER):
        publish(engine, day)
    assert dates_restated(engine) == []


def test_a_late_file_restates_only_what_rests_on_it(engine: Engine, lake: Path) -> None:
    published(engine, lake)
    delivered(engine, lake, NOVEMBER, number=2)
    assert dates_restated(engine) == [NOVEMBER]
    publish(engine, NOVEMBER)
    assert dates_restated(engine) == []


def test_a_correction_restates_what_carried_it_forward_too(engine: Engine, lake: Path) -> None:
    published(engine, lake)
    delivered(engine, lake, OCTOBER, number=9, revision=1)
    assert dates_restated(engine) == [OCTOBER, NOVEMBER]
    delivered(engine, lake, OCTOBER, number=1, revision=2)
    assert dates_restated(engine) == []  # the content of the first is back


def test_another_branch_restates_all_later_dates(engine: Engine, lake: Path) -> None:
    published(engine, lake)
    delivered(engine, lake, NOVEMBER, branch="K02")
    assert dates_restated(engine) == [NOVEMBER, DECEMBER]


def test_a_replay_with_another_verdict_restates_a_date(engine: Engine, lake: Path) -> None:
    published(engine, lake)
    refused = Verdict(status=Status.REFUSED, reason_code="TOO_MANY_REJECTS", contract_version="1.0")
    assert replace_verdict(engine, 2, lake=lake, verdict=refused, object_file=None, at=NOON)
    assert dates_restated(engine) == [DECEMBER]


def test_without_a_release_nothing_is_restated(engine: Engine, lake: Path) -> None:
    delivered(engine, lake, OCTOBER)
    assert dates_restated(engine) == []
