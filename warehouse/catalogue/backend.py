"""What a database must do to be a catalogue.

One class for each database: `SqliteBackend` in `sqlite.py`, `PostgresqlBackend` in `postgresql.py`. Everything else
talks to the catalogue by SQLAlchemy and asks no database for its name.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import URL, Connection, Engine, Table

if TYPE_CHECKING:
    import polars as pl

Schema = Mapping[str, "pl.DataType"]
ReadFrame = Callable[[str, Schema], "pl.DataFrame"]  # a statement without parameters, and the types of its columns


@dataclass(frozen=True, kw_only=True)
class DatabaseProblem:
    """Something about the database that may lose data or keep others waiting. serious: a failure, not a warning."""

    says: str
    do: str
    serious: bool = True


class Backend(Protocol):
    """A database as a catalogue."""

    name: str  # of SQLAlchemy's dialect
    dump_name: str  # of the file that a backup of it is

    def connect(self, address: URL) -> Engine:
        """An engine whose transactions are as `transactions.reading` and `writing` say; connects at first use."""

    def files(self, address: URL) -> tuple[Path, ...]:
        """Files on this machine that hold the catalogue, the main one first; none where a server holds it."""

    def require_suitable(self, connection: Connection) -> None:
        """Raise `CatalogueUnreachable` unless the database keeps texts as the catalogue needs them."""

    def after_upgrade(self, connection: Connection) -> None:
        """What is due in the transaction of a migration when its steps are done."""

    def set_up_roles(self, engine: Engine) -> None:
        """Create and grant the roles of `roles.py`; raises `CatalogueUnreachable` where there are none."""

    def insert_rows(self, connection: Connection, table: Table, rows: "pl.DataFrame") -> None:
        """Add rows whose columns are columns of the table: whole numbers, dates, texts without NUL."""

    def reading_frames(self, engine: Engine) -> AbstractContextManager[ReadFrame]:
        """Run queries of which all see one moment of the catalogue."""

    def stored_views(self, connection: Connection) -> Mapping[str, str | None]:
        """By name of a view what tells its definition: its SQL, or its comment where the database keeps comments."""

    def problems(self, connection: Connection) -> Iterator[DatabaseProblem]:
        """What is wrong with the database itself."""

    def now(self, connection: Connection) -> datetime | None:
        """The moment by the server's clock; None where there is no server."""

    def dump(self, address: URL, target: Path) -> None:
        """Write one consistent state into a file; raises `DumpFailed`."""
