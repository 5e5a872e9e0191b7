"""Open the catalogue."""

import os
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from warehouse.catalogue import sqlite
from warehouse.catalogue.migrate import upgrade
from warehouse.errors import CatalogueUnreachable
from warehouse.files.disk_errors import storing
from warehouse.files.folders import make_folder


def open_catalogue(url: str | URL) -> Engine:
    """The catalogue at a SQLAlchemy address, its tables created or brought up to date.

    A SQLite file and its folder are made when missing, readable by nobody else. Dispose of the engine when done.
    Raises `CatalogueUnreachable`, `CatalogueTooNew`.
    """
    engine = connect_catalogue(url)
    try:
        upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def connect_catalogue(url: str | URL) -> Engine:
    """The catalogue as it is, whatever its tables; raises `CatalogueUnreachable` for an address of no use."""
    address = address_of(url)
    if address.get_backend_name() == "postgresql":
        return _postgresql(address)
    _create_private(Path(address.database or ""))
    engine = create_engine(address, connect_args={"timeout": sqlite.BUSY_SECONDS}, hide_parameters=True)
    sqlite.configure(engine)
    return engine


def address_of(url: str | URL) -> URL:
    """The address, understood; raises `CatalogueUnreachable`, which does not repeat it: it may hold a password."""
    try:
        address = make_url(url)
        known = address.get_backend_name() in {"sqlite", "postgresql"}
    except (ArgumentError, ValueError):
        known = False
    if not known:
        raise CatalogueUnreachable(
            "UCJ_DATABASE_URL is not the address of a catalogue: it should read postgresql://role@host/database or "
            "sqlite:////folder/warehouse.db, or be empty."
        )
    return address


def is_there(address: URL) -> bool:
    """Whether there is something to connect to; a file of SQLite may not have been made yet."""
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def _postgresql(address: URL) -> Engine:
    try:
        from warehouse.catalogue import postgresql  # noqa: PLC0415 - its driver is an extra
    except ImportError as error:
        raise CatalogueUnreachable(
            "The driver for PostgreSQL is not installed: install psycopg, with pip install 'ucj[postgresql]'."
        ) from error
    return postgresql.create(address)


def _create_private(path: Path) -> None:
    """SQLite gives the files beside it (-wal, -shm) the permissions of this one."""
    with storing(path.parent):
        make_folder(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
