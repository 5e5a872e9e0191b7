"""SQLite as a catalogue: durable, many readers beside one writer.

Follows SQLAlchemy's recipe for transactions with pysqlite: the driver begins none by itself, we do.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, ExceptionContext, Table, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from warehouse.catalogue.backend import DatabaseProblem, ReadFrame
from warehouse.catalogue.transactions import WRITES
from warehouse.errors import CatalogueBusy, CatalogueUnreachable
from warehouse.files.disk_errors import disk_full, is_full, not_writable, storing
from warehouse.files.folders import make_folder

if TYPE_CHECKING:
    import polars as pl

BUSY_SECONDS = 60.0  # transactions take far less; a longer wait means that something hangs
REFUSING = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a committed transaction survives a power cut
    "PRAGMA foreign_keys = ON",
)
BESIDE = ("-wal", "-shm", "-journal")
VIEWS = text("SELECT name, sql FROM sqlite_master WHERE type = 'view'")


class SqliteBackend:
    """A file as a catalogue; a `Backend`."""

    name = "sqlite"
    dump_name = "warehouse.db"

    def connect(self, address: URL) -> Engine:
        """The file is made when missing, readable by nobody else."""
        _create_private(Path(address.database or ""))
        engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
        configure(engine)
        return engine

    def files(self, address: URL) -> tuple[Path, ...]:
        """The file and those that SQLite puts beside it."""
        return tuple(Path(f"{address.database}{ending}") for ending in ("", *BESIDE)) if address.database else ()

    def require_suitable(self, connection: Connection) -> None:
        """Every file is."""

    def after_upgrade(self, connection: Connection) -> None:
        """Nothing is due."""

    def set_up_roles(self, engine: Engine) -> None:  # noqa: ARG002
        """Raise `CatalogueUnreachable`: a file has no roles."""
        raise CatalogueUnreachable("SQLite has no roles: whoever may read the file reads all of it. Guard the folder.")

    def insert_rows(self, connection: Connection, table: Table, rows: "pl.DataFrame") -> None:
        """By INSERT, dates as ISO texts."""
        from warehouse.catalogue.sqlite_bulk import insert  # noqa: PLC0415 - imports polars

        insert(connection, table, rows)

    def reading_frames(self, engine: Engine) -> AbstractContextManager[ReadFrame]:
        """By the driver's own rows, within one transaction."""
        from warehouse.catalogue.sqlite_bulk import frame_reader  # noqa: PLC0415 - imports polars

        return frame_reader(engine)

    def stored_views(self, connection: Connection) -> Mapping[str, str | None]:
        """The SQL of each view: SQLite keeps it as it was written, and keeps no comments."""
        return {row.name: row.sql for row in connection.execute(VIEWS)}

    def problems(self, connection: Connection) -> Iterator[DatabaseProblem]:
        """Another journal mode than WAL, or a damaged file."""
        mode = connection.scalar(text("PRAGMA journal_mode"))
        if mode != "wal":
            says = f"SQLite keeps its changes in mode {mode!r}, so that readers and the run wait for each other."
            yield DatabaseProblem(says=says, do="Put the home on a local disk (WAL needs one).")
        found = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(5)"))]
        if found != ["ok"]:
            says = f"the file of the catalogue is damaged ({len(found)} places at least)."
            do = "Stop all runs, keep a copy of warehouse.db*, restore the last backup (docs/operations.md)."
            yield DatabaseProblem(says=says, do=do)

    def now(self, connection: Connection) -> None:
        """There is no server."""

    def dump(self, address: URL, target: Path) -> None:
        """Copy with SQLite's backup API, also while somebody writes."""
        with closing(sqlite3.connect(address.database or "")) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _create_private(path: Path) -> None:
    """SQLite gives the files beside it (-wal, -shm) the permissions of this one."""
    with storing(path.parent):
        make_folder(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


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
