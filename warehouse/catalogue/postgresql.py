"""PostgreSQL as a catalogue: one writer at a time, as on SQLite, and readers beside it that each see one moment.

Writers queue at one advisory lock of the database: what a transaction has read still holds when it commits, also where
there is no row yet to lock (the first position of a slot, two copies of the same bytes). They take milliseconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from psycopg import errors
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from warehouse.catalogue.transactions import WRITES
from warehouse.errors import CatalogueBusy, CatalogueForbidden, CatalogueUnreachable, DiskFull, UcjError

DRIVER = "postgresql+psycopg"
WRITERS = 7_205_201_406  # the advisory lock; any number that nothing else in the database uses
BUSY_SECONDS = 60
HUNG_SECONDS = 600  # a writer that is silent for so long has hung: the server ends it, others go on
CONNECTING = {"connect_timeout": "10", "application_name": "ucj", "client_encoding": "utf8"}


def create(address: URL) -> Engine:
    """An engine whose transactions are as this module says; connects at first use."""
    engine = create_engine(
        address.set(drivername=DRIVER),
        connect_args={name: value for name, value in CONNECTING.items() if name not in address.query},
        pool_pre_ping=True,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _explain)
    return engine


def require_suitable(connection: Connection) -> None:
    """Raise `CatalogueUnreachable` unless texts are UTF-8 and sort by code point, as they do on SQLite."""
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8" or not connection.scalar(text("SELECT 'B' < 'a' AND 'a-c' < 'ab'")):
        raise CatalogueUnreachable(
            "The database does not keep texts as the catalogue needs them. Create one with: "
            "CREATE DATABASE ucj TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'."
        )


@contextmanager
def copying(connection: Connection, statement: str) -> Iterator[psycopg.Copy]:
    """A COPY within the connection's transaction; its errors are those of any other statement."""
    driver = cast("psycopg.Connection[tuple[Any, ...]]", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            yield copy
    except psycopg.Error as error:
        ours = _explained(error, disconnected=driver.broken)
        raise ours or DBAPIError.instance(statement, None, error, psycopg.Error, hide_parameters=True) from error


def _explained(error: BaseException | None, *, disconnected: bool) -> UcjError | None:
    """The error of ours that says what to do about one of the server; None when it has to stay what it is."""
    if isinstance(error, errors.LockNotAvailable):
        return CatalogueBusy(
            f"The catalogue has been locked by another process for {BUSY_SECONDS} s: wait for its run to end, "
            "or stop it, then run again."
        )
    if isinstance(error, errors.DiskFull):
        return DiskFull(
            f"The disk of the catalogue's server is full: {_reason(error)}. Make room there, then run again; "
            "nothing is lost."
        )
    if isinstance(error, errors.InsufficientPrivilege):
        return CatalogueForbidden(
            "The database login may not do this. Use one that has the role for it: `ucj db roles` sets them up, "
            "`ucj_owner` upgrades tables, `ucj_loader` runs the route."
        )
    if disconnected and isinstance(error, psycopg.Error):
        return CatalogueUnreachable(f"The connection to the catalogue was lost: {_reason(error)}. Run again.")
    return None


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
    connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{HUNG_SECONDS}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def _explain(context: ExceptionContext) -> None:
    if context.is_pre_ping:  # the pool's own look at an idle connection; it makes a new one
        return
    error = context.original_exception
    connecting = context.connection is None
    if connecting and isinstance(error, psycopg.OperationalError):
        raise CatalogueUnreachable(
            f"The catalogue cannot be reached: {_reason(error)}. Correct UCJ_DATABASE_URL, or start the server, "
            "then run again."
        ) from None
    ours = _explained(error, disconnected=context.is_disconnect)
    if ours is not None:
        raise ours from error


def _reason(error: psycopg.Error) -> str:
    """The server's or the driver's first line; it names host, port, role and database, never a password."""
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")
