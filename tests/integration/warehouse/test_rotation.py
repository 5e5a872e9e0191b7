"""The key is rotated: figures, history and recognition of people stay, and a kill leaves one state or the other."""

import hashlib
import hmac
import shutil
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine, text

from settings import Settings
from tasks.conform.conform import conform
from tasks.conform.current_key import key_in_use
from tasks.conform.key_file import read_key
from tasks.load import load as loading
from tasks.operations.doctor.finding import Health
from tasks.operations.doctor.installation.key import check_key
from tasks.operations.identity.recover import make_ready
from tasks.operations.identity.rotate import NoRoom, NothingToRotate, plan_rotation, rotate_key
from tests.forked import FORKS
from tests.integration.disturbed import Moment, acting, die
from tests.integration.ingest.home import NOW
from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.crashing import PATIENCE_SECONDS, at_moment, watched
from tests.integration.warehouse.people import DECEMBER, FEBRUARY, JANUARY, Home, assert_same, copied, home_at, nik
from warehouse.catalogue.runs import start_run
from warehouse.catalogue.transactions import writing
from warehouse.errors import KeysMixed, LakeObjectCorrupt, WrongKey
from warehouse.lake.cache import cache_of
from warehouse.lake.key_registry import current_key_id, known_keys
from warehouse.lake.objects import key_id_in
from warehouse.lake.person_objects import objects_with_ids
from warehouse.releases.releases import record_release
from warehouse.submissions.restated import dates_restated


def rotate(home: Home) -> str:
    done = rotate_key(home.engine, home.settings, now=datetime.now(UTC), progress=lambda *_: None)
    assert done.key_id is not None
    return done.key_id


def publish(home: Home) -> None:
    """January's release, as a run records it."""
    tied = [one.object_id for one in objects_with_ids(home.engine) if one.live and one.position_date == JANUARY]
    tied += [one.object_id for one in objects_with_ids(home.engine) if one.branch == "K02" and one.live]
    run = start_run(home.engine, as_of=JANUARY, at=NOW)
    record_release(
        home.engine,
        release_id="r",
        as_of=JANUARY,
        content_sha256="0" * 64,
        inputs_sha256=home.inputs(JANUARY),
        run_id=run.id,
        object_ids=tied,
        at=NOW,
    )


def test_figures_history_and_recognition_stay(home: Home, control: Home) -> None:
    publish(home)
    before, inputs, files = home.tables(JANUARY), home.inputs(JANUARY), home.files()
    first = current_key_id(home.engine)

    second = rotate(home)
    assert_same(home.tables(JANUARY), before)
    assert home.inputs(JANUARY) == inputs
    assert dates_restated(home.engine) == []
    home.assert_whole()
    assert not {path for path in files & home.files() if path.startswith(("enrolment", "benefit"))}
    assert [(one.key_id, one.is_current) for one in known_keys(home.engine)] == [(first, False), (second, True)]
    kept = objects_with_ids(home.engine)
    assert {one.file.key_id for one in kept} == {second}
    assert {key_id_in(home.settings.path("lake") / one.file.path) for one in kept} == {second}

    rotate(home)
    for one in (home, control):
        one.go_on()
    assert_same(home.tables(FEBRUARY), control.tables(FEBRUARY))
    movement = home.tables(FEBRUARY)["ucj_movement"].filter(
        pl.col("region_code") == "72.05", pl.col("basis") == "nik", pl.col("compared_with") == JANUARY
    )
    assert (movement["new"].item(), movement["returned"].item()) == (None, 2)  # the history is too short for new people


def test_nothing_derived_from_the_old_key_stays(home: Home) -> None:
    with cache_of(home.settings.home).writing("people", {"objects": []}) as folder:
        (folder / "everything.arrow").write_bytes(b"ids under the old key")
    rotate(home)
    assert not home.settings.path("derived").exists()


def test_ids_are_one_step_further_by_the_standard_library(home: Home) -> None:
    rotate(home)
    key = read_key(home.settings.key_path)
    assert key is not None
    found = f"person|{nik(3)}"
    for secret in key.secrets:
        found = hmac.new(secret.encode(), found.encode(), hashlib.sha256).hexdigest()[:32]
    (position,) = [o for o in objects_with_ids(home.engine) if (o.branch, o.position_date) == ("K01", DECEMBER)]
    rows = pl.read_parquet(home.settings.path("lake") / position.file.path)
    assert rows.filter(pl.col("person_id") == bytes.fromhex(found))["row_no"].to_list() == [4]
    assert rows["row_no"].sort().to_list() == list(range(2, 23))


def test_objects_from_before_a_column_came_are_rotated_without_it(
    home: Home, control: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        loading, "conform", lambda frame, **named: conform(frame, **named).drop("employer_id", strict=False)
    )
    for one in (home, control):
        one.go_on()
    rotate(home)
    home.assert_whole()
    columns = {
        one.position_date: pl.read_parquet_schema(home.settings.path("lake") / one.file.path)
        for one in objects_with_ids(home.engine)
        if one.feed == "enrolment"
    }
    assert "employer_id" not in columns[FEBRUARY]
    assert "employer_id" in columns[JANUARY]
    tables = home.tables(FEBRUARY)
    assert_same(tables, control.tables(FEBRUARY))
    assert tables["ucj_employer"]["employers"].null_count() == tables["ucj_employer"].height


