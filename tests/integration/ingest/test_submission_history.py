"""What `ucj explain` and `ucj status` tell of deliveries that went through everything."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from deployments.cli import app
from deployments.commands.look.explain import history_lines
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.ingest.reprocess import reprocess
from tasks.operations.status.read import read_delivery_status, read_status, status_rows
from tasks.operations.status.submission_history import history_of
from tasks.operations.status.table import summarise
from tests.integration.ingest.home import NOW, TODAY, deliver, extract, take
from warehouse.catalogue.runs import start_run
from warehouse.dimensions.regions import load_regions
from warehouse.dimensions.sync import BranchEntry, sync_branches
from warehouse.errors import OperatorError, SubmissionUnknown
from warehouse.releases.releases import record_release
from warehouse.submissions.lookup import get
from warehouse.submissions.positions import live_positions

JANUARY = date(2026, 1, 31)
Run = Callable[..., Any]


@pytest.fixture
def home(settings: Settings, engine: Engine) -> Path:
    """S1 has bad rows, S2 copies it, S3 corrects it, S4 is misnamed; a release rests on S1, S1 was refused later."""
    home = settings.home
    (home / "branches.csv").write_text("code,name,max_reject_share,schedule\nK01,Buol,,\nK02,Palu,,monthly@5\n")
    sync_branches(engine, [BranchEntry(code=code) for code in ("K01", "K02")], on=date(2026, 1, 1))
    deliver(home, "K01", "PESERTA_K01_20260131.csv", extract(40, bad=2))
    take(settings, engine)
    run = start_run(engine, as_of=JANUARY, at=NOW)
    record_release(
        engine,
        release_id="2026-01-31-abc",
        as_of=JANUARY,
        content_sha256="0" * 64,
        inputs_sha256="1" * 64,
        run_id=run.id,
        object_ids=[one.object_id for one in live_positions(engine, "enrolment", as_of=JANUARY)],
        at=NOW,
    )
    deliver(home, "K01", "PESERTA_K01_20260131_R0.csv", extract(40, bad=2))
    take(settings, engine)
    deliver(home, "K01", "PESERTA_K01_20260131_R1.csv", extract(41))
    deliver(home, "K01", "data januari.csv", extract(1))
    take(settings, engine)
    (home / "branches.csv").write_text("code,name,max_reject_share,schedule\nK01,Buol,1%,\nK02,Palu,,monthly@5\n")
    later = NOW + timedelta(hours=2)
    reprocess(get(engine, 1), settings=settings, engine=engine, regions=load_regions(), now=later, dry_run=False)
    return home


@pytest.fixture
def ucj(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("UCJ_HOME", str(home))
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)


def numbers_by_name(engine: Engine, settings: Settings) -> dict[str, str]:
    return {history_of(engine, n, settings=settings)["delivery"]["file_name"]: f"S{n:06d}" for n in (1, 2, 3, 4)}


def test_the_history_of_one_that_was_accepted_copied_replaced_and_refused(
    home: Path, engine: Engine, settings: Settings
) -> None:
    labels = numbers_by_name(engine, settings)
    record = history_of(engine, 1, settings=settings)
    assert record["delivery"]["sha256"] == get(engine, 1).sha256[:12]
    assert record["delivery"]["archived"] is True
    assert (record["status"], record["reason"]["code"]) == ("refused", "TOO_MANY_REJECTS")
    assert "2 / 42" in record["reason"]["detail"]
    assert record["duplicates"] == [labels["PESERTA_K01_20260131_R0.csv"]]
    assert [one["submission"] for one in record["same_position"]] == [labels["PESERTA_K01_20260131_R1.csv"]]
    assert [(one["cause"], one["status"], one["rows"]["accepted"]) for one in record["history"]] == [
        ("check", "accepted_with_rejects", 40),
        ("reprocess", "refused", 0),
    ]
    assert [one["rules"] for one in record["history"]] == [{"NIK_SERIAL": 2}] * 2
    assert [(one["live"], one["rows"], one["releases"]) for one in record["lake"]] == [(False, 40, ["2026-01-31-abc"])]
    assert Path(record["receipt"]).is_dir()
    text = "\n".join(history_lines(record))
    for said in ("S000001", "NIK_SERIAL", "2026-01-31-abc", "not in force", "reprocessed: refused", record["receipt"]):
        assert said in text
    assert "7205011708" not in text


def test_the_history_of_one_that_ended_on_arrival(home: Path, engine: Engine, settings: Settings) -> None:
    number = int(numbers_by_name(engine, settings)["data januari.csv"][1:])
    record = history_of(engine, number, settings=settings)
    assert (record["reason"]["code"], record["delivery"]["feed"], record["lake"]) == ("NAME_INVALID", None, [])
    assert "on arrival: refused (NAME_INVALID)" in "\n".join(history_lines(record))
    with pytest.raises(SubmissionUnknown):
        history_of(engine, 99, settings=settings)


def test_status_lists_what_is_late_missing_and_misnamed(home: Path, settings: Settings) -> None:
    standing = read_delivery_status(TODAY, settings, today=TODAY)
    rows = {(row["branch"], row["feed"]): row for row in standing.deliveries}
    assert rows["K01", "enrolment"]["state"] == "ok"
    assert rows["K01", "enrolment"]["position_date"] == "2026-01-31"
    assert rows["K01", "unknown"]["last_reason"] == "NAME_INVALID"
    missing = rows["K02", "enrolment"]
    assert (missing["state"], missing["due_by"], missing["days_late"], missing["name"]) == (
        "missing",
        "2026-02-05",
        10,
        "Palu",
    )
    assert (standing.summary["expected"], standing.summary["missing"]) == (2, 1)
    assert standing.restated == (JANUARY,)
    assert read_delivery_status(JANUARY, settings, today=TODAY).restated == ()
    with catalogue(settings) as engine:
        earlier = read_status(engine, as_of=date(2026, 1, 30), today=TODAY, settings=settings)
    (state,) = earlier.filter(branch="K01", feed="enrolment")["state"]
    assert state == "not_due"  # listed since 1 January


def test_a_run_for_an_earlier_date_tells_of_deliveries_what_the_status_tells(home: Path, settings: Settings) -> None:
    """A home is made today and runs for a date before: nothing was due then, nor is anything yet."""
    told = [read_delivery_status(day, settings, today=TODAY) for day in (date(2025, 11, 30), JANUARY, TODAY)]
    with catalogue(settings) as engine:
        table = read_status(engine, as_of=TODAY, today=TODAY, settings=settings)
    for one in told:
        assert list(one.deliveries) == status_rows(table)
        assert one.summary == summarise(table)


def test_the_commands_tell_the_story_of_a_submission(home: Path, ucj: Run) -> None:
    told = json.loads(ucj("explain", "s1", "--json").stdout)
    assert told["submission"] == "S000001"
    assert "SHA-256" in ucj("explain", "S000001").stdout
    listed = json.loads(ucj("status", "--as-of", TODAY, "--json").stdout)
    assert {row["branch"] for row in listed["deliveries"]} == {"K01", "K02"}
    late = ucj("status", "--as-of", TODAY, "--late").stdout
    assert "K02" in late
    assert "K01" not in late
    assert "1 missing" in late
    assert [row["branch"] for row in json.loads(ucj("status", "--branch", "k02", "--json").stdout)["deliveries"]] == [
        "K02"
    ]
    wrong: list[tuple[object, ...]] = [
        ("explain", "abc"),
        ("explain", "S000099"),
        ("status", "--as-of", "2999-01-01"),
        ("approve", "S000001"),
        ("refuse", "1", "--why", "x"),
        ("refuse", "1", "--note", "x"),  # its name before
        ("refuse", "1"),
        ("reprocess",),
    ]
    for arguments in wrong:
        assert isinstance(ucj(*arguments).exception, OperatorError), arguments
