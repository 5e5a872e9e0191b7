"""The database of the tests' Prefect server."""

import sqlite3
from contextlib import closing
from pathlib import Path


def seed_prefect(home: Path) -> None:
    """Spare the Prefect server of a home the making of its tables."""
    (home / "prefect").mkdir(mode=0o700)
    with (
        closing(sqlite3.connect(prefect_database())) as made,
        closing(sqlite3.connect(home / "prefect" / "prefect.db")) as copy,
    ):
        made.backup(copy)


def prefect_database() -> Path:
    """Its file, once the fixture `prefect_server` has started it."""
    from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL

    return Path(PREFECT_SERVER_DATABASE_CONNECTION_URL.value().split("///", 1)[1])
