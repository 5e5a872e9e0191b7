"""What `ucj serve` starts lives and dies with it, and another shell finds it: real processes, real signals."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from deployments.server.serving.record import living_serving, serve_file
from flows.runtime.server_record import living_server, server_file, server_is_expected
from settings import Settings
from tests.integration.served import Served, drop, serving, statuses

SERVICES = {"server", "worker", "watcher"}
ENDED_SECONDS = 120


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, UCJ_SERVER__STOP_SECONDS="20") as one:
        yield one


def ucj(served: Served, *arguments: str, **extra: str) -> "subprocess.CompletedProcess[str]":
    """A command in another shell, which knows nothing but the home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    environment = {**kept, "UCJ_HOME": str(served.home), "UCJ_SETTLE_SECONDS": "0.1", **extra}
    command = [sys.executable, "-m", "deployments", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)


def services_of(served: Served) -> dict[str, psutil.Process]:
    """Server, worker and watcher, as the home names them."""
    found = living_serving(Settings(home=served.home))
    assert found is not None
    left = found.left()
    assert set(left) == SERVICES
    return left


def all_ended(services: dict[str, psutil.Process]) -> bool:
    _, alive = psutil.wait_procs([*services.values()], timeout=ENDED_SECONDS)
    return not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


def said(served: Served) -> str:
    """What it said, on its terminal and, where that was gone, in its log."""
    logs = (served.home.parent / "serve.log", served.home / "prefect" / "serve.log")
    return "".join(log.read_text() for log in logs if log.exists())


def test_another_shell_finds_it_and_a_second_one_is_refused(served: Served) -> None:
    """On a port that nobody is told: status, alarms, doctor and a run; then a stop from that shell."""
    services = services_of(served)
    found = living_server(Settings(home=served.home))
    assert found is not None
    assert (found.url, found.pid) == (served.url, services["server"].pid)
    assert Path(found.login_file).read_text().strip() == served.login
    assert served.url in ucj(served, "status").stdout
    assert json.loads(ucj(served, "status", "--json").stdout)["server"]["pid"] == found.pid
    assert f"answers at {served.url}/api" in ucj(served, "doctor", "--quick").stdout
    assert "server_lost" not in ucj(served, "alarms", "--json").stdout
    for again in (("serve",), ("serve", "--detach"), ("serve", "--only", "server")):
        refused = ucj(served, *again)
        assert refused.returncode == 3
        (line,) = refused.stderr.splitlines()
        assert served.url in line
        assert str(found.pid) in line
    assert all(one.is_running() for one in services.values())
    drop(served.home, "K01")
    served.wait_for(lambda: statuses(served.home, "K01") == ["accepted"])
    served.wait_for(
        lambda: re.search(r"S000001 PESERTA_K01_20260131\.csv: accepted, 20 of 20 rows; answered", said(served))
    )
    assert re.search(r"S000001 K01/PESERTA_K01_20260131\.csv: arrived, answered", said(served))
    run = ucj(served, "run", "--as-of", "2026-01-31", "--json")
    assert run.returncode == 0, run.stderr
    assert served.run(json.loads(run.stdout)["flow_run"]["id"])["state"]["type"] == "COMPLETED"
    stopped = ucj(served, "stop")
    assert (stopped.returncode, stopped.stdout.splitlines()[-1]) == (0, "stopped")
    assert all_ended(services)
    assert served.process is not None
    assert served.process.wait(60) == 0
    assert not server_is_expected(Settings(home=served.home))
    assert "Nothing is served" in ucj(served, "stop").stdout
    order = re.findall(r"stopping: (.+) \(process \d+\) ended", said(served))
    assert order == ["watcher", "worker", "Prefect server"]


@pytest.mark.nightly
def test_a_closed_terminal_ends_all(served: Served) -> None:
    services = services_of(served)
    assert served.end(signal.SIGHUP) == 0
    assert all_ended(services)
    assert "stopping: Prefect server" in (served.home / "prefect" / "serve.log").read_text()
    assert not server_is_expected(Settings(home=served.home))


@pytest.mark.nightly
def test_a_killed_parent_takes_all_along(served: Served) -> None:
    services = services_of(served)
    served.end(signal.SIGKILL)
    assert all_ended(services)
    assert not server_file(Settings(home=served.home)).is_held()


