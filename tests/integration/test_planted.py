"""Nobody is told of a person: planted in files that fail at every stage, he is nowhere but in archive and inbox."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from tests.integration.homes import Homes
from tests.integration.permissions import GROUP, OTHERS, readable_by, writable
from tests.integration.planted.files import deliver, deliveries
from tests.integration.planted.people import FAULT, NAME
from tests.integration.planted.search import planted_in, told
from tests.integration.prefect_database import seed_prefect
from tests.listeners import webhook
from tests.mailbox import serving_mail

PATIENCE_SECONDS = 900
KEPT = frozenset({"archive", "inbox"})
SETTINGS = {"SETTLE_SECONDS": "0.05", "WORKERS": "1", "HOLD__MIN_ROWS": "20", "MAX_REJECT_SHARE": "0.1"}
STATUSES = {"accepted", "accepted_with_rejects", "refused", "held", "duplicate"}
REASONS = {
    *("NAME_INVALID", "HEADER_NOT_FOUND", "COLUMN_MISSING", "COLUMN_TWICE", "TOO_MANY_REJECTS", "CONTAINER_MEMBERS"),
    *("CONTAINER_BROKEN", "ROW_COUNT_JUMP", "POSITION_IN_FUTURE", "PROCESSING_FAULT"),
}


@dataclass(frozen=True)
class Ran:
    """A home after four runs and its backup, what they said, and what they sent."""

    home: Path
    backup: Path
    said: str
    posted: list[bytes]
    mailed: list[bytes]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, prefect_server: None) -> Ran:
    home = Homes().new(tmp_path_factory.mktemp("planted"), few_regions=True)
    deliver(home)
    seed_prefect(home)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
    environment = {**clean, **{f"UCJ_{name}": value for name, value in SETTINGS.items()}, "UCJ_HOME": str(home)}
    backup = home.parent / "backup"
    command = [sys.executable, "-m", "tests.integration.planted.runs", str(backup)]
    with webhook() as hook, serving_mail() as mails:
        mailing = {"ALARMS__EMAIL_TO": '["piket@contoh.go.id"]', "ALARMS__EMAIL_FROM": "ucj@contoh.go.id"}
        mailing |= {"SMTP__HOST": "127.0.0.1", "SMTP__PORT": str(mails.port), "SMTP__SECURITY": "none"}
        environment |= {f"UCJ_{name}": value for name, value in mailing.items()}
        environment |= {"UCJ_ALARMS__WEBHOOK_URL": hook.url, "PREFECT_LOGGING_LEVEL": "DEBUG"}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        ) as runs:
            try:
                said, _ = runs.communicate(timeout=PATIENCE_SECONDS)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(runs.pid, signal.SIGKILL)  # its Prefect server, should it have been ended before its time
        return Ran(home, backup, said.decode(), hook.bodies, list(mails.read()))


def ask(database: Path, query: str) -> set[str]:
    with closing(sqlite3.connect(database)) as opened:
        return {str(row[0]) for row in opened.execute(query)}


def test_the_runs_met_every_way_of_failing(ran: Ran) -> None:
    """Else the searches below could find nothing."""
    catalogue, prefect = ran.home / "warehouse.db", ran.home / "prefect" / "prefect.db"
    assert ask(catalogue, "SELECT status FROM submission") == STATUSES
    assert ask(catalogue, "SELECT reason_code FROM submission_verdict") >= REASONS
    assert ask(catalogue, "SELECT state FROM run ORDER BY id") == {"failed", "completed"}
    assert ran.said.count("ucj: ValueError at runs.py") == 3
    assert (ran.home / "published" / "current" / "index.html").is_file()
    checked = [json.loads(path.read_text()) for path in sorted((ran.home / "outbox").glob("*/CEK_*/receipt.json"))]
    assert [one["status"] for one in checked] == ["accepted_with_rejects", "refused", "refused", "accepted"]
    logged = ask(prefect, "SELECT message FROM log")
    assert any("ProcessingFault: ValueError at runs.py" in line for line in logged)
    assert ask(prefect, "SELECT key FROM artifact") >= {"submissions", "deliveries", "release"}


def test_the_search_finds_what_is_there(ran: Ran) -> None:
    """In the archive, where the person is in text, gzip, ZIP, workbook, Parquet, UTF-16 and as a number."""
    found = planted_in(ran.home / "archive")
    for sign in ("!gzip", "!xl/sharedStrings.xml", "!NIK: NIK, plain", "NIK, plain in utf-16-le", "NIK as a number"):
        assert any(sign in one for one in found), sign
    assert told(FAULT.encode("utf-16-be"))
    assert "name in utf-8" in told(NAME.lower().encode())


def test_nothing_of_the_person_is_in_the_home(ran: Ran) -> None:
    assert planted_in(ran.home, leave=KEPT) == []


def test_nothing_of_the_person_was_said(ran: Ran) -> None:
    assert told(ran.said.encode()) == []


def test_no_alarm_tells_of_the_person(ran: Ran) -> None:
    """Refused and held files were told, by both ways."""
    for sent in (ran.posted, ran.mailed):
        said = b"\n".join(sent)
        assert {kind for kind in (b"K04", b"K03") if kind not in said} == set()
        assert told(said) == []


def test_nothing_of_the_person_is_in_a_backup_but_the_archive(ran: Ran) -> None:
    """What was delivered has to be in it, as it came; the rest is searched, and it is as private as the home."""
    assert planted_in(ran.backup, leave=frozenset({"archive"})) == []
    assert {path.name for path in ran.backup.iterdir()} >= {"archive", "lake", "outbox", "published", "warehouse.db"}
    assert planted_in(ran.backup / "archive")
    assert readable_by(ran.backup, OTHERS) == {"published", "branches.csv"}  # the latter written by the test
    assert readable_by(ran.backup, GROUP) == {"published", "branches.csv", "outbox"}
    assert writable(ran.backup) == []


def test_no_command_tells_of_the_person(ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_HOME", str(ran.home))
    for name, value in SETTINGS.items():
        monkeypatch.setenv(f"UCJ_{name}", value)
    asked = CliRunner()
    labels = [one["submission"] for one in json.loads(asked.invoke(app, ["submissions", "--json"]).stdout)]
    assert len(labels) > 25
    commands = [
        ["submissions"],
        ["status"],
        ["status", "--json"],
        ["doctor"],
        ["trace", "--region", "72.05", "--as-of", "2026-01-31"],
    ]
    commands += [["explain", label, *shown] for label in labels for shown in ([], ["--json"])]
    for name, data in deliveries():
        if NAME not in name and "PESERTA_K0" in name and "KLAIM" not in name:
            file = tmp_path / Path(name).name
            file.write_bytes(data)
            commands.append(["check", str(file), "--receipt", str(tmp_path / "receipts" / file.name)])
    for command in commands:
        with mock.patch.dict(os.environ):  # some set up Prefect
            result = asked.invoke(app, command)
        assert told(result.output.encode()) == [], command
        assert result.output
    assert planted_in(tmp_path / "receipts") == []


def test_files_are_private_whatever_the_umask(ran: Ran) -> None:
    own = {"inbox", "branches.csv"}  # written by the test
    assert readable_by(ran.home, OTHERS) - own == {"published", "metrics"}
    assert readable_by(ran.home, GROUP) - own == {"published", "metrics", "outbox"}
    others = {"inbox", "prefect"}  # delivered by branches; Prefect's own, in a folder that nobody else may enter
    assert [path for path in writable(ran.home) if path.relative_to(ran.home).parts[0] not in others] == []
