"""Open the catalogue."""

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from warehouse.catalogue.choose_backend import BACKENDS, backend_of
from warehouse.catalogue.migrate import upgrade
from warehouse.errors import CatalogueUnreachable


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
    return backend_of(address).connect(address)


def address_of(url: str | URL) -> URL:
    """The address, understood; raises `CatalogueUnreachable`, which does not repeat it: it may hold a password."""
    try:
        address = make_url(url)
        known = address.get_backend_name() in BACKENDS
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
    files = backend_of(address).files(address)
    return not files or files[0].is_file()
