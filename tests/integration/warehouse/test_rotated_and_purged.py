"""Key rotation and erasure after a purge, and who may read what they leave behind."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from settings import RetentionSettings
from tasks.operations.identity.erase import erase_people
from tasks.operations.identity.rotate import rotate_key
from tasks.operations.purge.purge import plan_purge, purge, retention_of
from tests.integration.ingest.home import NOW
from tests.integration.permissions import GROUP, OTHERS, readable_by, writable
from tests.integration.warehouse.people import JANUARY, Home, assert_same, nik
from warehouse.lake.key_registry import current_key_id
from warehouse.lake.person_objects import objects_with_ids

LATER = NOW + timedelta(days=200)


@pytest.fixture
def ordinary_umask() -> Iterator[None]:
    """As most systems have it: what does not say otherwise, all may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def purge_what_was_replaced(home: Home) -> None:
    settings = home.settings.model_copy(update={"retention": RetentionSettings(object_days=60, archive_days=60)})
    retention = retention_of(settings, today=LATER.date(), now=LATER)
    plan = plan_purge(home.engine, settings=settings, retention=retention)
    assert [one.why for one in plan.objects] == ["out of force"]
    purge(home.engine, plan, settings=settings, now=LATER)


def rotate(home: Home) -> None:
    rotate_key(home.engine, home.settings, now=datetime.now(UTC), progress=lambda *_: None)


def erase(home: Home) -> int:
    erased = erase_people(
        home.engine,
        home.settings,
        niks=(nik(17), nik(1)),
        reason="permintaan 12/2026",
        actor="operator",
        now=datetime.now(UTC),
        progress=lambda *_: None,
    )
    return erased.rows


def test_rotation_leaves_alone_what_was_purged(home: Home) -> None:
    before, first = home.tables(JANUARY), current_key_id(home.engine)
    purge_what_was_replaced(home)
    rotate(home)
    assert current_key_id(home.engine) != first
    assert {one.file.key_id for one in objects_with_ids(home.engine)} == {current_key_id(home.engine)}
    home.assert_whole()
    assert_same(home.tables(JANUARY), before)


def test_erasure_after_a_purge_and_a_rotation(home: Home) -> None:
    purge_what_was_replaced(home)
    rotate(home)
    assert erase(home) == 6  # of the eight, two were in what was replaced
    home.assert_whole()
    assert erase(home) == 0


def test_nobody_else_may_read_what_was_rewritten(ordinary_umask: None, home: Home) -> None:
    rotate(home)
    erase(home)
    assert readable_by(home.settings.home, GROUP | OTHERS) <= {"inbox", "branches.csv", "outbox"}
    assert {path.relative_to(home.settings.home).parts[0] for path in writable(home.settings.home)} <= {"inbox"}
    assert home.settings.key_path.stat().st_mode & 0o777 == 0o600
