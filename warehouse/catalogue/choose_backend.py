"""Which backend an address, an engine or a connection means."""

from sqlalchemy import URL, Connection, Engine

from warehouse.catalogue.backend import Backend
from warehouse.errors import CatalogueUnreachable

BACKENDS = ("sqlite", "postgresql")


def backend_named(name: str) -> Backend:
    """The backend of SQLAlchemy's name for a database; raises `KeyError`, or `CatalogueUnreachable` without driver."""
    if name == "sqlite":
        from warehouse.catalogue.sqlite import SqliteBackend  # noqa: PLC0415 - which of both is needed is known here

        return SqliteBackend()
    if name != "postgresql":
        raise KeyError(name)
    try:
        from warehouse.catalogue.postgresql import PostgresqlBackend  # noqa: PLC0415 - its driver is an extra
    except ImportError as error:
        raise CatalogueUnreachable(
            "The driver for PostgreSQL is not installed: install psycopg, with pip install 'ucj[postgresql]'."
        ) from error
    return PostgresqlBackend()


def backend_of(database: URL | Engine | Connection) -> Backend:
    """The backend of an address, an engine or a connection."""
    return backend_named(database.get_backend_name() if isinstance(database, URL) else database.dialect.name)
