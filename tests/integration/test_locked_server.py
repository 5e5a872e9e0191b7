"""The served Prefect server is the operator's: who else gets in, and what those with the login may have executed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from filelock import FileLock

from deployments.registration.specs import DEPLOYMENTS, POOL, POOL_TEMPLATE
from deployments.server.health import check_server
from settings import Settings
from tasks.operations.doctor.finding import Health
from tests.integration.reader_proxy import READER, proxied
from tests.integration.served import PATIENCE_SECONDS, Served, serving

NOBODY = 65534
AS_NOBODY = f"""
import encodings.idna, os, sys, urllib.error, urllib.request
os.setgroups([]), os.setgid({NOBODY}), os.setuid({NOBODY})
for url in sys.argv[2:]:
    request = urllib.request.Request(url, data=sys.argv[1].encode(), headers={{"Content-Type": "application/json"}})
    try:
        print(urllib.request.urlopen(request).status)
    except urllib.error.HTTPError as answer:
        print(answer.code)
"""
ENDED = {"COMPLETED", "FAILED", "CRASHED"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served"), UCJ_SERVER__STOP_SECONDS="5") as one:
        yield one


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """A file that is there when what an attacker sent was executed."""
    return tmp_path / "executed"


def ended(served: Served, run: str) -> dict[str, Any]:
    def look() -> dict[str, Any]:
        found = served.run(run)
        return found if found["state"]["type"] in ENDED else {}

    return served.wait_for(look)


def test_another_user_of_the_machine_starts_nothing(served: Served, mark: Path) -> None:
    if os.geteuid() != 0:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("ANOTHER USER NOT TRIED: only root can act as one")
    deployment = served.deployments()["publish-release"]["id"]
    order = json.dumps({"job_variables": {"command": f"touch {mark}"}})
    places = (f"deployments/{deployment}/create_flow_run", "deployments/filter", "flow_runs/filter")
    command = [sys.executable, "-c", AS_NOBODY, order, *(f"{served.url}/api/{place}" for place in places)]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tried.stdout.split() == ["403"] * 3, tried.stderr  # the token is asked first, and costs the login
    assert httpx.get(f"{served.url}/api/csrf-token", params={"client": "me"}).status_code == 401
    assert served.runs("publish-release") == []
    assert not mark.exists()


def test_the_doctor_finds_it_locked(served: Served) -> None:
    found = [
        one for one in check_server(Settings(home=served.home, server={"port": served.port})) if one.check == "guards"
    ]
    assert [(one.health, one.says) for one in found] == [
        (Health.OK, "asks for a password, and answers to its own names only.")
    ]


@pytest.mark.parametrize("given", ["command", "env", "working_dir", "image", "env.PATH"])
def test_a_request_for_a_run_cannot_say_how_it_is_started(served: Served, given: str) -> None:
    deployment = served.deployments()["publish-release"]["id"]
    with pytest.raises(httpx.HTTPStatusError, match="422"):
        served.api(f"deployments/{deployment}/create_flow_run", {"job_variables": {given: "touch here"}})


def test_what_is_declared_runs_whatever_the_server_was_told(served: Served, mark: Path, tmp_path: Path) -> None:
    """With the login: an open work pool, a command of the deployment, other code, steps before it."""
    code = tmp_path / "other.py"
    code.write_text(f"from pathlib import Path\nPath({str(mark)!r}).touch()\n")
    step = {"prefect.deployments.steps.run_shell_script": {"script": f"touch {mark}"}}
    opened = {
        "variables": {"type": "object", "properties": {"command": {"type": "string"}}},
        "job_configuration": {"command": "{{ command }}", "env": {"PYTHONPATH": str(tmp_path)}},
    }
    changed = {"entrypoint": f"{code}:flow", "path": str(tmp_path), "pull_steps": [step]}
    deployment = served.deployments()["check-alarms"]
    place = f"deployments/{deployment['id']}"
    served.api(f"work_pools/{POOL}", {"base_job_template": opened}, method="PATCH")
    served.api(place, {**changed, "job_variables": {"command": f"touch {mark}"}}, method="PATCH")
    try:
        run = served.api(f"{place}/create_flow_run", {"job_variables": {"command": f"touch {mark}"}})["id"]
        assert ended(served, run)["state"]["type"] == "COMPLETED"
        assert not mark.exists()
    finally:
        registered = served.python("deployments", "serve", "--only", "register")
    assert registered.returncode == 0, registered.stderr
    after = served.deployments()["check-alarms"]
    assert served.get(f"work_pools/{POOL}")["base_job_template"] == POOL_TEMPLATE
    assert (after["entrypoint"], after["job_variables"]) == (deployment["entrypoint"], {})
    assert not after["pull_steps"]


def test_a_deployment_that_is_not_declared_is_not_run(served: Served, mark: Path, tmp_path: Path) -> None:
    code = tmp_path / "other.py"
    code.write_text(
        f"from pathlib import Path\nfrom prefect import flow\nPath({str(mark)!r}).touch()\nx = flow(print)\n"
    )
    flow = served.deployments()["check-alarms"]["flow_id"]
    other = {"name": "other", "flow_id": flow, "work_pool_name": POOL, "entrypoint": f"{code}:x", "path": str(tmp_path)}
    deployment = served.api("deployments/", other)["id"]
    try:
        run = served.api(f"deployments/{deployment}/create_flow_run", {})["id"]
        assert ended(served, run)["state"]["type"] == "CRASHED"
        assert not mark.exists()
    finally:
        served.api(f"deployments/{deployment}", method="DELETE")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("reprocess", {"feed": "../../etc"}),
        ("reprocess", {"branch": "../K02"}),
        ("backfill", {"first": "2025-01-01", "last": "2025-01-31", "every": "/tmp"}),
    ],
)
def test_a_parameter_cannot_name_a_place(served: Served, name: str, parameters: dict[str, object]) -> None:
    deployment = served.deployments()[name]["id"]
    with pytest.raises(httpx.HTTPStatusError, match=r"409|422"):
        served.api(f"deployments/{deployment}/create_flow_run", {"parameters": parameters})


@pytest.mark.parametrize("parameters", [{"as_of": "/tmp/other"}, {"home": "/tmp/other"}])
def test_a_parameter_that_the_server_lets_pass_is_refused_by_the_flow(
    served: Served, parameters: dict[str, object]
) -> None:
    assert ended(served, served.begin("run-daily", parameters))["state"]["type"] in {"FAILED", "CRASHED"}


def test_the_server_of_a_single_run_is_locked_too(tmp_path: Path) -> None:
    """While the run waits for its turn."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    command = [sys.executable, "-m", "deployments", "run", "--init"]
    with FileLock(home / ".run.lock"), subprocess.Popen(command, env={**kept, "UCJ_HOME": str(home)}) as run:
        try:
            api = address_of_its_server(run)
            assert httpx.get(f"{api}/admin/version").status_code == 401
            login = (home / "secret" / "ucj_server_auth").read_text().strip()
            known = httpx.BasicAuth(*login.split(":"))
            assert httpx.get(f"{api}/admin/version", auth=known).status_code == 200
            foreign = {"Host": "elsewhere.example"}
            assert httpx.get(f"{api}/admin/version", auth=known, headers=foreign).status_code == 400
        finally:
            run.terminate()


