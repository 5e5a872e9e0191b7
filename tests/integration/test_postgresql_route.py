"""The whole route with its catalogue on PostgreSQL: what it publishes is what it publishes with SQLite, to the byte."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from demo.defects import Defects
from demo.simulate import simulate
from tests.conftest import RunDay
from tests.integration.home_state import files_of
from tests.postgresql import Server
from warehouse.catalogue.engine import open_catalogue
from warehouse.releases.releases import list_releases
from warehouse.submissions.lookup import issues_of, list_submissions

pytestmark = pytest.mark.usefixtures("few_regions")

DAY = date(2026, 1, 31)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "sqlite"
    simulate(home=home, as_of=DAY, rows=1500, branches=3, seed=7, defects=Defects(nik_missing=0.02))
    return home


def what_is_kept(address: str) -> dict[str, list[object]]:
    engine = open_catalogue(address)
    kept: dict[str, list[object]] = {
        "releases": [(one.id, one.content_sha256, one.inputs_sha256, one.is_current) for one in list_releases(engine)],
        "submissions": [
            (one.file_name, one.status, one.rows_accepted, issues_of(engine, one.id))
            for one in list_submissions(engine)
        ],
    }
    engine.dispose()
    return kept


def test_the_same_as_with_sqlite(
    home: Path, run_day: RunDay, postgresql_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(home, home.parent / "postgresql"))
    with_sqlite = run_day(home, DAY)
    (other / "secret").mkdir(mode=0o700)
    shutil.copy(home / "secret" / "person.key", other / "secret")
    address = postgresql_server.database()
    monkeypatch.setenv("UCJ_DATABASE_URL", address)
    with_postgresql = run_day(other, DAY)

    assert not (other / "warehouse.db").exists()
    assert with_postgresql["ending"] == "published"
    assert with_postgresql["release"]["id"] == with_sqlite["release"]["id"]
    for folder in ("published", "lake", "quarantine"):
        assert files_of(other / folder) == files_of(home / folder)
    kept = what_is_kept(address)
    assert kept == what_is_kept(f"sqlite:///{home / 'warehouse.db'}")
    assert run_day(other, DAY)["ending"] == "nothing_new"
    assert what_is_kept(address) == kept
