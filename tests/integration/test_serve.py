"""`ucj serve` for real: a server, its UI, the deployments, files on drop, and a clean end.

Also the guard of the pins in pyproject.toml: with a FastAPI or SQLAlchemy that this Prefect does not bear, the server
does not answer, or cron creates no runs while everything looks healthy.
"""

import json
import signal
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from deployments.registration.specs import DEPLOYMENTS, TIMEZONE
from deployments.server.health import check_server
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from tests.integration.inbox import deliver, extract
from tests.integration.permissions import GROUP, OTHERS, readable_by, writable
from tests.integration.served import Served, drop, serving, statuses

ROOT = Path(__file__).resolve().parents[2]
OF_THE_MOMENT = {
    "active_slots",
    "id",
    "created",
    "updated",
    "last_polled",
    "status",
    "schedules",
    "version_id",
    "version_info",
}
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
    settings = Settings(home=served.home, server={"port": served.port})
    found = served.wait_for(lambda: _without_failure(list(check_server(settings))))
    assert {one.check for one in found} == {"server", "guards", "ui", "schedule", "worker"}
    assert [path.name for path in (served.home / "outbox").iterdir()] == ["panduan"]  # which is for everybody
    assert readable_by(served.home, OTHERS) | readable_by(served.home, GROUP) <= {"metrics", "outbox"}
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


def register(served: Served) -> None:
    registered = served.python("deployments", "serve", "--only", "register")
    assert registered.returncode == 0, registered.stderr


def test_what_is_changed_in_the_ui_stays(served: Served) -> None:
    """The switch of a schedule, that of a deployment, another time, one more schedule; the rest goes on."""
    found = served.deployments()
    daily, sweep, maintain = found["run-daily"], found["ingest-inbox"], found["maintain"]
    (nightly,) = maintain["schedules"]
    later = {"schedule": {"cron": "45 4 * * 1-5", "timezone": "Asia/Makassar"}, "active": True}
    weekly = {"schedule": {"cron": "0 7 * * 1", "timezone": "Asia/Jakarta"}, "active": True, "parameters": {}}
    served.api(f"deployments/{maintain['id']}/schedules/{nightly['id']}", later, method="PATCH")
    served.api(f"deployments/{found['publish-release']['id']}/schedules", [weekly])
    served.api(f"deployments/{daily['id']}/schedules/{daily['schedules'][0]['id']}", {"active": False}, method="PATCH")
    served.api(f"deployments/{sweep['id']}/pause_deployment")
    try:
        register(served)
        after = served.deployments()
        assert [one["active"] for one in after["run-daily"]["schedules"]] == [False]
        assert {name for name, one in after.items() if one["paused"]} == {"ingest-inbox"}
        assert _schedules(after["maintain"]) == [("45 4 * * 1-5", "Asia/Makassar", True)]
        assert _schedules(after["publish-release"]) == [("0 7 * * 1", "Asia/Jakarta", True)]
        assert _schedules(after["check-alarms"]) == [("*/15 * * * *", "Asia/Jakarta", True)]
    finally:
        served.api(f"deployments/{sweep['id']}/resume_deployment")
        for deployment in served.deployments().values():
            for schedule in deployment["schedules"]:
                served.api(f"deployments/{deployment['id']}/schedules/{schedule['id']}", method="DELETE")
        register(served)
    assert {name: _schedules(one) for name, one in served.deployments().items()} == {
        declared.name: [(declared.cron, TIMEZONE, True)] if declared.cron else [] for declared in DEPLOYMENTS
    }


def test_templates_and_guides_lie_where_branches_read_them(served: Served) -> None:
    place = served.home / "outbox" / "panduan"
    assert {"index.html", "TEMPLAT_PESERTA.xlsx", "panduan-cabang.html"} <= {path.name for path in place.iterdir()}
    assert stat.S_IMODE(place.stat().st_mode) == 0o755


def test_a_dropped_check_is_answered_and_delivers_nothing(served: Served) -> None:
    name = "CEK_PESERTA_C01_20260131.csv"
    deliver(served.home, "C01", name, extract(3))
    place = served.home / "outbox" / "C01" / name / "receipt.json"
    served.wait_for(lambda: place.exists() and json.loads(place.read_text())["status"] == "accepted")
    assert not list((served.home / "inbox" / "C01").iterdir())
    assert statuses(served.home, "C01") == []


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


@pytest.mark.nightly
def test_a_backfill_from_the_ui(served: Served) -> None:
    """As the form sends it: dates as text, what was left empty left out."""
    drop(served.home, "K77", people=3, first=700, date="20251231")
    served.wait_for(lambda: statuses(served.home, "K77") == ["accepted"])
    run = served.begin("backfill", {"first": "2025-12-01", "last": "2026-01-31", "every": "month"})
    ended = served.wait_for(lambda: _ended(served.run(run)))
    assert (ended["state"]["name"], ended["name"]) == ("Completed", "backfill 2025-12-01 to 2026-01-31")
    assert ended["state"]["message"] == "2 of 2 dates"
    released = {path.name[:10] for path in (served.home / "published").glob("2*")}
    assert released == {"2025-12-31", "2026-01-31"}
    shown = served.api("artifacts/filter", {"artifacts": {"key": {"any_": ["backfill"]}}})
    assert [row["as of"] for row in json.loads(shown[0]["data"])] == ["2025-12-31", "2026-01-31"]


def test_everything_ends_on_sigterm(served: Served) -> None:
    whole = served.services()
    assert served.end(signal.SIGTERM) == 0
    assert [process for process in whole if process.is_running() and process.status() != "zombie"] == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.url}/api/health")


def _ended(run: dict[str, Any]) -> dict[str, Any]:
    return {} if run["state"]["type"] in {"SCHEDULED", "PENDING", "RUNNING"} else run


def _without_failure(findings: list[HealthFinding]) -> list[HealthFinding]:
    """Findings once the worker has asked for work; nothing before."""
    return [] if any(one.health is Health.FAIL for one in findings) else findings


def _lasting(deployments: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: _lasting_parts(one) for name, one in deployments.items()}


def _lasting_parts(found: dict[str, Any]) -> dict[str, Any]:
    """Without what changes when a run begins, such as the places that it takes up of a limit."""
    lasting = {key: found[key] for key in found if key not in OF_THE_MOMENT and not key.endswith(("_at", "_by"))}
    limit = lasting.get("global_concurrency_limit")
    return lasting | {"global_concurrency_limit": _lasting_parts(limit)} if limit else lasting


def _schedules(deployment: dict[str, Any]) -> list[tuple[object, ...]]:
    schedules = [(one["schedule"], one["active"]) for one in deployment["schedules"]]
    return [(schedule["cron"], schedule["timezone"], active) for schedule, active in schedules]


def _all_ended(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    under_way = [run for run in runs if run["state"]["type"] in {"SCHEDULED", "PENDING", "RUNNING"}]
    return [] if under_way else runs