@pytest.mark.nightly
def test_what_a_kill_of_parent_and_watchdog_leaves_is_ended_by_the_next(served: Served) -> None:
    services = services_of(served)
    served.service("deployments.server.guard.watchdog").kill()
    served.end(signal.SIGKILL)
    assert all(one.is_running() for one in services.values())
    served.start()
    served.wait_for(lambda: said(served).count("watching") == 2)
    assert all_ended(services)
    assert said(served).count("was left by a `ucj serve` that was killed") == 3
    assert {one.pid for one in services_of(served).values()}.isdisjoint({one.pid for one in services.values()})


@pytest.mark.nightly
def test_stop_ends_what_a_kill_of_parent_and_watchdog_leaves(served: Served) -> None:
    services = services_of(served)
    served.service("deployments.server.guard.watchdog").kill()
    served.end(signal.SIGKILL)
    stopped = ucj(served, "stop")
    assert (stopped.returncode, stopped.stdout.splitlines()[-1]) == (0, "stopped")
    assert all_ended(services)


@pytest.mark.nightly
def test_a_killed_watchdog_is_replaced(served: Served) -> None:
    services, first = services_of(served), served.service("deployments.server.guard.watchdog")
    first.kill()
    served.wait_for(lambda: served.service("deployments.server.guard.watchdog").pid != first.pid)
    served.end(signal.SIGKILL)
    assert all_ended(services)


@pytest.mark.nightly
def test_stop_names_what_it_waits_for_and_now_waits_for_nothing(served: Served) -> None:
    services = services_of(served)
    with FileLock(served.home / ".run.lock"):  # keeps a run under way
        run = served.begin("publish-release")
        served.wait_for(lambda: served.run(run)["state"]["type"] == "RUNNING")
        stopped = ucj(served, "stop", "--now")
        assert stopped.returncode == 0
        assert "under way: publish-release (process " in stopped.stdout
        assert all_ended(services)
        assert served.process is not None
        assert served.process.wait(60) == 0
    assert not server_is_expected(Settings(home=served.home))
    served.start()
    served.wait_for(lambda: served.run(run)["state"]["type"] == "COMPLETED")


@pytest.mark.nightly
def test_detached_it_outlives_its_shell_until_it_is_stopped(served: Served) -> None:
    assert served.end(signal.SIGTERM) == 0
    begun = ucj(served, "serve", "--detach", UCJ_SERVER__PORT=str(served.port))
    try:
        assert begun.returncode == 0, begun.stderr
        services = services_of(served)
        assert served.url in begun.stdout
    finally:
        assert ucj(served, "stop").returncode == 0
    assert all_ended(services)


@pytest.mark.nightly
def test_a_taken_port_is_told_with_its_holder_and_a_free_one(served: Served, tmp_path: Path) -> None:
    other = Served(tmp_path / "other" / "home", served.port)
    (other.home / "inbox").mkdir(parents=True)
    refused = ucj(other, "serve", UCJ_SERVER__PORT=str(served.port))
    assert refused.returncode == 3
    assert f"process {services_of(served)['server'].pid} " in refused.stderr
    free = re.search(r"UCJ_SERVER__PORT=(\d+) ucj serve", refused.stderr)
    assert free is not None
    assert int(free[1]) > served.port
    assert not serve_file(Settings(home=other.home)).is_held()


@pytest.mark.nightly
def test_two_homes_are_kept_off_one_prefect_database(served: Served, tmp_path: Path) -> None:
    other = Served(tmp_path / "other" / "home", served.port)
    (other.home / "inbox").mkdir(parents=True)
    database = f"sqlite+aiosqlite:///{served.home}/prefect/prefect.db"
    refused = ucj(other, "run", PREFECT_SERVER_DATABASE_CONNECTION_URL=database)
    assert refused.returncode == 3
    line = refused.stderr.splitlines()[-1]
    assert "has a server already" in line
    assert served.url in line


def test_a_locked_prefect_database_is_one_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "prefect").mkdir(parents=True)
    (home / "inbox").mkdir()
    with closing(sqlite3.connect(home / "prefect" / "prefect.db", isolation_level=None)) as database:
        database.execute("CREATE TABLE held (number INTEGER)")
        database.execute("BEGIN EXCLUSIVE")
        ended = ucj(Served(home, 0), "run", "--as-of", "2026-01-31")
    assert ended.returncode == 3
    (line,) = ended.stderr.splitlines()
    assert "prefect.db is locked by" in line
    assert f"process {os.getpid()} " in line
