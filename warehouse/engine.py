"""Open the catalogue."""

import os
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url

from warehouse import sqlite
from warehouse.migrate import upgrade


def open_catalogue(url: str | URL) -> Engine:
    """The catalogue at a SQLAlchemy address, its tables created or brought up to date.

    A SQLite file and its folder are made when missing, readable by nobody else. Dispose of the engine when done.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        _create_private(Path(address.database or ""))
        engine = create_engine(address, connect_args={"timeout": sqlite.BUSY_SECONDS})
        sqlite.configure(engine)
    else:
        engine = create_engine(address)
    upgrade(engine)
    return engine


def _create_private(path: Path) -> None:
    """SQLite gives the files beside it (-wal, -shm) the permissions of this one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
