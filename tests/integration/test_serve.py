"""`ucj serve` for real: a server, its UI, the deployments, files on drop, and a clean end.

Also the guard of the pins in pyproject.toml: with a FastAPI or SQLAlchemy that this Prefect does not bear, the server
does not answer, or cron creates no runs while everything looks healthy.
"""

import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from deployments.declared import DEPLOYMENTS
from deployments.server_checks import check_server
from settings import Settings
from tasks.doctor.finding import Finding, Health
from tests.integration.permissions import GROUP, OTHERS, readable_by, writable
from tests.integration.served import Served, drop, serving, statuses

ROOT = Path(__file__).resolve().parents[2]
OF_THE_MOMENT = {"id", "created", "updated", "last_polled", "status", "schedules", "version_id", "version_info"}
MANY = 40


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as one:
        yield one


def test_runs_are_scheduled_at_five_in_jakarta(served: Served) -> None:
    scheduled = {"state": {"type": {"any_": ["SCHEDULED"]}}}
    condition = {"deployments": {"name": {"any_": ["run-daily"]}}, "flow_runs": scheduled}
    runs = served.wait_for(lambda: served.api("flow_runs/filter", condition))
    times = sorted(datetime.fromisoformat(run["expected_start_time"]) for run in runs)
    assert {time.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%H:%M") for time in times} == {"05:00"}
    assert len(times) > 1
    assert "<html" in httpx.get(f"{served.url}/", follow_redirects=True).text.lower()


def test_the_doctor_finds_nothing_and_others_read_nothing(served: Served) -> None:
    settings = Settings(home=served.home, server_port=served.port)
    found = served.wait_for(lambda: _without_failure(list(check_server(settings))))
    assert {one.check for one in found} == {"server", "guards", "ui", "schedule", "worker"}
    assert readable_by(served.home, OTHERS) | readable_by(served.home, GROUP) <= {"metrics"}
    assert writable(served.home) == []


def test_what_is_declared_is_deployed(served: Served) -> None:
    found = served.deployments()
    assert set(found) == {declared.name for declared in DEPLOYMENTS}
    for deployment in found.values():
        assert deployment["work_pool_name"] == "ucj"
        assert deployment["global_concurrency_limit"]["limit"] == 1
        assert deployment["concurrency_options"]["collision_strategy"] == "ENQUEUE"
        for parameter in deployment["parameter_openapi_schema"]["properties"].values():
            assert parameter["description"]
    as_of = found["run-daily"]["parameter_openapi_schema"]["properties"]["as_of"]
    assert {"format": "date", "type": "string"} in as_of["anyOf"]


def test_a_wrong_parameter_is_refused_by_the_form(served: Served) -> None:
    deployment = served.deployments()["reprocess"]["id"]
    with pytest.raises(httpx.HTTPStatusError, match=r"409|422"):
        served.api(f"deployments/{deployment}/create_flow_run", {"parameters": {"submissions": "banana"}})


def test_prefect_yaml_deploys_the_same(served: Served) -> None:
    before = served.deployments()
    deployed = served.python(
        "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(ROOT / "deployments" / "prefect.yaml")
    )
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    after = served.deployments()
    assert _lasting(after) == _lasting(before)
    assert list(map(_schedules, after.values())) == list(map(_schedules, before.values()))


def test_dropped_files_are_answered_and_ingested_in_few_runs(served: Served) -> None:
    drop(served.home, "K01")
    served.wait_for(lambda: statuses(served.home, "K01"))
    begun = len(served.runs("ingest-inbox"))
    branches = [f"B{number:02d}" for number in range(MANY)]
    for number, branch in enumerate(branches):
        drop(served.home, branch, people=2, first=100 + 2 * number)
    served.wait_for(lambda: all(statuses(served.home, branch) == ["accepted"] for branch in ["K01", *branches]))
    runs = served.wait_for(lambda: _all_ended(served.runs("ingest-inbox")))
    assert 0 < len(runs) <= begun + 4
    assert {run["state"]["name"] for run in runs} <= {"Completed", "NothingNew"}
    assert not list((served.home / "inbox").glob("*/*"))
    assert (served.home / "published" / "current").exists() is False
    (batch, *_) = [task for task in served.api("task_runs/filter") if "files of B" in task["name"]]
    assert batch["state"]["type"] == "COMPLETED"


def test_everything_ends_on_sigterm(served: Served) -> None:
    whole = served.pieces()
    assert served.end(signal.SIGTERM) == 0
    assert [process for process in whole if process.is_running() and process.status() != "zombie"] == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.url}/api/health")


def _without_failure(findings: list[Finding]) -> list[Finding]:
    """Findings once the worker has asked for work; nothing before."""
    return [] if any(one.health is Health.FAIL for one in findings) else findings


def _lasting(deployments: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: {key: one[key] for key in one if key not in OF_THE_MOMENT and not key.endswith(("_at", "_by"))}
        for name, one in deployments.items()
    }


def _schedules(deployment: dict[str, Any]) -> list[tuple[object, ...]]:
    schedules = [(one["schedule"], one["active"]) for one in deployment["schedules"]]
    return [(schedule["cron"], schedule["timezone"], active) for schedule, active in schedules]


def _all_ended(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    under_way = [run for run in runs if run["state"]["type"] in {"SCHEDULED", "PENDING", "RUNNING"}]
    return [] if under_way else runs
