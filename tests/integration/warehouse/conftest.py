"""A catalogue and a lake for each test, on SQLite and on PostgreSQL; the tables are made once and copied."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.warehouse.catalogues import (
    POSTGRESQL,
    SQLITE,
    Catalogues,
    PostgresqlDatabases,
    SqliteFiles,
    file_of,
)
from tests.integration.warehouse.people import Home, copied, home_at
from tests.postgresql import Server
from warehouse.catalogue.engine import open_catalogue


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("catalogues"))


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_server: Server) -> PostgresqlDatabases:
    return PostgresqlDatabases(postgresql_server)


@pytest.fixture(scope="session", params=[SQLITE, POSTGRESQL])
def catalogues(request: pytest.FixtureRequest) -> Catalogues:
    """Whatever asks for this, itself or through another fixture, runs on both databases."""
    found: Catalogues = request.getfixturevalue("sqlite_files" if request.param == SQLITE else "postgresql_databases")
    return found


@pytest.fixture
def address(catalogues: Catalogues) -> Iterator[str]:
    """Of a catalogue with tables without rows."""
    address = catalogues.empty()
    yield address
    catalogues.drop(address)


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_catalogue(address)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_file(sqlite_files: SqliteFiles) -> Path:
    """A catalogue for tests of what only SQLite has."""
    return file_of(sqlite_files.empty())


@pytest.fixture
def postgresql_address(postgresql_databases: PostgresqlDatabases) -> Iterator[str]:
    """A catalogue for tests of what only PostgreSQL has."""
    address = postgresql_databases.empty()
    yield address
    postgresql_databases.drop(address)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture(scope="session")
def all_begun() -> dict[type[Catalogues], Home]:
    """By database: pytest drops what a fixture made on one when a test asks for the other, and makes it anew."""
    return {}


@pytest.fixture(scope="session")
def begun(
    catalogues: Catalogues, all_begun: dict[type[Catalogues], Home], tmp_path_factory: pytest.TempPathFactory
) -> Home:
    """A home whose lake holds people; made once and copied."""
    if type(catalogues) not in all_begun:
        home = home_at(tmp_path_factory.mktemp("begun") / "home", catalogues.empty())
        home.begin()
        home.engine.dispose()
        all_begun[type(catalogues)] = home
    return all_begun[type(catalogues)]


@pytest.fixture
def home(begun: Home, tmp_path: Path, catalogues: Catalogues) -> Iterator[Home]:
    with copied(begun, tmp_path / "home", catalogues) as home:
        yield home


@pytest.fixture
def control(begun: Home, tmp_path: Path, catalogues: Catalogues) -> Iterator[Home]:
    """The same once more, to be left alone."""
    with copied(begun, tmp_path / "control", catalogues) as home:
        yield home
