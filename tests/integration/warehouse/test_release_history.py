"""What a release tells of those before it: everything up to its own moment, and nothing that came after."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tasks.publish.notes.told import EarlierRelease
from tasks.publish.release.history import earlier_releases
from tests.integration.warehouse.deliveries import NOON
from warehouse.catalogue.runs import start_run
from warehouse.releases.decisions import promote_release, roll_back, withdraw_release
from warehouse.releases.releases import record_release

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def release(engine: Engine, name: str, as_of: date, *, minutes: int, draft: bool = False) -> str:
    return record_release(
        engine,
        release_id=f"{as_of}-{name * 12}",
        as_of=as_of,
        content_sha256=name * 64,
        inputs_sha256=name * 64,
        run_id=1,
        object_ids=[],
        at=at(minutes),
        drafted_by="Sari" if draft else None,
    ).id


@pytest.fixture
def engine_with_run(engine: Engine, lake: Path) -> Engine:
    start_run(engine, as_of=JANUARY, at=NOON)
    return engine


def test_releases_are_told_newest_first_with_what_was_decided_until_then(engine_with_run: Engine) -> None:
    engine = engine_with_run
    first = release(engine, "a", JANUARY, minutes=1)
    second = release(engine, "b", JANUARY, minutes=2)
    third = release(engine, "c", FEBRUARY, minutes=3)
    withdraw_release(engine, first, by="Sari", why="salah kolom", at=at(10))
    roll_back(engine, by="Sari", why="angka diragukan", at=at(20))
    withdrawn = EarlierRelease(id=first, as_of=JANUARY, standing="withdrawn", reason="salah kolom")
    revision = EarlierRelease(id=second, as_of=JANUARY, standing="published", revises=first)
    newest = EarlierRelease(id=third, as_of=FEBRUARY, standing="published")
    rolled_back = EarlierRelease(id=third, as_of=FEBRUARY, standing="rolled_back", reason="angka diragukan")
    assert earlier_releases(engine, until=at(30)) == [rolled_back, revision, withdrawn]
    assert earlier_releases(engine, until=at(15)) == [newest, revision, withdrawn]
    before = EarlierRelease(id=first, as_of=JANUARY, standing="published")
    assert earlier_releases(engine, until=at(3)) == [revision, before]
    assert earlier_releases(engine, until=at(1)) == []
    assert earlier_releases(engine, until=None) == earlier_releases(engine, until=at(30))


def test_a_draft_is_told_once_it_was_promoted(engine_with_run: Engine) -> None:
    engine = engine_with_run
    draft = release(engine, "d", FEBRUARY, minutes=1, draft=True)
    promote_release(engine, draft, by="Sari", why="diperiksa", at=at(10))
    assert earlier_releases(engine, until=at(5)) == []
    assert earlier_releases(engine, until=None) == [EarlierRelease(id=draft, as_of=FEBRUARY, standing="published")]
