"""A home on SQLite and one on PostgreSQL, and the daily run in it."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunDay
from tests.postgresql import Server, binaries

Run = Callable[[date], dict[str, Any]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)])
def home(
    few_regions: None,
    quick_release: None,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    monkeypatch.setenv("UCJ_HOME", str(tmp_path / "home"))
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql_server")
        address = server.database()
        monkeypatch.setenv("PATH", f"{binaries()}:{os.environ['PATH']}")
        monkeypatch.setenv("UCJ_DATABASE_URL", address)
        yield tmp_path / "home"
        server.drop(address)
    else:
        yield tmp_path / "home"


@pytest.fixture
def run(home: Path, run_day: RunDay) -> Run:
    return lambda day: run_day(home, day)
