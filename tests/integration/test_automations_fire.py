"""A served home notices runs that die or hang, runs that fail, and checks that do not come; and gives up no other."""

import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from filelock import FileLock

from tests.integration.served import Served, serving
from tests.listeners import Webhook, webhook

pytestmark = pytest.mark.nightly
SILENT, GIVEN_UP, UNCHECKED = 45, 100, 60  # seconds; a process gives a sign every 30


@pytest.fixture(scope="module")
def hook() -> Iterator[Webhook]:
    with webhook() as server:
        yield server


@pytest.fixture(scope="module")
def served(hook: Webhook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(
        tmp_path_factory.mktemp("served"),
        auth="operator:rahasia",
        UCJ_ALARMS__WEBHOOK_URL=hook.url,
        UCJ_HEARTBEAT__SILENT_SECONDS=str(SILENT),
        UCJ_HEARTBEAT__GIVEN_UP_SECONDS=str(GIVEN_UP),
        UCJ_ALARMS__UNCHECKED_SECONDS=str(UNCHECKED),
    ) as one:
        for name in ("check-alarms", "ingest-inbox"):  # only automations start a check, no other finds orphaned runs
            one.api(f"deployments/{one.deployments()[name]['id']}/pause_deployment")
        switch(one, "ucj: nobody looks", on=False)  # else its checks may find what the others are to find
        yield one


def switch(served: Served, automation: str, *, on: bool) -> None:
    """As in the UI."""
    (found,) = (one for one in served.api("automations/filter") if one["name"] == automation)
    served.api(f"automations/{found['id']}", {"enabled": on}, method="PATCH")


def under_way(served: Served, flow: str) -> list[str]:
    """Runs of a flow, of a deployment or not."""
    running = {"flows": {"name": {"any_": [flow]}}, "flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
    return [str(run["id"]) for run in served.api("flow_runs/filter", running)]


def last_runs(served: Served) -> str:
    """What the runs noted of themselves."""
    file = served.home / "watch" / "last_runs.json"
    return file.read_text() if file.exists() else ""


def started_by(served: Served, automation: str) -> list[dict[str, Any]]:
    """Runs of check-alarms that an automation started."""
    (found,) = (one for one in served.api("automations/filter") if one["name"] == automation)
    return [run for run in served.runs("check-alarms") if (run["created_by"] or {}).get("id") == found["id"]]


def told(hook: Webhook) -> set[str]:
    return {alarm["key"] for posted in hook.posted for alarm in posted["new"]}


def test_a_run_that_was_killed_outside_a_worker(served: Served, hook: Webhook) -> None:
    """Nobody but its heartbeat tells of `ucj run`."""
    with FileLock(served.home / ".intake.lock"):
        command = [sys.executable, "-m", "deployments", "run"]
        with subprocess.Popen(command, env=served.environment, stdout=subprocess.DEVNULL) as killed:
            (run,) = served.wait_for(lambda: under_way(served, "run-daily"))
            served.wait_for(lambda: "run-daily" in last_runs(served))
            killed.kill()
    served.wait_for(lambda: served.run(run)["state"]["type"] == "CRASHED")
    served.wait_for(lambda: "run_crashed:run-daily" in told(hook))


def test_a_run_that_hangs_raises_its_alarm(served: Served, hook: Webhook) -> None:
    """Its process lives, so it is neither given up nor handed back; after long silence it is told."""
    with FileLock(served.home / ".run.lock"):
        run = served.begin("publish-release")
        sign = served.home / "prefect" / "alive" / f"{run}.lock"
        served.wait_for(sign.exists)
        flow = served.service("deployments.server.flow_process")
        flow.suspend()
        served.wait_for(lambda: sign.stat().st_mtime < time.time() - GIVEN_UP)
        served.begin("check-alarms")
        served.wait_for(lambda: f"run_silent:{run}" in told(hook))
        assert served.run(run)["state"]["type"] in {"PENDING", "RUNNING"}
        flow.resume()
    served.wait_for(lambda: served.run(run)["state"]["type"] == "COMPLETED")


def test_a_run_that_failed_raises_its_alarm(served: Served, hook: Webhook) -> None:
    run = served.begin("publish-release", {"as_of": "2999-12-31"})
    served.wait_for(lambda: served.run(run)["state"]["type"] == "FAILED")
    served.wait_for(lambda: "run_failed:publish-release" in told(hook))
    assert started_by(served, "ucj: a run ended badly")


def test_checks_that_do_not_come(served: Served) -> None:
    """The schedule is off, as where a server creates no runs of it: one after the other is started."""
    assert not started_by(served, "ucj: nobody looks")
    switch(served, "ucj: nobody looks", on=True)
    for number in (1, 2):  # each comes after one to two times `UNCHECKED`, and what the server needs to notice
        served.wait_for(partial(_at_least, number, served))


def _at_least(number: int, served: Served) -> bool:
    return len(started_by(served, "ucj: nobody looks")) >= number
