"""A process killed anywhere on the way of a delivery: nothing half visible, and delivering again completes it."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.warehouse import crashing
from tests.integration.warehouse.catalogue_state import catalogue_state
from tests.integration.warehouse.deliveries import deliver
from warehouse.engine import open_catalogue
from warehouse.lake import remove_unfinished, verify_object
from warehouse.positions import live_positions
from warehouse.records import Status
from warehouse.references import eligible_rows
from warehouse.submissions import list_submissions

BEFORE_THE_END = [
    crashing.BEFORE_THE_RENAME,
    crashing.AFTER_THE_RENAME,
    *crashing.LOAD_STATEMENTS,
    crashing.BEFORE_THE_COMMIT,
]


def run(home: Path, point: str) -> int:
    command = [sys.executable, "-m", crashing.__name__, str(home), point]
    return subprocess.run(command, check=False, timeout=120).returncode


@pytest.fixture(scope="module")
def prepared(empty_catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the first delivery is in force."""
    home = tmp_path_factory.mktemp("prepared")
    shutil.copy(empty_catalogue, home / "warehouse.db")
    engine = open_catalogue(f"sqlite:///{home / 'warehouse.db'}")
    deliver(engine, home / "lake", crashing.FIRST)
    engine.dispose()
    return home


@pytest.fixture(scope="module")
def undisturbed(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after the second delivery, without a crash."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("undisturbed") / "home"))
    engine = open_catalogue(f"sqlite:///{home / 'warehouse.db'}")
    deliver(engine, home / "lake", crashing.SECOND)
    engine.dispose()
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


def live_numbers(engine: Engine, home: Path) -> list[int]:
    """What readers see, having checked that object and rows belong together."""
    (position,) = live_positions(engine, "eligible", as_of=crashing.FIRST.position_date)
    verify_object(home / "lake", position.file)
    found: list[int] = eligible_rows(engine)["eligible"].to_list()
    return found


def lake_files(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in (home / "lake").rglob("*") if path.is_file()}


@pytest.mark.parametrize("point", BEFORE_THE_END)
def test_killed_before_the_end(home: Path, undisturbed: Path, point: str) -> None:
    assert run(home, point) == -signal.SIGKILL
    engine = open_catalogue(f"sqlite:///{home / 'warehouse.db'}")
    assert live_numbers(engine, home) == [100, 200]
    assert [submission.status for submission in list_submissions(engine)] == [Status.ACCEPTED, Status.RECEIVED]

    deliver(engine, home / "lake", crashing.SECOND)
    engine.dispose()
    assert catalogue_state(home / "warehouse.db") == catalogue_state(undisturbed / "warehouse.db")
    assert remove_unfinished(home / "lake") == int(point == crashing.BEFORE_THE_RENAME)
    assert lake_files(home) == lake_files(undisturbed)


def test_killed_while_registering(home: Path, prepared: Path, undisturbed: Path) -> None:
    assert run(home, crashing.IN_REGISTERING) == -signal.SIGKILL
    assert catalogue_state(home / "warehouse.db") == catalogue_state(prepared / "warehouse.db")
    assert run(home, crashing.NEVER) == 0
    assert catalogue_state(home / "warehouse.db") == catalogue_state(undisturbed / "warehouse.db")


def test_killed_after_the_load(home: Path, undisturbed: Path) -> None:
    assert run(home, crashing.AFTER_THE_LOAD) == -signal.SIGKILL
    assert catalogue_state(home / "warehouse.db") == catalogue_state(undisturbed / "warehouse.db")
    engine = open_catalogue(f"sqlite:///{home / 'warehouse.db'}")
    assert live_numbers(engine, home) == [300, 600]
    assert deliver(engine, home / "lake", crashing.SECOND).live
    engine.dispose()
    assert catalogue_state(home / "warehouse.db") == catalogue_state(undisturbed / "warehouse.db")
