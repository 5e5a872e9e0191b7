"""A home may have any name: signs that mean something in an address mean nothing in a path."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from deployments.server.environment import prefect_environment
from settings import Settings
from tests.integration.served import drop
from warehouse.catalogue.engine import open_catalogue

NAMES = ["with blanks", "what?mode=memory", "part#one", "50%25", "a?b#c%20d é;&=+"]


@pytest.mark.parametrize("name", NAMES)
def test_the_catalogue_lies_in_the_home(tmp_path: Path, name: str) -> None:
    settings = Settings(home=tmp_path / name)
    open_catalogue(settings.sqlalchemy_url).dispose()
    assert (tmp_path / name / "warehouse.db").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_prefect_is_told_a_database_in_the_home(tmp_path: Path, name: str) -> None:
    database = tmp_path / name / "prefect" / "prefect.db"
    database.parent.mkdir(parents=True)
    told = prefect_environment(Settings(home=tmp_path / name)).get("PREFECT_SERVER_DATABASE_CONNECTION_URL")
    address = make_url(told or f"sqlite+aiosqlite:///{database}")  # else as Prefect makes it
    uri = bool(address.query.get("uri"))
    with closing(sqlite3.connect(address.database or "", uri=uri)) as connection:
        connection.execute("CREATE TABLE here (id INTEGER)")
    assert database.stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_run_in_such_a_home(tmp_path: Path) -> None:
    home = tmp_path / NAMES[-1]
    home.mkdir()
    drop(home, "K01")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    environment = {**kept, "UCJ_HOME": str(home), "UCJ_SETTLE_SECONDS": "0.01"}
    command = [sys.executable, "-m", "deployments", "run", "--as-of", "2026-01-31", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ending"] == "published"
    assert (home / "published" / "current" / "index.html").is_file()
    assert (home / "prefect" / "prefect.db").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [NAMES[-1]]
