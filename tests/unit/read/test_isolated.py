"""Deliveries are opened in a process apart: what kills it, or takes too much, is refused, and nothing else happens."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import psutil
import pytest
from polars.testing import assert_frame_equal

from tasks.execution.retries import ProcessingFault
from tasks.read.isolated.process import ReaderProcess
from tasks.read.isolated.readers import close_readers, read_apart, search_apart
from tasks.read.limits import ReadLimits
from tasks.read.typed_table import read_typed_table
from tasks.refusal import Refusal
from tests.unit.read.extracts import ENROLMENT, GOOD, HEADERS, MAX_BYTES, POSITION, ROWS, parquet, text

MANY = text([(*row[:1], f"{number:011d}", *row[2:]) for number in range(400_000) for row in ROWS[:1]]).encode()
SLOW = MANY.replace(b"Orang 1", b'"Orang 1')  # quotes that are left open: every line is read for itself
MANY_BYTES = 100_000_000
FROM_OUTSIDE = {"UCJ_DATABASE_URL": "postgresql://ucj:secret@host/ucj", "PREFECT_API_AUTH_STRING": "a:b"}


@pytest.fixture(autouse=True)
def _no_reader_is_left() -> Iterator[None]:
    yield
    close_readers()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "delivery"
    place.write_bytes(GOOD)
    return place


def read(place: Path, feed: str = ENROLMENT.name) -> tuple[pl.DataFrame, Any] | Refusal:
    return read_apart(place, feed=feed, position_date=POSITION.isoformat(), max_bytes=MANY_BYTES)


def readers() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "tasks.read.isolated.child" in one.cmdline()]


@pytest.mark.parametrize("content", [GOOD, MANY, parquet(pl.DataFrame(dict(zip(HEADERS, ROWS[0], strict=True))))])
def test_what_is_read_apart_is_what_is_read_here(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    apart = read(place)
    limits = ReadLimits.of(len(content), max_bytes=MANY_BYTES)
    with place.open("rb") as opened:
        here = read_typed_table(opened, feed=ENROLMENT, position_date=POSITION, limits=limits)
    if isinstance(here, Refusal):
        assert apart == here
        return
    assert not isinstance(apart, Refusal)
    assert_frame_equal(apart[0], here.frame)
    assert apart[1] == here.facts


def test_a_reader_is_kept_for_the_next_file(place: Path) -> None:
    read(place)
    (first,) = readers()
    read(place)
    assert [one.pid for one in readers()] == [first.pid]


def test_a_reader_is_told_no_secret(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in FROM_OUTSIDE.items():
        monkeypatch.setenv(name, value)
    read(place)
    (reader,) = readers()
    assert not set(reader.environ()) & set(FROM_OUTSIDE)
    assert not [name for name in reader.environ() if name.startswith(("UCJ_", "PREFECT_"))]


def test_a_reader_leaves_no_core_and_opens_few_files(place: Path) -> None:
    read(place)
    (reader,) = readers()
    assert reader.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert reader.rlimit(psutil.RLIMIT_NOFILE)[0] == 64


@pytest.mark.parametrize(
    ("limit", "told"),
    [({"memory": 4_000_000}, "memori / memory"), ({"cpu": 0.0}, "waktu / time"), ({"wall": 0.001}, "waktu / time")],
)
def test_a_file_that_takes_more_than_its_limits_is_refused_and_the_next_one_is_read(
    place: Path, monkeypatch: pytest.MonkeyPatch, limit: dict[str, Any], told: str
) -> None:
    place.write_bytes(SLOW)
    with monkeypatch.context() as patched:
        usual = ReadLimits.of
        patched.setattr(ReadLimits, "of", lambda size, *, max_bytes: replace(usual(size, max_bytes=max_bytes), **limit))
        refusal = read(place)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.detail.startswith(told)) == ("FILE_UNREADABLE_BY_LIMITS", True)
    place.write_bytes(GOOD)
    assert not isinstance(read(place), Refusal)


def test_a_reader_that_somebody_killed_is_asked_once_more(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    usual = ReaderProcess.ask

    def killed_at_first(self: ReaderProcess, *args: Any, **named: Any) -> Any:
        asked.append(self)
        if len(asked) == 1:
            readers()[0].kill()
        return usual(self, *args, **named)

    monkeypatch.setattr(ReaderProcess, "ask", killed_at_first)
    assert not isinstance(read(place), Refusal)
    assert len(asked) == 2


def test_a_reader_that_is_killed_each_time_refuses_the_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = ReaderProcess.ask

    def killed(self: ReaderProcess, *args: Any, **named: Any) -> Any:
        readers()[0].send_signal(signal.SIGSEGV)
        return usual(self, *args, **named)

    monkeypatch.setattr(ReaderProcess, "ask", killed)
    assert read(place) == Refusal(code="FILE_UNREADABLE_BY_LIMITS", detail="berkas rusak / damaged file SIGSEGV")


def test_a_fault_of_the_program_is_told_by_kind_and_place_alone(place: Path) -> None:
    with pytest.raises(ProcessingFault, match=r"^KeyError at reading\.py:\d+$"):
        read(place, feed="no such feed")


def test_a_search_looks_into_what_is_packed(tmp_path: Path) -> None:
    place = tmp_path / "packed"
    pl.DataFrame({"nik": ["7205011708900013"]}).write_parquet(place)
    assert search_apart(place, pattern=b"7205011708900013", max_bytes=MAX_BYTES) is True
    assert search_apart(place, pattern=b"7205011708900014", max_bytes=MAX_BYTES) is False
    place.write_bytes(b"PAR1 and nothing")
    assert search_apart(place, pattern=b"7205011708900013", max_bytes=MAX_BYTES) is None


def test_readers_end_with_the_process_that_started_them(place: Path) -> None:
    code = f"""
import os, psutil
from pathlib import Path
from tasks.read.isolated.readers import read_apart
read_apart(Path({str(place)!r}), feed="enrolment", position_date="2025-12-31", max_bytes=10**7)
print(psutil.Process().children()[0].pid, flush=True)
os._exit(9)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ)
    reader = int(told.stdout)
    for _ in range(200):
        if not psutil.pid_exists(reader):
            return
        time.sleep(0.05)
    pytest.fail("the reader outlived its parent")
