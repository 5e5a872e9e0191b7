"""Services that die while a run is under way: nothing is lost, the run is taken up again, none stays Running for ever.

A run is kept under way by holding its lock; it then waits, as one that works long would.
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import psutil
import pytest
from filelock import FileLock

from tests.integration.served import Served, drop, serving, statuses

pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served"), auth="operator:rahasia", UCJ_SERVER__STOP_SECONDS="5") as one:
        yield one


@pytest.fixture
def held(served: Served) -> Iterator[Callable[[], None]]:
    """Keeps runs waiting until the returned function is called."""
    with ExitStack() as stack:
        stack.enter_context(FileLock(served.home / ".run.lock"))
        yield stack.close


@pytest.fixture
def run(served: Served, held: Callable[[], None]) -> str:
    """A publication that is under way."""
    run = served.begin("publish-release")
    served.wait_for(lambda: _state(served, run) == "RUNNING" and list((served.home / "prefect" / "alive").iterdir()))
    return run


def test_a_killed_worker_and_its_run_are_replaced(served: Served, run: str, held: Callable[[], None]) -> None:
    for process in (served.service("worker", "start"), served.service("deployments.server.flow_process")):
        process.kill()
    held()
    served.wait_for(lambda: _state(served, run) == "COMPLETED")
    assert _states(served, run).count("CRASHED") == 1
    assert served.run(run)["run_count"] == 2


def test_a_worker_killed_alone_is_replaced(served: Served, run: str, held: Callable[[], None]) -> None:
    worker = served.service("worker", "start")
    flow = served.service("deployments.server.flow_process")
    assert flow.environ()["PREFECT__FLOW_NAME"] == "publish-release"  # by which it knows what to import
    worker.kill()
    served.wait_for(lambda: served.service("worker", "start").pid != worker.pid)
    assert flow.is_running()
    held()
    served.wait_for(lambda: _state(served, run) == "COMPLETED")
    assert served.run(run)["run_count"] == 1


def test_a_killed_run_crashes_and_the_next_one_completes(served: Served, run: str, held: Callable[[], None]) -> None:
    served.service("deployments.server.flow_process").kill()
    served.wait_for(lambda: _state(served, run) == "CRASHED")
    held()
    again = served.begin("publish-release")
    served.wait_for(lambda: _state(served, again) == "COMPLETED")


def test_a_run_cancelled_in_the_ui_ends(served: Served, run: str) -> None:
    flow = served.service("deployments.server.flow_process")
    served.api(f"flow_runs/{run}/set_state", {"state": {"type": "CANCELLING"}})
    served.wait_for(lambda: _state(served, run) == "CANCELLED")
    psutil.wait_procs([flow], timeout=60)
    assert not flow.is_running()


def test_server_killed_in_the_middle(served: Served, run: str, held: Callable[[], None]) -> None:
    server = served.service("server", "start")
    server.kill()
    drop(served.home, "K01")
    served.wait_for(lambda: statuses(served.home, "K01"))  # the watcher needs no server
    served.wait_for(lambda: served.service("server", "start").pid != server.pid and _state(served, run))
    held()
    served.wait_for(lambda: _state(served, run) == "COMPLETED")
    served.wait_for(lambda: statuses(served.home, "K01") == ["accepted"])


def test_a_restarted_machine_finishes_the_run(served: Served, run: str, held: Callable[[], None]) -> None:
    served.kill_all()
    held()
    drop(served.home, "K02", first=50)
    served.start()
    served.wait_for(lambda: _state(served, run) == "COMPLETED")
    served.wait_for(lambda: statuses(served.home, "K02") == ["accepted"])
    running = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
    served.wait_for(lambda: not served.api("flow_runs/filter", running))  # `check-alarms` may be at work meanwhile


def test_stopped_with_a_run_under_way(served: Served, run: str, held: Callable[[], None]) -> None:
    assert served.end(signal.SIGINT) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.url}/api/health")
    held()
    served.start()
    served.wait_for(lambda: _state(served, run) == "COMPLETED")


def test_dead_watcher_is_replaced(served: Served) -> None:
    served.service("--only", "watcher").kill()
    drop(served.home, "K03", first=80)
    served.wait_for(lambda: statuses(served.home, "K03") == ["accepted"])


def test_a_daily_run_that_is_still_going_is_not_doubled(served: Served, held: Callable[[], None]) -> None:
    first = served.begin("run-daily")
    served.wait_for(lambda: _state(served, first) == "RUNNING")
    second = served.begin("run-daily")
    time.sleep(10)
    assert _state(served, first) == "RUNNING"
    assert _state(served, second) in {"SCHEDULED", "PENDING"}
    held()
    served.wait_for(lambda: _state(served, second) == "COMPLETED")
    ends = [served.run(run)["end_time"] for run in (first, second)]
    assert ends[0] <= served.run(second)["start_time"] < ends[1]


def test_the_password_is_nowhere_to_be_seen(served: Served) -> None:
    assert all("rahasia" not in log.read_text() for log in (served.home / "prefect").glob("*.log"))
    assert all("rahasia" not in " ".join(process.cmdline()) for process in served.services())


def _state(served: Served, run: str) -> str:
    return str(served.run(run)["state"]["type"])


def _states(served: Served, run: str) -> list[str]:
    return [state["type"] for state in served.get("flow_run_states/", flow_run_id=run)]
