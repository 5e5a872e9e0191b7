"""SQLite as a catalogue: durable, many readers beside one writer.

Follows SQLAlchemy's recipe for transactions with pysqlite: the driver begins none by itself, we do.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.pool import ConnectionPoolEntry

from warehouse.catalogue.transactions import WRITES
from warehouse.errors import CatalogueBusy
from warehouse.files.disk_errors import disk_full, is_full, not_writable

BUSY_SECONDS = 60.0  # transactions take far less; a longer wait means that something hangs
REFUSING = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a committed transaction survives a power cut
    "PRAGMA foreign_keys = ON",
)


def configure(engine: Engine) -> None:
    """Have every connection of the engine set up, and every transaction begun, as this module says."""
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _explain)


def _set_up(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:  # noqa: ARG001
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _explain(context: ExceptionContext) -> None:
    error = context.original_exception
    if not isinstance(error, sqlite3.OperationalError) or context.engine is None:
        return
    kind = error.sqlite_errorcode & 0xFF
    if kind == sqlite3.SQLITE_BUSY:
        raise CatalogueBusy(
            f"The catalogue has been locked by another process for {BUSY_SECONDS:.0f} s: wait for its run to end, "
            "or stop it, then run again."
        ) from error
    folder = Path(context.engine.url.database or "").parent
    if kind == sqlite3.SQLITE_FULL or (kind == sqlite3.SQLITE_IOERR and is_full(folder)):
        raise disk_full(folder) from error
    if kind in REFUSING:
        raise not_writable(folder, reason=f"the catalogue in it says {error}") from error
