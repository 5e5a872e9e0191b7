"""PostgreSQL as a catalogue: one writer at a time, as on SQLite, and readers beside it that each see one moment.

Writers queue at one advisory lock of the database: what a transaction has read still holds when it commits, also where
there is no row yet to lock (the first position of a slot, two copies of the same bytes). They take milliseconds.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import polars as pl
import psycopg
from psycopg import errors
from sqlalchemy import URL, Connection, Engine, ExceptionContext, Table, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from warehouse.catalogue.backend import DatabaseProblem, ReadFrame
from warehouse.catalogue.roles import grant_all, share_anew
from warehouse.catalogue.transactions import WRITES
from warehouse.errors import CatalogueBusy, CatalogueForbidden, CatalogueUnreachable, DiskFull, DumpFailed, UcjError

DRIVER = "postgresql+psycopg"
WRITERS = 7_205_201_406  # the advisory lock; any number that nothing else in the database uses
BUSY_SECONDS = 60
HUNG_SECONDS = 600  # a writer that is silent for so long has hung: the server ends it, others go on
UNSUITABLE = "The database does not keep texts as the catalogue needs them."
CREATE_SUITABLE = "Create one with: CREATE DATABASE ucj TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'."
ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
CONNECTING = {"connect_timeout": "10", "application_name": "ucj", "client_encoding": "utf8"}


class PostgresqlBackend:
    """A server as a catalogue; a `Backend`."""

    name = "postgresql"
    dump_name = "warehouse.dump"

    def connect(self, address: URL) -> Engine:
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

    def files(self, address: URL) -> tuple[Path, ...]:  # noqa: ARG002
        """None: they are the server's."""
        return ()

    def require_suitable(self, connection: Connection) -> None:
        """Raise `CatalogueUnreachable` unless texts are UTF-8 and sort by code point, as they do on SQLite."""
        encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8" or not connection.scalar(text("SELECT 'B' < 'a' AND 'a-c' < 'ab'")):
            raise CatalogueUnreachable(f"{UNSUITABLE} {CREATE_SUITABLE}")

    def after_upgrade(self, connection: Connection) -> None:
        """Give each role what is its own again, where roles were set up."""
        share_anew(connection)

    def set_up_roles(self, engine: Engine) -> None:
        """As `roles.grant_all` says."""
        grant_all(engine)

    def insert_rows(self, connection: Connection, table: Table, rows: pl.DataFrame) -> None:
        """By COPY, which takes a tenth of the time of INSERT."""
        quote = connection.dialect.identifier_preparer.quote
        columns = ", ".join(quote(table.columns[column].name) for column in rows.columns)
        escaped = rows.with_columns(pl.col(pl.String).str.replace_many(list(ESCAPES), list(ESCAPES.values())))
        lines = escaped.write_csv(include_header=False, separator="\t", quote_style="never", null_value="\\N")
        with copying(connection, f"COPY {quote(table.name)} ({columns}) FROM STDIN (ENCODING 'UTF8')") as copy:
            copy.write(lines.encode())

    @contextmanager
    def reading_frames(self, engine: Engine) -> Iterator[ReadFrame]:
        """By ADBC, on a connection of its own: it cannot see what another transaction has not committed yet."""
        from warehouse.catalogue.postgresql_arrow import arrow_reader  # noqa: PLC0415 - its driver is an extra

        with arrow_reader(engine.url, defaults=CONNECTING) as read:
            yield lambda statement, schema: read(statement)  # noqa: ARG005

    def stored_views(self, connection: Connection) -> Mapping[str, str | None]:
        """The comment of each view: the server rewrites its SQL."""
        stored = inspect(connection)
        return {name: stored.get_table_comment(name)["text"] for name in stored.get_view_names()}

    def problems(self, connection: Connection) -> Iterator[DatabaseProblem]:
        """Texts that it keeps otherwise, and settings that lose data in a power cut."""
        try:
            self.require_suitable(connection)
        except CatalogueUnreachable:
            yield DatabaseProblem(says=UNSUITABLE, do=CREATE_SUITABLE)
        kept = text(
            "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
        )
        yield from durability({str(row.name): str(row.setting) for row in connection.execute(kept)})

    def now(self, connection: Connection) -> datetime | None:
        """By the server's clock."""
        told: datetime | None = connection.scalar(text("SELECT clock_timestamp()"))
        return told

    def dump(self, address: URL, target: Path) -> None:
        """By pg_dump, in its own format; the password goes by the environment."""
        program = shutil.which("pg_dump")
        if program is None:
            raise DumpFailed("pg_dump is not on the PATH: install the PostgreSQL client of the server's version.")
        plain = address.set(drivername="postgresql", password=None).render_as_string()
        environment = {**os.environ, **({"PGPASSWORD": str(address.password)} if address.password else {})}
        command = [program, "--format=custom", "--no-owner", f"--file={target}", f"--dbname={plain}"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise DumpFailed(f"pg_dump failed: {(done.stderr.strip().splitlines() or ['no reason given'])[0]}")


def durability(settings: Mapping[str, str]) -> Iterator[DatabaseProblem]:
    """What would be lost when the power fails, by the settings of the server: files that were taken left the inbox."""
    if settings["fsync"] == "off":
        yield DatabaseProblem(
            says="PostgreSQL runs with fsync off: a power cut may leave the whole catalogue unreadable.",
            do="Set fsync = on in postgresql.conf and restart the server, then `ucj doctor`.",
        )
    if settings["synchronous_commit"] == "off":
        yield DatabaseProblem(
            says="PostgreSQL runs with synchronous_commit off: after a power cut, deliveries that were answered may be"
            " gone.",
            do="Set synchronous_commit = on for this database, or the login of ucj.",
        )
    if settings["full_page_writes"] == "off":
        yield DatabaseProblem(
            says="PostgreSQL runs with full_page_writes off: a power cut may leave pages that are half written.",
            do="Set full_page_writes = on, unless the file system never writes half a page (ZFS).",
            serious=False,
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
