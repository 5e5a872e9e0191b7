"""The SQLite catalogue: durable, private, readers never wait for a writer."""

import multiprocessing
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, TextClause, create_engine, text
from sqlalchemy.exc import IntegrityError

from tests.integration.warehouse.deliveries import Delivery
from warehouse import sqlite
from warehouse.engine import open_catalogue
from warehouse.errors import CatalogueBusy, UcjError
from warehouse.migrate import stored_revision
from warehouse.submissions import list_submissions, register
from warehouse.transactions import reading, writing


def test_pragmas_hold_on_every_connection(engine: Engine) -> None:
    with reading(engine) as first, reading(engine) as second:
        for connection in (first, second):
            values = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
            assert values == ["wal", 2, 1, 60_000]


def test_files_are_private(tmp_path: Path) -> None:
    home = tmp_path / "with space %" / "home"
    engine = open_catalogue(f"sqlite:///{home / 'warehouse.db'}")
    register(engine, Delivery().arrival())
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()}
    assert modes == {"warehouse.db": 0o600, "warehouse.db-wal": 0o600, "warehouse.db-shm": 0o600}
    engine.dispose()


def test_readers_see_their_moment_while_a_writer_works(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO dim_branch VALUES ('K01', 'Palu', '', '[]', '[]')"))
        with reading(engine) as reader:
            assert reader.scalar(text("SELECT count(*) FROM dim_branch")) == 0
            connection.commit()
            assert reader.scalar(text("SELECT count(*) FROM dim_branch")) == 0
    with reading(engine) as reader:
        assert reader.scalar(text("SELECT count(*) FROM dim_branch")) == 1


def test_a_failed_block_leaves_nothing(engine: Engine) -> None:
    twice = text("INSERT INTO dim_branch VALUES ('K01', 'Palu', '', '[]', '[]')")
    with pytest.raises(IntegrityError):
        execute(engine, twice, twice)
    with reading(engine) as reader:
        assert reader.scalar(text("SELECT count(*) FROM dim_branch")) == 0


def execute(engine: Engine, *statements: TextClause) -> None:
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(statement)


def test_the_write_lock_is_taken_at_the_start(engine: Engine, database: Path) -> None:
    with (
        writing(engine),
        closing(sqlite3.connect(database, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_held_lock_is_explained(database: Path) -> None:
    engine = create_engine(f"sqlite:///{database}", connect_args={"timeout": 0})
    sqlite.configure(engine)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CatalogueBusy, match="wait for its run") as caught:
            register(engine, Delivery().arrival())
        assert isinstance(caught.value, UcjError)
        assert list_submissions(engine) == []
    assert register(engine, Delivery().arrival()).id == 1
    engine.dispose()


def test_other_errors_stay_what_they_are(engine: Engine) -> None:
    statement = text("INSERT INTO submission_issue VALUES (77, 'X', 'warn', '[]', 1)")
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), writing(engine) as connection:
        connection.execute(statement)


def open_and_register(url: str, revision: int) -> None:
    engine = open_catalogue(url)
    register(engine, Delivery(revision=revision).arrival())
    engine.dispose()


def test_several_processes_may_open_it_first(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'warehouse.db'}"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=open_and_register, args=(url, number)) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    engine = open_catalogue(url)
    assert [submission.id for submission in list_submissions(engine)] == [1, 2, 3]
    assert stored_revision(engine) is not None
    engine.dispose()
