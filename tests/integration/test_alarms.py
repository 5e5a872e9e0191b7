"""Alarms and figures of real runs: what arrives at a listener, what stands in the file, what `ucj alarms` says."""

import json
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner, Result

from deployments.cli import app
from tasks.execution.retries import ProcessingFault
from tests.conftest import RunDay, run_as_of
from tests.integration.test_route import KPJ, NAME, NIK, deliver, extract
from tests.listeners import Webhook, webhook

pytestmark = pytest.mark.usefixtures("few_regions", "quick_release")

TODAY = datetime.now(ZoneInfo("Asia/Jakarta")).date()
BRANCHES = (
    "code,name,regional_office,feeds,regions\nK01,Buol,S,enrolment,\nK02,Palu,S,enrolment,\nK03,Poso,S,enrolment,\n"
)
BAD_DAY = {"rejects:K01 enrolment S000001", "refused:K02 enrolment S000002"}  # nothing is late in a home of today


def paid(content: str) -> str:
    """Up to this month."""
    return content.replace("01-2026", f"{TODAY:%m-%Y}")


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Path:
    """K01 with 4 % bad rows, K02 with nothing but bad ones, K03 silent; alarms go to the listener."""
    set_up(tmp_path, hook, monkeypatch)
    deliver_bad_day(tmp_path)
    return tmp_path


