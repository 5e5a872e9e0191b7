"""Where the tests' catalogues live: the same few verbs for files of SQLite and databases of a PostgreSQL server."""

import shutil
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.postgresql import Server
from warehouse.catalogue.engine import open_catalogue

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class Catalogues(Protocol):
    """A place that holds catalogues; each has a SQLAlchemy address."""

    def bare(self) -> str:
        """A new one with nothing in it."""

    def empty(self) -> str:
        """A new one with tables without rows."""

    def copy(self, address: str) -> str:
        """A new one that holds what another holds; nobody may be using that one."""

    def drop(self, address: str) -> None:
        """Give its space back."""


class SqliteFiles:
    """Catalogues as files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._template: str | None = None

    def bare(self) -> str:
        return f"sqlite:///{self._folder / f'{next(self._numbers)}' / 'warehouse.db'}"

    def empty(self) -> str:
        if self._template is None:
            self._template = _with_tables(self.bare())
        return self.copy(self._template)

    def copy(self, address: str) -> str:
        new = self.bare()
        file_of(new).parent.mkdir()
        shutil.copy(file_of(address), file_of(new))
        return new

    def drop(self, address: str) -> None:
        shutil.rmtree(file_of(address).parent, ignore_errors=True)


class PostgresqlDatabases:
    """Catalogues as databases of a server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._template: str | None = None

    def bare(self) -> str:
        return self.server.database()

    def empty(self) -> str:
        if self._template is None:
            self._template = _with_tables(self.bare())
        return self.copy(self._template)

    def copy(self, address: str) -> str:
        return self.server.database(like=address)

    def drop(self, address: str) -> None:
        self.server.drop(address)


def file_of(address: str) -> Path:
    """The file of a catalogue on SQLite."""
    return Path(address.removeprefix("sqlite:///"))


def _with_tables(address: str) -> str:
    open_catalogue(address).dispose()
    return address
