"""`ucj serve` for real: a server, its UI, the daily deployment, runs on its schedule, and a clean end.

Also the guard of the pins in pyproject.toml: with a FastAPI or SQLAlchemy that this Prefect does not bear, the server
does not answer, or cron creates no runs while everything looks healthy.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from deployments.server_checks import check_server
from settings import Settings
from tasks.doctor.finding import Health
from tests.integration.ask_prefect import ask_prefect
from tests.integration.permissions import GROUP, OTHERS, readable_by, writable

PATIENCE_SECONDS = 180


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    environment = {**kept, "UCJ_HOME": str(tmp_path / "home"), "UCJ_SERVER_PORT": str(port)}
    command = [sys.executable, "-c", "from deployments.cli import main; main()", "serve"]
    said = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, stdout=said, stderr=subprocess.STDOUT, text=True, umask=0o002
    ) as run:
        try:
            yield f"http://127.0.0.1:{port}", run
        finally:
            if run.poll() is None:
                run.kill()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_served_run_is_scheduled_at_five_in_jakarta(
    served: tuple[str, "subprocess.Popen[str]"], ending: signal.Signals, tmp_path: Path
) -> None:
    url, process = served
    deployment = wait_for(lambda: _deployments(url), process)[0]
    assert deployment["name"] == "run-daily"
    runs = wait_for(lambda: _scheduled(url, deployment["id"]), process)
    times = sorted(datetime.fromisoformat(run["expected_start_time"]) for run in runs)
    assert {time.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%H:%M") for time in times} == {"05:00"}
    assert "<html" in httpx.get(f"{url}/", follow_redirects=True).text.lower()
    found = list(check_server(Settings(home=tmp_path / "home", server_port=int(url.rpartition(":")[2]))))
    assert [one for one in found if one.health is Health.FAIL] == []
    assert {one.check for one in found} == {"server", "guards", "ui", "schedule", "worker"}
    assert readable_by(tmp_path / "home", OTHERS) | readable_by(tmp_path / "home", GROUP) == set()
    assert writable(tmp_path / "home") == []
    process.send_signal(ending)
    assert process.wait(timeout=60) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/api/health")


def _deployments(url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask_prefect(url, "deployments/filter", {})
    return found


def _scheduled(url: str, deployment_id: str) -> list[dict[str, Any]]:
    condition = {
        "deployments": {"id": {"any_": [deployment_id]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }
    found: list[dict[str, Any]] = ask_prefect(url, "flow_runs/filter", condition)
    return found


def wait_for(look: Callable[[], list[Any]], process: "subprocess.Popen[str]") -> list[Any]:
    """Look until there is something; fail with what the process said when it ended first."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"ucj serve ended with {process.returncode}: {process.stdout and process.stdout.read()}")
        try:
            if found := look():
                return found
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    pytest.fail(f"nothing was seen within {PATIENCE_SECONDS} s")
