"""A file that a branch drops only to have it checked is answered like a delivery, and leaves nothing behind."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from settings import HoldSettings, Settings
from tasks.ingest import dropped_checks
from tasks.ingest.arrivals import anything_waits, take_arrivals
from tasks.ingest.dry_run import judge_file
from tasks.receive.inbox import look
from tests.integration.ingest.home import TODAY, deliver, extract, take
from warehouse.errors import DiskFull
from warehouse.records import Submission
from warehouse.submissions.lookup import list_submissions

NAME = "PESERTA_K01_20260131.csv"
KEPT = ("archive", "lake", "quarantine", "docs")
OF_RUNS = ('INSERT INTO "run"', "INSERT INTO \"sqlite_sequence\" VALUES('run'")


@pytest.fixture
def answer(settings: Settings, engine: Engine) -> Any:
    """Answer the checks that lie in the inbox, without Prefect."""

    def answered(under: Settings = settings) -> tuple[Submission, ...]:
        checks = tuple(file for file in look(settings.path("inbox")).files if file.is_check)
        return dropped_checks.answer_checks.fn(checks, under, TODAY)

    return answered


def told(settings: Settings, folder: str = f"CEK_{NAME}", *, branch: str = "K01") -> dict[str, Any]:
    record: dict[str, Any] = json.loads((settings.path("outbox", branch) / folder / "receipt.json").read_text())
    return record


def in_inbox(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.path("inbox").glob("*/*"))


def kept(home: Path) -> dict[str, bytes]:
    """Every file that a delivery would leave behind, drafts too."""
    return {str(path): path.read_bytes() for name in KEPT for path in (home / name).rglob("*") if path.is_file()}


def catalogue(home: Path) -> list[str]:
    """Every row of every table but that of the runs, as SQL."""
    with closing(sqlite3.connect(home / "warehouse.db")) as connection:
        return [line for line in connection.iterdump() if not line.startswith(OF_RUNS)]


def test_a_check_says_what_the_delivery_would_say(settings: Settings, engine: Engine, answer: Any) -> None:
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(40, bad=2))
    answer()
    checked = told(settings)
    assert in_inbox(settings) == []
    deliver(settings.home, "K01", NAME, extract(40, bad=2))
    (done,) = take(settings, engine)
    delivered = json.loads((done.receipt / "receipt.json").read_text())
    of_each = {"submission", "received_at", "file_name", "next_id", "next_en", "duplicate_of"}
    assert {name: checked[name] for name in checked.keys() - of_each} == {
        name: delivered[name] for name in delivered.keys() - of_each
    }
    assert (checked["status"], checked["rows"]["rejected"]) == ("accepted_with_rejects", 2)
    assert checked["submission"] is None
    place = settings.path("outbox", "K01", f"CEK_{NAME}")
    assert (place / "rows.csv").read_bytes() == (done.receipt / "rows.csv").read_bytes()
    assert "Ini hanya pemeriksaan" in (place / "receipt.html").read_text()


def test_a_check_looks_at_earlier_positions_and_changes_none(settings: Settings, engine: Engine, answer: Any) -> None:
    deliver(settings.home, "K01", "PESERTA_K01_20251231.csv", extract(400).replace(";01-2026", ";12-2025"))
    take(settings, engine)
    before = (kept(settings.home), catalogue(settings.home))
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(20))
    answer(settings.model_copy(update={"hold": HoldSettings(min_rows=100)}))
    assert (told(settings)["status"], told(settings)["reason"]["code"]) == ("held", "ROW_COUNT_JUMP")
    assert (kept(settings.home), catalogue(settings.home)) == before


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("CEK_PESERTA_K02_20260131.csv", "BRANCH_MISMATCH"),
        ("CEK_CEK_PESERTA_K01_20260131.csv", "NAME_INVALID"),
        ("CEK_..csv", "NAME_INVALID"),
        ("CEK_%2e%2e%2fPESERTA_K01_20260131.csv", "NAME_INVALID"),
        ("CEK_..\\..\\PESERTA_K01_20260131.csv", "NAME_INVALID"),
        ("CEK_BUDI_7205011708900003.csv", "NAME_INVALID"),
        ("cek_peserta_k01_29991231.csv", "POSITION_IN_FUTURE"),
        ("CEK_PEKERJA_K01_20260131.csv", "FEED_NOT_ALLOWED"),
    ],
)
def test_a_check_that_its_folder_may_not_deliver_is_refused_unread(
    name: str, reason: str, settings: Settings, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.branches_path.write_text("code,name,feeds\nK01,Buol,enrolment\nK02,Palu,\n")
    monkeypatch.setattr(dropped_checks, "judge_file", None)
    deliver(settings.home, "K01", name, extract(5))
    (done,) = answer()
    (place,) = settings.path("outbox", "K01").iterdir()
    assert place.name.upper().startswith("CEK_")
    record = json.loads((place / "receipt.json").read_text())
    assert (record["status"], record["reason"]["code"], done.reason_code) == ("refused", reason, reason)
    assert all(b"BUDI" not in path.read_bytes() and "BUDI" not in str(path) for path in place.iterdir())
    assert [path.name for path in settings.path("outbox").iterdir()] == ["K01"]
    assert in_inbox(settings) == []
    assert kept(settings.home) == {}


def test_a_small_letter_is_a_check_too(settings: Settings, engine: Engine, answer: Any) -> None:
    deliver(settings.home, "K01", "cek_peserta_k01_20260131.csv", extract(5))
    assert take(settings, engine) == []
    answer()
    assert told(settings, "cek_peserta_k01_20260131.csv")["status"] == "accepted"
    assert list_submissions(engine) == []


def test_links_are_neither_followed_nor_removed(settings: Settings, answer: Any) -> None:
    secret = settings.path("secret.csv")
    secret.write_text(extract(5))
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(5))
    (seen,) = look(settings.path("inbox")).files
    seen.path.unlink()
    seen.path.symlink_to(secret)
    assert answer() == ()
    assert dropped_checks.answer_checks.fn((seen,), settings, TODAY) == ()
    assert seen.path.is_symlink()
    assert not settings.path("outbox").exists()


def test_a_file_that_changes_while_it_is_looked_at_is_left(settings: Settings, answer: Any) -> None:
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(5))
    (seen,) = look(settings.path("inbox")).files
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(6))
    assert dropped_checks.answer_checks.fn((seen,), settings, TODAY) == ()
    answer()
    assert told(settings)["rows"]["read"] == 6


def test_a_fault_is_told_as_one_and_the_next_file_is_answered(
    settings: Settings, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = judge_file

    def faulty(candidate: Any, **given: Any) -> Any:
        if candidate.file_name == f"CEK_{NAME}":
            raise ValueError("could not convert 7205011708900003")
        return judge(candidate, **given)

    monkeypatch.setattr(dropped_checks, "judge_file", faulty)
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(5))
    deliver(settings.home, "K01", "CEK_PESERTA_K01_20260130.csv", extract(5))
    answer()
    assert (told(settings)["status"], told(settings)["reason"]["code"]) == ("failed", "PROCESSING_FAULT")
    assert b"7205011708900003" not in (settings.path("outbox", "K01", f"CEK_{NAME}") / "receipt.html").read_bytes()
    assert told(settings, "CEK_PESERTA_K01_20260130.csv")["status"] == "accepted"
    assert (in_inbox(settings), kept(settings.home)) == ([], {})


def test_a_fault_of_the_machine_ends_the_run_and_is_told(
    settings: Settings, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise DiskFull("no room")

    monkeypatch.setattr(dropped_checks, "judge_file", full)
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(5))
    with pytest.raises(DiskFull):
        answer()
    assert told(settings)["status"] == "failed"
    assert kept(settings.home) == {}


def test_the_second_check_takes_the_place_of_the_first(settings: Settings, answer: Any) -> None:
    for people in (5, 6):
        deliver(settings.home, "K01", f"CEK_{NAME}", extract(people))
        answer()
    assert told(settings)["rows"]["read"] == 6
    assert [path.name for path in settings.path("outbox", "K01").iterdir()] == [f"CEK_{NAME}"]


def test_the_watcher_leaves_a_check_to_a_run(settings: Settings, engine: Engine) -> None:
    assert not anything_waits(settings)
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(5))
    arrivals = take_arrivals(look(settings.path("inbox")).files, settings=settings, today=TODAY)
    assert [file.path.name for file in arrivals.checks] == [f"CEK_{NAME}"]
    assert (arrivals.waiting, arrivals.settled) == ((), ())
    assert in_inbox(settings) == [f"CEK_{NAME}"]
    assert anything_waits(settings)


def test_a_run_answers_checks_beside_deliveries_and_keeps_nothing_of_them(
    prefect_server: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.ingest_inbox import ingest_inbox

    monkeypatch.setenv("UCJ_HOME", str(settings.home))
    monkeypatch.setenv("UCJ_SETTLE_SECONDS", "0.01")
    deliver(settings.home, "K01", "PESERTA_K01_20251231.csv", extract(30).replace(";01-2026", ";12-2025"))
    ingest_inbox()
    before = (kept(settings.home), catalogue(settings.home))
    deliver(settings.home, "K01", f"CEK_{NAME}", extract(31, bad=1))
    deliver(settings.home, "K02", f"CEK_{NAME}", extract(31))
    summary = ingest_inbox()
    assert (kept(settings.home), catalogue(settings.home)) == before
    assert summary.submissions == ()
    assert told(settings)["rows"]["rejected"] == 1
    assert told(settings, branch="K02")["reason"]["code"] == "BRANCH_MISMATCH"
    assert in_inbox(settings) == []
