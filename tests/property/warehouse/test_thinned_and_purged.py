"""Thinning and purges: any order of arrival tells the same, and no date that can be measured again changes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import Engine

from settings import Settings
from tasks.measure.fingerprint import inputs_sha256
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import Sources, read_inputs
from tasks.operations.purge.purge import plan_purge, purge, retention_of
from tests.integration.warehouse.deliveries import Delivery, deliver
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.runs import start_run
from warehouse.dimensions.regions import load_regions
from warehouse.releases.releases import list_releases, objects_of, record_release
from warehouse.retention.due import Retention
from warehouse.submissions.lookup import get
from warehouse.submissions.positions import LivePosition, live_positions, month_positions, thinned_positions

TODAY, NOW = date(2026, 6, 15), datetime(2026, 6, 15, 3, tzinfo=UTC)
THINNED_BEFORE = TODAY - timedelta(days=90)  # 17 March
MARCH = date(2026, 3, 31)
DATES = (date(2026, 1, 10), date(2026, 1, 31), date(2026, 3, 5), date(2026, 3, 16), date(2026, 3, 20), date(2026, 6, 1))
LOOKS = (date(2026, 1, 15), date(2026, 1, 31), date(2026, 3, 18), MARCH, TODAY)
keys = st.lists(
    st.tuples(st.sampled_from(("K01", "K02")), st.sampled_from(DATES), st.integers(0, 2)),
    unique=True, min_size=1, max_size=7,
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "warehouse.db"
    open_catalogue(f"sqlite:///{path}").dispose()
    return path


@contextmanager
def fresh(template: Path) -> Iterator[tuple[Engine, Settings]]:
    with TemporaryDirectory() as folder:
        engine = open_catalogue(f"sqlite:///{shutil.copy(template, folder)}")
        yield engine, Settings(home=Path(folder), retention={"object_days": 0, "release_days": 0})
        engine.dispose()


def made(wanted: list[tuple[str, date, int]]) -> list[Delivery]:
    return [
        Delivery(feed="enrolment", branch=branch, position_date=day, revision=revision, number=number + 4)
        for number, (branch, day, revision) in enumerate(wanted)
    ]


def naive_newest(deliveries: list[Delivery], *, as_of: date) -> dict[str, tuple[date, int]]:
    """By the words of the rule: of old positions the last of a month, of what is left the newest, its highest _R."""
    newest: dict[str, tuple[date, int]] = {}
    for branch in {one.branch for one in deliveries}:
        days = {one.position_date for one in deliveries if one.branch == branch}
        last = {
            max(day for day in days if (day.year, day.month) == month) for month in {(d.year, d.month) for d in days}
        }
        kept = [day for day in days if day <= as_of and (day >= THINNED_BEFORE or day in last)]
        if kept:
            slot = [one.revision for one in deliveries if (one.branch, one.position_date) == (branch, max(kept))]
            newest[branch] = (max(kept), max(slot))
    return newest


def read(engine: Engine, settings: Settings, day: date) -> str:
    """A name for everything that decides the figures of a date, having seen that every row of it is there."""
    sources, figures = Sources.of(settings), FigureSettings.of(settings)
    basis = read_inputs(engine, as_of=day, today=TODAY, sources=sources, settings=figures)
    assert all(one.path.is_file() for one in (*basis.positions, *basis.past.history))
    return inputs_sha256(basis, as_of=day, regions=load_regions(), settings=figures)


@effort(max_examples=6)
@given(orders=keys.flatmap(lambda wanted: st.tuples(st.just(made(wanted)), st.permutations(made(wanted)))))
def test_any_order_is_thinned_alike(template: Path, orders: tuple[list[Delivery], list[Delivery]]) -> None:
    deliveries, shuffled = orders
    with fresh(template) as (engine, settings), fresh(template) as (other, other_settings):
        for delivery in deliveries:
            deliver(engine, settings.path("lake"), delivery)
        for delivery in shuffled:
            deliver(other, other_settings.path("lake"), delivery)
        for day in LOOKS:
            found = live_positions(other, "enrolment", as_of=day, thinned_before=THINNED_BEFORE)
            assert {one.branch: (one.position_date, revision_of(other, one)) for one in found} == naive_newest(
                deliveries, as_of=day
            )
            assert read(engine, settings, day) == read(other, other_settings, day)
            thinned = thinned_positions(other, "enrolment", as_of=day, thinned_before=THINNED_BEFORE)
            plain = {one.branch: one.position_date for one in live_positions(other, "enrolment", as_of=day)}
            kept = {one.branch: one.position_date for one in found}
            assert {one.branch for one in thinned} == {branch for branch in plain if plain[branch] != kept.get(branch)}


@effort(max_examples=6)
@given(wanted=keys, purges=st.sets(st.integers(0, 6)), published=st.sets(st.integers(0, 6)))
def test_purges_change_nothing_that_can_be_measured(
    template: Path, wanted: list[tuple[str, date, int]], purges: set[int], published: set[int]
) -> None:
    with fresh(template) as (engine, settings), fresh(template) as (other, other_settings):
        lake, later = settings.path("lake"), NOW
        for number, delivery in enumerate(made(wanted)):
            deliver(engine, lake, delivery)
            deliver(other, other_settings.path("lake"), delivery)
            if number in published:
                publish(engine, MARCH, number=number)
            if number in purges:
                later += timedelta(days=1)
                retention = retention_of(settings, today=TODAY, now=later)
                plan = plan_purge(engine, settings=settings, retention=retention)
                purge(engine, plan, settings=settings, now=later)
        for day in LOOKS:
            assert read(engine, settings, day) == read(other, other_settings, day)
        names = [month_positions(one, "enrolment", until=TODAY) for one in (engine, other)]
        assert [one.file for one in names[0]] == [one.file for one in names[1]]
        tied = {number for release in list_releases(engine) for number in objects_of(engine, release.id)}
        assert not tied & {one.id for one in plan_purge(engine, settings=settings, retention=far(settings)).objects}


def revision_of(engine: Engine, position: LivePosition) -> int:
    return get(engine, position.submission_id).revision


def publish(engine: Engine, as_of: date, *, number: int) -> None:
    record_release(
        engine,
        release_id=f"{as_of}-{number}",
        as_of=as_of,
        content_sha256="0" * 64,
        inputs_sha256=f"{number}",
        run_id=start_run(engine, as_of=as_of, at=NOW).id,
        object_ids=[one.object_id for one in live_positions(engine, "enrolment", as_of=as_of)],
        at=NOW,
    )


def far(settings: Settings) -> Retention:
    return retention_of(settings, today=TODAY, now=NOW + timedelta(days=5000))
