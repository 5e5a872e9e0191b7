"""A home and its catalogue."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from settings import Settings
from warehouse.catalogue.engine import open_catalogue

with warnings.catch_warnings():  # Great Expectations warns about its own imports
    warnings.simplefilter("ignore")
    import great_expectations  # noqa: F401


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = open_catalogue(settings.sqlalchemy_url)
    yield engine
    engine.dispose()
