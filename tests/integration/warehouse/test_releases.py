"""Releases: found by their inputs, entered once, one of them current."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from tests.integration.warehouse.deliveries import NOON, Delivery, deliver, digest
from warehouse.catalogue.runs import start_run
from warehouse.catalogue.transactions import reading
from warehouse.errors import ReleaseConflict, ReleaseUnknown
from warehouse.models.models import ReleaseRevision
from warehouse.releases.releases import (
    Release,
    current_release,
    find_release,
    list_releases,
    make_current,
    objects_of,
    record_release,
)

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)


@pytest.fixture
def run_id(engine: Engine) -> int:
    return start_run(engine, as_of=JANUARY, at=NOON).id


def record(
    engine: Engine,
    as_of: date,
    content: str,
    *,
    inputs: str = "i",
    objects: tuple[int, ...] = (),
    minutes: int = 0,
    always: bool = False,
) -> Release:
    return record_release(
        engine,
        release_id=f"{as_of}-{content}",
        as_of=as_of,
        content_sha256=digest(content),
        inputs_sha256=digest(inputs),
        run_id=1,
        object_ids=objects,
        at=NOON + timedelta(minutes=minutes),
        make_current=always,
    )


def current_id(engine: Engine) -> str | None:
    current = current_release(engine)
    return None if current is None else current.id


def test_a_recorded_release_is_found_again(engine: Engine, lake: Path, run_id: int) -> None:
    for branch in ("K01", "K02"):
        deliver(engine, lake, Delivery(branch=branch))
    release = record(engine, JANUARY, "a", objects=(2, 1, 2))
    assert release == Release(
        id="2026-01-31-a",
        as_of=JANUARY,
        content_sha256=digest("a"),
        inputs_sha256=digest("i"),
        run_id=run_id,
        created_at=NOON,
        is_current=True,
        facts_run_id=1,
    )
    assert find_release(engine, as_of=JANUARY, inputs_sha256=digest("i")) == release
    assert find_release(engine, as_of=FEBRUARY, inputs_sha256=digest("i")) is None
    assert find_release(engine, as_of=JANUARY, inputs_sha256=digest("j")) is None
    assert objects_of(engine, release.id) == [1, 2]


def test_the_same_again_changes_nothing(engine: Engine, run_id: int) -> None:
    release = record(engine, JANUARY, "a")
    assert record(engine, JANUARY, "a", minutes=9) == release
    assert list_releases(engine) == [release]


def test_other_inputs_of_the_same_content(engine: Engine, lake: Path, run_id: int) -> None:
    for branch in ("K01", "K02"):
        deliver(engine, lake, Delivery(branch=branch))
    record(engine, JANUARY, "a", inputs="i", objects=(1,))
    record(engine, JANUARY, "a", inputs="j", objects=(2,), minutes=9)
    found = find_release(engine, as_of=JANUARY, inputs_sha256=digest("j"))
    assert found is not None
    assert found.created_at == NOON
    assert find_release(engine, as_of=JANUARY, inputs_sha256=digest("i")) is None
    assert objects_of(engine, found.id) == [2]


def test_a_release_never_changes(engine: Engine, run_id: int) -> None:
    release = record(engine, JANUARY, "a")
    with pytest.raises(ReleaseConflict):
        record_release(
            engine,
            release_id=release.id,
            as_of=JANUARY,
            content_sha256=digest("b"),
            inputs_sha256=digest("i"),
            run_id=1,
            object_ids=(),
            at=NOON,
        )
    assert list_releases(engine) == [release]


def test_current_never_goes_back_in_time_by_itself(engine: Engine, run_id: int) -> None:
    assert current_id(engine) is None
    record(engine, JANUARY, "a", minutes=1)
    record(engine, JANUARY, "b", inputs="j", minutes=2)
    assert current_id(engine) == "2026-01-31-b"
    record(engine, FEBRUARY, "a", minutes=3)
    assert not record(engine, JANUARY, "c", inputs="k", minutes=4).is_current
    assert current_id(engine) == "2026-02-28-a"
    assert [release.id[5:] for release in list_releases(engine)] == ["01-31-a", "01-31-b", "01-31-c", "02-28-a"]
    assert record(engine, JANUARY, "d", inputs="l", minutes=5, always=True).is_current
    assert current_id(engine) == "2026-01-31-d"


def test_making_an_earlier_release_current(engine: Engine, run_id: int) -> None:
    january, february = record(engine, JANUARY, "a"), record(engine, FEBRUARY, "a")
    assert not make_current(engine, january.id).is_current
    assert make_current(engine, january.id, always=True).is_current
    assert [release.is_current for release in list_releases(engine)] == [True, False]
    assert make_current(engine, february.id).is_current
    with pytest.raises(ReleaseUnknown, match="2020-01-01-x"):
        make_current(engine, "2020-01-01-x")
    assert current_id(engine) == february.id


def test_a_release_names_the_one_it_revises(engine: Engine, run_id: int) -> None:
    record(engine, JANUARY, "a")
    record(engine, FEBRUARY, "b", minutes=1)
    record(engine, JANUARY, "c", minutes=2)
    record(engine, JANUARY, "d", minutes=3)
    record(engine, JANUARY, "a", minutes=4)  # known: it revises nothing
    with reading(engine) as connection:
        stored = connection.execute(select(ReleaseRevision.release_id, ReleaseRevision.revised_release_id))
        pairs = {new[-1]: old[-1] for new, old in stored}
    assert pairs == {"c": "a", "d": "c"}
