"""docs/operations.md, *On several machines*, tried; what stands for machines: `tests.integration.machines`.

Their disk is shared by GlusterFS, catalogue and Prefect's tables lie on PostgreSQL, the server has a password.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.integration.spread import AT, SERVER, WATCHER, WORKER_A, WORKER_B, Spread, spread
from tests.postgresql import PASSWORD

pytestmark = pytest.mark.nightly

BRANCHES = ("K01", "K02", "K03")
PUBLISH: dict[str, object] = {"as_of": "2026-01-31"}
LOOK = """
from deployments.server.environment import apply_prefect_environment
from settings import Settings
apply_prefect_environment(Settings())
from flows.runtime.orphaned_runs import reconcile_orphaned_runs
print(reconcile_orphaned_runs(Settings()))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    folder = tmp_path_factory.mktemp("machines")
    with spread(folder) as one:
        made = one.ucj(SERVER, "init")
        assert made.returncode == 0, made.stderr
        for name in AT:  # in any order
            one.serve(name)
        registered = one.ucj(SERVER, "serve", "--only", "register")
        assert registered.returncode == 0, registered.stderr
        yield one


def test_what_branches_drop_is_answered_and_published(served: Spread) -> None:
    for number, branch in enumerate(BRANCHES):
        served.deliver(branch, first=1 + 20 * number)
    served.wait_for(lambda: all(served.answered(branch) == ["accepted"] for branch in BRANCHES))
    run = served.begin("run-daily", PUBLISH)
    served.wait_for(lambda: _state(served, run) == "COMPLETED")
    (release,) = (served.disk / "published").glob("2026-01-31-*")
    assert (served.disk / "published" / "current").readlink() == Path(release.name)
    assert not (served.disk / "prefect" / "prefect.db").exists()


def test_the_doctor_tells_the_truth_on_each_machine(served: Spread) -> None:
    for name in AT:
        examined = served.ucj(name, "doctor", "--quick")
        found = [line for line in examined.stdout.splitlines() if "branch list" not in line]  # there is none
        assert (name, examined.returncode, [line for line in found if not line.startswith("ok ")]) == (name, 0, [])
        assert any(line.endswith("(worker-a, worker-b).") for line in found)


def test_two_machines_run_in_turn_and_take_each_other_for_alive(served: Spread) -> None:
    with served.locked(WATCHER):
        first = served.begin("publish-release", PUBLISH)
        at = served.wait_for(lambda: served.at_work(first))
        (busy,) = served.process_at(at, "worker", "start")
        busy.suspend()
        try:
            second = served.begin("run-daily", PUBLISH)
            other = served.wait_for(lambda: served.at_work(second))
        finally:
            busy.resume()
        assert {at, other} == {WORKER_A, WORKER_B}
        served.wait_for(lambda: {_state(served, run) for run in (first, second)} == {"RUNNING"})
        assert [served.python_at(name, LOOK) for name in (at, other)] == ["()", "()"]
    for run in (first, second):
        served.wait_for(lambda run=run: _state(served, run) == "COMPLETED")  # type: ignore[misc]
        assert served.run(run)["run_count"] == 1
    spans = _spans(served)
    assert len(spans) >= 3
    assert all(ended <= begun for (_, ended), (begun, _) in pairwise(spans))


def test_a_machine_is_lost_with_its_run(served: Spread) -> None:
    """Nobody starts a worker anew; the run was under way, and the lock of runs was held there."""
    with served.locked(WATCHER):
        run = served.begin("publish-release", PUBLISH)
        served.wait_for(lambda: _state(served, run) == "RUNNING")
        at = served.at_work(run)
        served.machines[at].lose()
    served.wait_for(lambda: _state(served, run) == "COMPLETED")
    assert [_types(served, run).count(state) for state in ("CRASHED", "RUNNING")] == [1, 2]
    served.wait_for(lambda: f"{at} is silent since" in served.ucj(SERVER, "doctor", "--quick").stdout)
    served.bring_back(at)


def test_the_lock_of_a_lost_machine_is_free_again(served: Spread) -> None:
    with served.locked(WORKER_B):
        served.machines[WORKER_B].lose()
    taken = served.machines[WORKER_A].do("flock", "--wait", "240", str(served.home / ".run.lock"), "true")
    assert taken.returncode == 0
    served.bring_back(WORKER_B)


def test_the_server_is_lost_and_comes_back(served: Spread) -> None:
    with served.locked(WATCHER):
        run = served.begin("publish-release", PUBLISH)
        served.wait_for(lambda: _state(served, run) == "RUNNING")
        served.machines[SERVER].lose()
        served.deliver("K04", first=900)
        served.wait_for(lambda: served.answered("K04"))  # the watcher needs no server
    served.bring_back(SERVER)
    served.wait_for(lambda: _state(served, run) == "COMPLETED")
    assert served.run(run)["run_count"] == 1
    served.wait_for(lambda: served.answered("K04") == ["accepted"])


def test_no_password_is_told_in_logs_or_parameters(served: Spread) -> None:
    logs = [log.read_text() for log in served.disk.parent.parent.glob("*/log")]
    assert any(logs)
    assert not [log for log in logs if PASSWORD in log or "rahasia" in log]


def _state(served: Spread, run: str) -> str:
    return str(served.run(run)["state"]["type"])


def _types(served: Spread, run: str) -> list[str]:
    return [state["type"] for state in served.get("flow_run_states/", flow_run_id=run)]


def _spans(served: Spread) -> list[tuple[datetime, datetime]]:
    """From when to when each run of the catalogue had the lock, in order."""
    address = served.extra["UCJ_DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(address)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT started_at, ended_at FROM run ORDER BY started_at")).all()
    engine.dispose()
    return [(row.started_at, row.ended_at) for row in found]