def test_the_dry_run_writes_nothing(home: Home) -> None:
    before = home.files()
    plan = plan_rotation(home.engine, home.settings)
    assert (plan.objects, plan.rows, plan.missing) == (5, 21 + 19 + 20 + 20 + 2, 0)
    assert plan.bytes == sum(one.file.bytes for one in objects_with_ids(home.engine))
    assert home.files() == before
    assert len(read_key(home.settings.key_path).secrets) == 1  # type: ignore[union-attr]


def test_a_wrong_or_missing_key_stops_everything(home: Home) -> None:
    path = home.settings.key_path
    right = path.read_text()
    path.write_text("ab" * 32)
    for what, wrong in (("holds another key", "ab" * 32), ("is missing", None)):
        if wrong is None:
            path.unlink()
        with pytest.raises(WrongKey, match=what):
            key_in_use(home.engine, path)
        with pytest.raises(WrongKey, match=what):
            make_ready(home.settings)
        assert next(check_key(home.settings)).health is Health.FAIL
        assert path.exists() == (wrong is not None)  # no key is made in its place
    path.write_text(right)
    path.chmod(0o600)
    make_ready(home.settings)
    assert {one.health for one in check_key(home.settings)} == {Health.OK}


def test_a_chain_without_its_first_key_is_a_wrong_key(home: Home) -> None:
    rotate(home)
    path = home.settings.key_path
    path.write_text(path.read_text().split()[1])
    with pytest.raises(WrongKey):
        key_in_use(home.engine, path)


def test_readers_refuse_ids_under_different_keys(home: Home) -> None:
    with writing(home.engine) as connection:
        connection.execute(text("UPDATE lake_object SET key_id = 'abcabcabcabc' WHERE feed = 'benefit'"))
    with pytest.raises(KeysMixed, match="1 under abcabcabcabc"):
        home.tables(JANUARY)
    with pytest.raises(KeysMixed):
        rotate(home)
    assert [one.health for one in check_key(home.settings)].count(Health.FAIL) == 2


def test_without_ids_there_is_nothing_to_rotate(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(NothingToRotate):
        rotate(Home(Settings(home=tmp_path), engine))


def test_a_damaged_object_or_a_full_disk_stops_it_before_anything_changed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = current_key_id(home.engine)
    one = objects_with_ids(home.engine)[0]
    place = home.settings.path("lake") / one.file.path
    content = place.read_bytes()
    place.write_bytes(content[:-1] + b"?")
    with pytest.raises(LakeObjectCorrupt):
        rotate(home)
    place.write_bytes(content)
    full = shutil.disk_usage(home.settings.home)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(NoRoom, match="10 bytes are free"):
        rotate(home)
    assert current_key_id(home.engine) == first
    make_ready(home.settings)
    home.assert_whole()


def test_a_lost_file_that_nothing_needs_does_not_block(home: Home) -> None:
    (gone,) = [one for one in objects_with_ids(home.engine) if not one.live]
    (home.settings.path("lake") / gone.file.path).unlink()
    assert plan_rotation(home.engine, home.settings).missing == 1
    rotate(home)
    rotate(home)
    assert home.tables(JANUARY)["ucj_coverage"].height


def _rotate_and_die(folder: Path, address: str, moment: Moment | int) -> None:
    home = home_at(folder, address)
    disturbance = watched(home.engine, at_moment(moment, die)) if isinstance(moment, int) else acting(moment, die)()
    with disturbance:
        rotate(home)
    home.engine.dispose()


def killed(home: Home, moment: Moment | int) -> bool:
    process = FORKS.Process(target=_rotate_and_die, args=(home.settings.home, home.settings.sqlalchemy_url, moment))
    process.start()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode in {0, -9}
    return process.exitcode == -9


def assert_one_state_then_ended(home: Home, *, first: str | None, before: dict[str, pl.DataFrame]) -> None:
    """Everything is under one key, and works with it; the next run clears up, the next rotation goes through."""
    keys = {one.file.key_id for one in objects_with_ids(home.engine)}
    assert keys == {current_key_id(home.engine)}
    assert_same(home.tables(JANUARY), before)
    make_ready(home.settings)
    home.assert_whole()
    if keys == {first}:
        rotate(home)
        home.assert_whole()
    assert len(read_key(home.settings.key_path).secrets) == 2  # type: ignore[union-attr]
    assert_same(home.tables(JANUARY), before)


ON_SQLITE = pytest.mark.nightly_on_postgresql
MOMENTS = [
    pytest.param(Moment("tasks.operations.identity.rotate:add_step", after=True), marks=ON_SQLITE),
    pytest.param(Moment("warehouse.lake.rewrite:store", 3, after=True), marks=ON_SQLITE),
    Moment("tasks.operations.identity.rotate:switch_key_in", after=True),
    pytest.param(Moment("tasks.operations.identity.rotate:remove_replaced"), marks=ON_SQLITE),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_killed_then_one_state_or_the_other(home: Home, moment: Moment) -> None:
    first, before = current_key_id(home.engine), home.tables(JANUARY)
    assert killed(home, moment)
    assert_one_state_then_ended(home, first=first, before=before)


@pytest.mark.nightly
def test_a_rotation_killed_at_every_moment_is_finished_later(
    begun: Home, tmp_path: Path, catalogues: Catalogues
) -> None:
    with copied(begun, tmp_path / "untouched", catalogues) as home:
        first, before = current_key_id(home.engine), home.tables(JANUARY)
    for number in count(1):
        with copied(begun, tmp_path / f"{number}", catalogues) as home:
            died = killed(home, number)
            assert_one_state_then_ended(home, first=first, before=before)
        if not died:
            break
    assert number > 20
