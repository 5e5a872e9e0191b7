"""A catalogue and a lake for each test; the tables are made once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from warehouse.engine import open_catalogue


@pytest.fixture(scope="session")
def empty_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalogue") / "warehouse.db"
    open_catalogue(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def database(empty_catalogue: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_catalogue, tmp_path / "warehouse.db"))


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = open_catalogue(f"sqlite:///{database}")
    yield engine
    engine.dispose()


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"
