"""The database of the tests' Prefect server."""

import sqlite3
from contextlib import closing
from pathlib import Path


def keep_unused() -> None:
    """Keep the tables as they are before any test, for `seed_prefect`."""
    _copy(prefect_database(), _unused())


def seed_prefect(home: Path) -> None:
    """Spare the Prefect server of a home the making of its tables."""
    (home / "prefect").mkdir(mode=0o700)
    _copy(_unused(), home / "prefect" / "prefect.db")


def _unused() -> Path:
    return prefect_database().with_name("unused.db")


def _copy(database: Path, target: Path) -> None:
    with closing(sqlite3.connect(database)) as made, closing(sqlite3.connect(target)) as copy:
        made.backup(copy)


def prefect_database() -> Path:
    """Its file, once the fixture `prefect_server` has started it."""
    from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL

    return Path(PREFECT_SERVER_DATABASE_CONNECTION_URL.value().split("///", 1)[1])
