"""What only SQLite has: its settings, its files, its lock."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from tests.integration.warehouse.deliveries import Delivery
from warehouse.catalogue import sqlite
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import CatalogueBusy, UcjError
from warehouse.submissions.lookup import list_submissions
from warehouse.submissions.submissions import register


@pytest.fixture
def on_sqlite(sqlite_file: Path) -> Iterator[Engine]:
    engine = open_catalogue(f"sqlite:///{sqlite_file}")
    yield engine
    engine.dispose()


def test_pragmas_hold_on_every_connection(on_sqlite: Engine) -> None:
    with reading(on_sqlite) as first, reading(on_sqlite) as second:
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


def test_the_write_lock_is_taken_at_the_start(on_sqlite: Engine, sqlite_file: Path) -> None:
    with (
        writing(on_sqlite),
        closing(sqlite3.connect(sqlite_file, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_held_lock_is_explained(sqlite_file: Path) -> None:
    engine = create_engine(f"sqlite:///{sqlite_file}", connect_args={"timeout": 0})
    sqlite.configure(engine)
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CatalogueBusy, match="wait for its run") as caught:
            register(engine, Delivery().arrival())
        assert isinstance(caught.value, UcjError)
        assert list_submissions(engine) == []
    assert register(engine, Delivery().arrival()).id == 1
    engine.dispose()
