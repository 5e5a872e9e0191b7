"""The Prefect server as we set it up: who gets in, and which pages of other hosts may not ask it through a browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from pydantic import SecretStr

from deployments.server.environment import prefect_environment, server_url
from deployments.server.health import _all, check_server
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from tests.integration.prefect_database import seed_prefect

PATIENCE_SECONDS = 180
AUTH = "operator:geheim"
EVERYTHING = "deployments/filter"
PUBLIC = "https://ucj.example.go.id/"
OTHER_PAGE = {"Origin": "https://elsewhere.example"}


def with_server(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update={"server": settings.server.model_copy(update=changes)})


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, prefect_server: None) -> Iterator[Settings]:
    home = tmp_path_factory.mktemp("guarded")
    seed_prefect(home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(home=home, server={"port": port, "auth": AUTH})
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    ours = {"UCJ_HOME": str(home), "UCJ_SERVER__PORT": str(port), "UCJ_SERVER__PUBLIC_URL": PUBLIC}
    environment = {**clean, **prefect_environment(settings), **ours}
    place = ("--host", "127.0.0.1", "--port", str(port))
    command = [sys.executable, "-m", "deployments.server.server_process", "server", "start", *place]
    with (
        (home / "server.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            wait_until_healthy(settings, server, home / "server.log")
            yield settings
        finally:
            server.terminate()
            server.wait(timeout=60)


def wait_until_healthy(settings: Settings, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{server_url(settings)}/api/health", timeout=10).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    pytest.fail(f"the server did not start: {log.read_text()}")


def visitor(settings: Settings, *, auth: str | None = AUTH) -> httpx.Client:
    known = httpx.BasicAuth(*auth.split(":")) if auth else None
    return httpx.Client(base_url=f"{server_url(settings)}/api/", auth=known, timeout=60)


@pytest.mark.parametrize("auth", [None, "operator:wrong", "operator:", "someone:geheim"])
def test_nobody_gets_in_without_the_password(guarded: Settings, auth: str | None) -> None:
    with visitor(guarded, auth=auth) as browser:
        assert browser.post(EVERYTHING, json={}).status_code == 403  # the token is asked first, and costs the password
        assert browser.get("admin/settings").status_code == 401
        assert browser.get("csrf-token", params={"client": "me"}).status_code == 401
        assert browser.get("health").status_code == 200  # tells nothing


def test_changes_need_the_token_of_a_client(guarded: Settings) -> None:
    with visitor(guarded) as browser:
        assert browser.post(EVERYTHING, json={}).status_code == 403
        token = browser.get("csrf-token", params={"client": "me"}).json()["token"]
        with_token = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "me"}
        assert browser.post(EVERYTHING, json={}, headers=with_token).json() == []
        assert (
            browser.post(EVERYTHING, json={}, headers={**with_token, "Prefect-Csrf-Client": "you"}).status_code == 403
        )


def test_pages_of_other_hosts_are_not_answered(guarded: Settings) -> None:
    asks = {**OTHER_PAGE, "Access-Control-Request-Method": "POST"}
    with visitor(guarded) as browser:
        assert browser.options(EVERYTHING, headers=asks).status_code in {400, 401}
        answer = browser.get("health", headers=OTHER_PAGE)
        assert "access-control-allow-origin" not in answer.headers
        own = browser.get("health", headers={"Origin": server_url(guarded)})
        assert own.headers["access-control-allow-origin"] == server_url(guarded)


@pytest.mark.parametrize("name", ["elsewhere.example", "elsewhere.example:4200", "127.0.0.1.elsewhere.example", ""])
def test_it_does_not_answer_to_a_name_that_is_not_its_own(guarded: Settings, name: str) -> None:
    with visitor(guarded) as browser:
        for place in ("health", "csrf-token?client=me", "../ui-settings", "../"):
            assert browser.get(place, headers={"Host": name}).status_code == 400


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "ucj.example.go.id"])
def test_it_answers_to_its_own_names_whatever_the_port(guarded: Settings, name: str) -> None:
    """A tunnel or a proxy has another port."""
    with visitor(guarded) as browser:
        assert browser.get("admin/version", headers={"Host": f"{name}:9999"}).status_code == 200


@pytest.mark.parametrize(("name", "answer"), [("elsewhere.example", 400), ("localhost", 101)])
def test_web_sockets_are_opened_under_its_own_names_only(guarded: Settings, name: str, answer: int) -> None:
    asked = f"GET /api/events/out HTTP/1.1\r\nHost: {name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    asked += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
    with socket.create_connection(("127.0.0.1", guarded.server.port), timeout=60) as line:
        line.sendall(f"{asked}Sec-WebSocket-Protocol: prefect\r\n\r\n".encode())
        assert line.recv(64).split()[1] == str(answer).encode()


def test_prefects_own_client_gets_in_with_our_settings(guarded: Settings) -> None:
    ask = "from prefect.client.orchestration import get_client as c; print(c(sync_client=True).read_deployments())"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    environment = {**clean, **prefect_environment(guarded), "PREFECT_API_URL": f"{server_url(guarded)}/api"}
    done = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_it_listens_on_loopback_only(guarded: Settings) -> None:
    listening = [place for place in psutil.net_connections("tcp") if place.status == psutil.CONN_LISTEN]
    ours = [place for place in listening if place.laddr and place.laddr.port == guarded.server.port]
    assert {place.laddr and place.laddr.ip for place in ours} == {"127.0.0.1"}


def checked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, *, api: str | None = None
) -> dict[str, list[HealthFinding]]:
    """What `ucj doctor` finds wrong with a server, by check."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    if api:
        monkeypatch.setenv("PREFECT_API_URL", api)
    wrong: dict[str, list[HealthFinding]] = {}
    for one in check_server(settings):
        if one.health is not Health.OK:
            assert one.do
            wrong.setdefault(one.check, []).append(one)
    return wrong


