import os
import time
from pathlib import Path
from threading import Event

import pytest

from deployments.inbox.watcher import watch_inbox
from settings import Settings
from tasks.operations.doctor.deliveries.inbox import GIVEN_UP_SECONDS, LONG_SECONDS, NAMED_MOST, check_inbox
from tasks.receive.watcher_heartbeat import PATIENCE_SECONDS
from tests.unit.operations.doctor.conftest import Failing


def test_doctor_finds_files_that_nobody_takes(home: Path, failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failing(check_inbox) == []
    (home / "inbox" / "K01" / "PESERTA_K01_20260131.csv").write_text("NIK\n")
    assert failing(check_inbox) == []
    later = time.time() + 3 * LONG_SECONDS
    monkeypatch.setattr(time, "time", lambda: later)
    (found,) = failing(check_inbox)
    assert "1 file has waited for up to 3 h" in found.says


def test_doctor_names_what_is_no_delivery_and_is_left_without_a_receipt(home: Path, failing: Failing) -> None:
    branch = home / "inbox" / "K01"
    (branch / "upload.filepart").write_text("half of it")
    assert failing(check_inbox) == []
    (branch / "laporan.pdf").write_text("%PDF")
    (branch / "November").mkdir()
    (home / "inbox" / "surat.docx").write_text("x")
    (found,) = failing(check_inbox)
    assert found.says.startswith("What is no delivery and gets no receipt:")
    assert "upload" not in found.says
    assert "K01/laporan.pdf (not a data file)" in found.says
    assert "K01/November (a folder; nothing in it is taken)" in found.says
    assert "surat.docx (not in a branch folder)" in found.says


def test_doctor_names_uploads_that_were_never_finished(
    home: Path, failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "PESERTA_K01_20260131.csv"
    names = [
        f"{name}.filepart",
        f"{name}.crdownload",
        f"{name}.part",
        "~$PESERTA_K01_20260131.xlsx",
        f".{name}",
        "1.tmp",
    ]
    for name in (*names, ".DS_Store"):
        (home / "inbox" / "K01" / name).write_text("half of it")
    assert failing(check_inbox) == []
    tomorrow = time.time() + GIVEN_UP_SECONDS + 60
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    (found,) = failing(check_inbox)
    named = [name for name in names if f"K01/{name} (temporary or hidden, unchanged since 2" in found.says]
    assert len(named) == NAMED_MOST
    assert found.says.endswith("), and 1 more.")
    assert "DS_Store" not in found.says
    assert "deliver again" in found.do


def test_doctor_finds_a_watcher_that_died(home: Path, failing: Failing) -> None:
    """Seen at work from within, then as a killed one leaves things, then ended as it should be."""
    stop = Event()
    said: list[str] = []

    def request() -> bool:
        said.extend(one.says for one in check_inbox(Settings()) if one.check == "watcher")
        os.utime(home / "watch" / "watcher", (0, time.time() - PATIENCE_SECONDS - 60))
        said.extend(one.says for one in failing(check_inbox))
        stop.set()
        return True

    (home / "inbox" / "K01" / "PESERTA_K01_20260131.csv").write_text("NIK\n")
    watch_inbox(Settings(settle_seconds=0.01, poll_seconds=0.1), stop=stop, request=request)
    assert [one.split()[0] for one in said] == ["looked", "it"]
    assert "11 min" in said[1]
    assert next(one.says for one in check_inbox(Settings()) if one.check == "watcher").startswith("none is at work")
