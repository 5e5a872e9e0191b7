"""The catalogue and its runs, each broken for real."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import create_engine

from settings import Settings
from tasks.operations.doctor.deliveries.runs import check_runs
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.stored.database import check_database
from tests.unit.operations.doctor.conftest import Failing
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.migrate import downgrade, revisions
from warehouse.catalogue.runs import finish_run, start_run
from warehouse.catalogue.sqlite import SqliteBackend
from warehouse.records import RunState


def file_of(home: Path) -> Path:
    return home / "warehouse.db"


def run(state: RunState, *, ago: timedelta = timedelta(hours=1)) -> None:
    engine = open_catalogue(Settings().sqlalchemy_url)
    begun = datetime.now(UTC) - ago
    entered = start_run(engine, as_of=date(2026, 1, 31), at=begun)
    if state is not RunState.RUNNING:
        finish_run(engine, entered.id, state=state, at=begun)
    engine.dispose()


def told(found: list[HealthFinding]) -> list[tuple[Health, str]]:
    return [(one.health, one.says) for one in found]


def test_a_new_home_has_neither_tables_nor_runs(failing: Failing) -> None:
    assert told(failing(check_database)) == [(Health.WARN, "There are no tables yet.")]
    assert told(failing(check_runs)) == [(Health.WARN, "there was no run yet.")]


def test_doctor_finds_nothing_in_a_sound_catalogue(failing: Failing) -> None:
    run(RunState.COMPLETED)
    assert failing(check_database) == []
    assert failing(check_runs) == []


def test_tables_of_an_earlier_and_of_a_later_version(home: Path, failing: Failing) -> None:
    engine = open_catalogue(Settings().sqlalchemy_url)
    downgrade(engine, revision=revisions()[-2].id)
    engine.dispose()
    (found,) = failing(check_database)
    assert (found.health, "ucj db upgrade" in found.do) == (Health.FAIL, True)
    with closing(sqlite3.connect(file_of(home))) as catalogue:
        catalogue.execute("UPDATE alembic_version SET version_num = '9999'")
        catalogue.commit()
    (found,) = failing(check_database)
    assert found.says == "The tables are those of a later version."


def test_a_table_that_was_changed(home: Path, failing: Failing) -> None:
    run(RunState.COMPLETED)
    with closing(sqlite3.connect(file_of(home))) as catalogue:
        catalogue.execute("ALTER TABLE run ADD COLUMN colour TEXT")
        catalogue.commit()
    assert any("colour" in one.says for one in failing(check_database))


def test_doctor_finds_a_damaged_catalogue(home: Path, failing: Failing) -> None:
    run(RunState.COMPLETED)
    with closing(sqlite3.connect(file_of(home))) as catalogue:
        catalogue.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        catalogue.execute("PRAGMA journal_mode = DELETE")
        (page,) = catalogue.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_submission_sha256'").fetchone()
    with file_of(home).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 64)
    (found,) = failing(check_database)
    assert (found.health, "damaged" in found.says) == (Health.FAIL, True)


def test_doctor_finds_a_catalogue_without_write_ahead_log(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    with engine.connect() as connection:
        (found,) = SqliteBackend().problems(connection)
    engine.dispose()
    assert found.serious
    assert "'delete'" in found.says


@pytest.mark.parametrize(
    "address", ["postgresql://u:geheim@127.0.0.1:1/ucj", "mysql://u:geheim@db/ucj", "u:geheim@nowhere"]
)
def test_a_database_that_is_away(failing: Failing, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("UCJ_DATABASE_URL", address)
    (found,) = failing(check_database)
    assert found.health is Health.FAIL
    assert "UCJ_DATABASE_URL" in found.says + found.do
    assert "geheim" not in str(found)
    assert failing(check_runs) == []  # told once


@pytest.mark.parametrize(
    ("state", "health", "says"),
    [
        (RunState.FAILED, Health.WARN, "did not end well"),
        (RunState.RUNNING, Health.WARN, "did not end well"),  # the lock is free: it was killed
        (RunState.GATED, Health.FAIL, "the gate held the release"),
    ],
)
def test_a_run_that_did_not_end_well(failing: Failing, state: RunState, health: Health, says: str) -> None:
    run(RunState.COMPLETED)
    run(state)
    (found,) = failing(check_runs)
    assert (found.health, says in found.says) == (health, True)


def test_a_run_that_is_under_way(home: Path, failing: Failing) -> None:
    run(RunState.COMPLETED, ago=timedelta(hours=20))
    with FileLock(home / ".run.lock"):
        run(RunState.RUNNING)
        assert failing(check_runs) == []
        run(RunState.RUNNING, ago=timedelta(hours=13))
        assert "is under way since" in failing(check_runs)[0].says


def test_no_good_run_for_long(failing: Failing) -> None:
    run(RunState.COMPLETED, ago=timedelta(hours=40))
    (found,) = failing(check_runs)
    assert (found.health, "1 d 16 h ago" in found.says, "ucj serve" in found.do) == (Health.WARN, True, True)