def test_doctor_on_a_guarded_server(guarded: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (only,) = checked(guarded, monkeypatch).values()
    assert [one.says for one in only] == ["nothing is deployed on this server."]
    wrong = checked(with_server(guarded, auth=SecretStr("operator:wrong")), monkeypatch)
    assert [one.says for one in wrong["server"]] == ["the server does not take our password."]
    (of_another,) = checked(Settings(home=tmp_path, server={"port": guarded.server.port}), monkeypatch)["server"]
    assert (of_another.health, "is of another" in of_another.says) == (Health.WARN, True)
    assert "UCJ_SERVER__PORT" in of_another.do
    assert "geheim" not in str(wrong)
    elsewhere = with_server(guarded, public_url="https://ucj.example.go.id/")
    assert "not https://ucj.example.go.id/api" in checked(elsewhere, monkeypatch)["ui"][0].says
    nothing_set, api = Settings(home=guarded.home, server={"auth": AUTH}), f"{server_url(guarded)}/api"
    assert "ui" not in checked(nothing_set, monkeypatch, api=api)  # as on a worker's machine
    by_name = api.replace("127.0.0.1", "localhost")  # all a browser elsewhere would find is itself
    assert f"not {by_name}" in checked(nothing_set, monkeypatch, api=by_name)["ui"][0].says
    monkeypatch.setattr("deployments.server.health.clock_skew", lambda _: 61.0)
    assert [one.says for one in checked(guarded, monkeypatch)["clock"]] == [
        "the clock of the Prefect server is +61 s from this machine's."
    ]
    monkeypatch.setattr("deployments.server.health.version", lambda _: "3.7.0")
    assert "while 3.7.0 is installed" in checked(guarded, monkeypatch)["server"][0].says


def test_doctor_on_a_server_that_was_started_otherwise(
    prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prefect's own settings, a schedule of which nobody makes runs, and nobody who would work them off."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentUpdate, WorkPoolCreate
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.exceptions import ObjectNotFound
    from prefect.settings import PREFECT_API_URL

    from flows.run_daily import run_daily

    with get_client(sync_client=True) as client:
        schedule = DeploymentScheduleCreate(schedule=CronSchedule(cron="0 5 * * *"), active=True)
        flow_id = client.create_flow(run_daily)
        deployment = client.create_deployment(flow_id, name="planted", schedules=[schedule])
        api = PREFECT_API_URL.value()
        try:
            wrong = checked(Settings(home=tmp_path), monkeypatch, api=api)
            client.pause_deployment(deployment)
            paused = checked(Settings(home=tmp_path), monkeypatch, api=api)
            client.create_work_pool(WorkPoolCreate(name="planted", type="process"))
            client.update_deployment(deployment, DeploymentUpdate(work_pool_name="planted"))
            idle = checked(Settings(home=tmp_path), monkeypatch, api=api)
            client.send_worker_heartbeat("planted", worker_name="one", heartbeat_interval_seconds=30)
            worked = checked(Settings(home=tmp_path), monkeypatch, api=api)
            monkeypatch.setattr("deployments.server.health._all", _with_a_silent_worker)
            halved = checked(Settings(home=tmp_path), monkeypatch, api=api)
        finally:
            client.delete_deployment(deployment)
            with suppress(ObjectNotFound):
                client.delete_work_pool("planted")
    assert [(one.health, one.says.split()[2]) for one in wrong["guards"]] == [
        (Health.FAIL, first) for first in ("asks", "answers", "lets", "takes")
    ]
    assert any("no run to come" in one.says for one in wrong["schedule"])
    assert any("planted: nobody asked" in one.says for one in wrong["worker"])
    assert any("pool planted: nobody asked" in one.says for one in idle["worker"])
    assert not any("pool planted" in one.says for one in worked.get("worker", []))
    assert [one.says.split(" since ")[0] for one in halved["worker"] if "planted" in one.says] == [
        "pool planted: other is silent"
    ]
    assert any("planted is paused" in one.says for one in paused["schedule"])


def _with_a_silent_worker(server: httpx.Client, place: str, condition: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = list(_all(server, place, condition))
    if place.endswith("planted/workers/filter"):
        an_hour_ago, last_week = (datetime.now(UTC) - timedelta(hours=hours) for hours in (1, 170))
        found.append({"name": "other", "last_heartbeat_time": an_hour_ago.isoformat()})
        found.append({"name": "former", "last_heartbeat_time": last_week.isoformat()})
    return found


def test_doctor_says_that_no_server_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        alone = Settings(home=tmp_path, server={"port": free.getsockname()[1]})
        (here,), (there,) = (
            checked(alone, monkeypatch, api=api)["server"]
            for api in (None, f"http://localhost:{alone.server.port}/api")
        )
        assert [here.health, there.health] == [Health.WARN, Health.WARN]
        assert "until then `ucj run`" in here.do
        assert "on its machine" in there.do