def set_up(home: Path, hook: Webhook, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("UCJ_HOME", str(home))
    patch.setenv("UCJ_ALARMS__WEBHOOK_URL", hook.url)
    patch.setenv("UCJ_ALARMS__RUN_BY", "00:00")


def deliver_bad_day(home: Path) -> None:
    deliver(home, "K01", f"PESERTA_K01_{TODAY:%Y%m%d}.csv", paid(extract(48, bad=2)))
    deliver(home, "K02", f"PESERTA_K02_{TODAY:%Y%m%d}.csv", paid(extract(1, bad=9)))
    (home / "branches.csv").write_text(BRANCHES)


@pytest.fixture(scope="module")
def bad_day(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a home after its run, for all tests that begin with it."""
    home = tmp_path_factory.mktemp("bad_day") / "home"
    deliver_bad_day(home)
    with webhook() as hook, pytest.MonkeyPatch.context() as patch:
        set_up(home, hook, patch)
        run_as_of(home, TODAY, patch)
    return home


@pytest.fixture
def told(bad_day: Path, tmp_path: Path, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it; alarms go to the listener."""
    home = Path(shutil.copytree(bad_day, tmp_path / "home", symlinks=True))
    set_up(home, hook, monkeypatch)
    return home


def ucj(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def keys(posted: dict[str, Any]) -> set[str]:
    return {alarm["key"] for alarm in posted["new"]}


def test_what_a_run_finds_is_told_once_and_when_it_is_over(home: Path, hook: Webhook, run_day: RunDay) -> None:
    run_day(home, TODAY)
    (first,) = hook.posted
    assert keys(first) == BAD_DAY
    assert not any(secret in json.dumps(hook.posted) for secret in (NIK, KPJ[:-4], NAME))
    run_day(home, TODAY)
    assert len(hook.posted) == 1
    deliver(home, "K02", f"PESERTA_K02_{TODAY:%Y%m%d}_R1.csv", paid(extract(40)))
    run_day(home, TODAY)
    _, second = hook.posted
    assert second["new"] == []
    assert second["over"] == ["refused:K02 enrolment S000002"]


def test_a_run_that_fails_is_noticed_by_the_next_look(
    home: Path, hook: Webhook, run_day: RunDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_day(home, TODAY)
    with monkeypatch.context() as patch:
        patch.setattr("flows.steps.publication.measure_facts", lambda *_: 1 / 0)
        with pytest.raises(ProcessingFault):
            run_day(home, TODAY)
    said = json.loads(ucj("alarms", "--json", "--send").stdout)
    assert {alarm["key"] for alarm in said["alarms"]} == BAD_DAY | {"run_failed:run-daily"}
    assert keys(hook.posted[-1]) == {"run_failed:run-daily"}
    run_day(home, TODAY)
    assert hook.posted[-1]["over"] == ["run_failed:run-daily"]


def test_a_run_that_was_killed_is_noticed(told: Path) -> None:
    file = told / "watch" / "last_runs.json"
    runs = json.loads(file.read_text())
    runs["run-daily"] |= {"state": "Running", "ended_at": None}  # what a killed process leaves behind
    file.write_text(json.dumps(runs))
    shown = ucj("alarms")
    assert shown.exit_code == 1
    assert "PROSES BERHENTI MENDADAK / A run died" in shown.stdout


def test_the_figures_are_those_of_the_run_and_open_to_all(told: Path) -> None:
    file = told / "metrics" / "ucj.prom"
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o755
    families = text_string_to_metric_families(file.read_text())
    found = {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}
    assert found["ucj_rows", "read"] == 60
    assert found["ucj_rows", "rejected"] == 11
    assert found["ucj_submissions", "refused"] == 1
    assert found["ucj_active_people",] == 48
    assert found["ucj_alarms", "missing"] == 0
    assert found["ucj_deliveries", "not_due"] == 2
    watched = datetime.fromtimestamp(found["ucj_watched_timestamp_seconds",], ZoneInfo("Asia/Jakarta"))
    assert (
        found["ucj_position_age_days", "K01", "enrolment"] == (watched.date() - TODAY).days
    )  # midnight may be between
    assert found["ucj_stage_seconds", "run-daily", "ingest"] > 0
    assert stat.S_IMODE((told / "watch").stat().st_mode) == 0o700


def test_the_command_without_a_channel_and_with_a_deaf_one(
    home: Path, hook: Webhook, run_day: RunDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.operations.alarms.channels.PAUSES", ())
    assert ucj("alarms", "--test").stdout == "a test message was sent by webhook\n"
    assert hook.posted[-1]["test"] is True
    hook.status = 500
    run_day(home, TODAY)  # ends well though nobody hears of it
    deaf = ucj("alarms", "--send")
    assert deaf.exit_code == 4
    assert "not sent: webhook: the server answers 500" in deaf.stdout
    assert "rahasia-token" not in deaf.output
    hook.status = 200
    assert ucj("alarms", "--send").exit_code == 1
    assert keys(hook.posted[-1]) == BAD_DAY
    monkeypatch.delenv("UCJ_ALARMS__WEBHOOK_URL")
    nowhere = ucj("alarms", "--send")
    assert "alarms.webhook_url" in str(nowhere.exception)


def test_an_alarm_is_dismissed_with_a_reason_and_comes_back_for_another_file(told: Path, run_day: RunDay) -> None:
    (refused,) = (one for one in json.loads(ucj("alarms", "--json").stdout)["alarms"] if one["kind"] == "refused")
    assert "--why" in str(ucj("alarms", "--dismiss", refused["id"]).exception)
    assert ucj("alarms", "--dismiss", refused["id"], "--why", "a trial").exit_code == 0
    said = json.loads(ucj("alarms", "--json").stdout)
    assert {one["key"] for one in said["alarms"]} == BAD_DAY - {refused["key"]}
    assert [(one["key"], one["why"]) for one in said["dismissed"]] == [(refused["key"], "a trial")]
    assert "a trial" in ucj("alarms").stdout
    deliver(told, "K02", f"PESERTA_K02_{TODAY:%Y%m%d}_R1.csv", paid(extract(2, bad=9)))
    run_day(told, TODAY)
    again = json.loads(ucj("alarms", "--json").stdout)
    assert {one["key"] for one in again["alarms"]} > {"refused:K02 enrolment S000003"}
    assert again["dismissed"] == []


def test_the_alarm_of_a_misnamed_file_ends_when_the_branch_delivers_properly(home: Path, run_day: RunDay) -> None:
    deliver(home, "K03", "data maret.csv", paid(extract(40, bad=0)))
    run_day(home, TODAY)
    keys_open = {one["key"] for one in json.loads(ucj("alarms", "--json").stdout)["alarms"]}
    (misnamed,) = keys_open - BAD_DAY
    assert misnamed.startswith("refused:K03 unknown S0000")
    deliver(home, "K03", f"PESERTA_K03_{TODAY:%Y%m%d}.csv", paid(extract(41)))
    run_day(home, TODAY)
    assert {one["key"] for one in json.loads(ucj("alarms", "--json").stdout)["alarms"]} == BAD_DAY