def address_of_its_server(run: "subprocess.Popen[bytes]") -> str:
    """Once it answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and run.poll() is None:
        for one in psutil.Process(run.pid).children():
            with suppress(psutil.NoSuchProcess, httpx.HTTPError):
                for listening in one.net_connections():
                    api = f"http://127.0.0.1:{listening.laddr.port}/api"
                    httpx.get(f"{api}/health").raise_for_status()
                    return api
        time.sleep(0.2)
    raise AssertionError("no server of the run was seen")


def test_no_process_of_a_served_home_leaves_a_dump(served: Served) -> None:
    """Of its memory, which may hold numbers of people: the kernel's own word for each of them."""
    assert served.process is not None
    everyone = [served.process.pid, *(one.pid for one in served.services())]
    assert len(everyone) >= 4
    for pid in everyone:
        (limit,) = [line for line in Path(f"/proc/{pid}/limits").read_text().splitlines() if "core file" in line]
        assert limit.split()[4:6] == ["0", "0"]


def test_a_reader_sees_and_changes_nothing(served: Served, tmp_path: Path) -> None:
    deployment = served.deployments()["publish-release"]["id"]
    with (
        proxied(tmp_path / "nginx", port=served.port, login=served.login) as address,
        httpx.Client(base_url=address, auth=httpx.BasicAuth(*READER), timeout=60) as reader,
    ):
        assert httpx.get(f"{address}/api/deployments/{deployment}").status_code == 401
        assert httpx.get(f"{address}/", auth=httpx.BasicAuth("siti", "wrong")).status_code == 401
        token = reader.get("/api/csrf-token", params={"client": "siti"}).json()["token"]
        headers = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "siti"}
        seen = reader.post("/api/deployments/filter", json={}, headers=headers).raise_for_status().json()
        assert {one["name"] for one in seen} == {declared.name for declared in DEPLOYMENTS}
        assert reader.get("/ui-settings").json()["auth"] is None
        shown = [reader.get(place).text for place in ("/", "/ui-settings", "/api/admin/settings")]
        assert [text for text in shown if served.login.partition(":")[2] in text] == []
        for method, place in (
            ("POST", f"/api/deployments/{deployment}/create_flow_run"),
            ("POST", f"/api/deployments/filter/../{deployment}/create_flow_run"),
            ("POST", "/api/block_documents/filter"),
            ("PATCH", f"/api/deployments/{deployment}"),
            ("DELETE", f"/api/deployments/{deployment}"),
            ("POST", "/api/work_pools/"),
        ):
            assert reader.request(method, place, json={}, headers=headers).status_code == 403
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        answer = reader.get("/api/events/in", headers={**upgrade, "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg=="})
        assert answer.status_code >= 400
    assert served.runs("publish-release") == []
