"""`ucj run` without a server of its own choosing, killed: what it had started goes with it, and the next run tells."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from deployments.server.command.command_server import NAME
from tests.integration.prefect_database import seed_prefect
from tests.integration.served import drop

pytestmark = pytest.mark.nightly
PATIENCE_SECONDS = 240


@pytest.fixture
def home(tmp_path: Path, prefect_server: None) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    seed_prefect(home)
    drop(home, "K01")
    return home


def begin(home: Path) -> "subprocess.Popen[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    environment = {**kept, "UCJ_HOME": str(home), "UCJ_SETTLE_SECONDS": "0.01"}
    command = [sys.executable, "-m", "deployments", "run", "--as-of", "2026-01-31"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def states(home: Path) -> list[str]:
    """Of this home's flow runs, in order, as the UI would show them."""
    with closing(sqlite3.connect(home / "prefect" / "prefect.db")) as database:
        query = "SELECT state_type FROM flow_run WHERE name LIKE 'run-daily 2026-01-31' ORDER BY created"
        return [state for (state,) in database.execute(query)]


def wait_for(seen: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kill(run: "subprocess.Popen[bytes]") -> None:
    """Kill it, and see that whatever it had started ends by itself."""
    started = psutil.Process(run.pid).children(recursive=True)
    run.kill()
    run.wait()
    _, left = psutil.wait_procs(started, timeout=60)
    try:
        assert left == []
    finally:
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def test_a_run_killed_at_work(home: Path) -> None:
    before = states(home)
    with FileLock(home / ".intake.lock"):  # it waits here, as one that works long would
        run = begin(home)
        wait_for(lambda: (home / "watch" / "last_runs.json").exists() and states(home)[len(before) :] == ["RUNNING"])
        kill(run)
    assert states(home)[len(before) :] == ["RUNNING"]  # nobody was there to say otherwise
    assert begin(home).wait(PATIENCE_SECONDS) == 0
    assert states(home)[len(before) :] == ["CRASHED", "COMPLETED"]


def test_a_run_killed_while_its_server_starts(home: Path) -> None:
    run = begin(home)
    wait_for(lambda: NAME in {one.name() for one in psutil.Process(run.pid).children()})
    assert run.poll() is None
    kill(run)
    assert run.returncode == -signal.SIGKILL
