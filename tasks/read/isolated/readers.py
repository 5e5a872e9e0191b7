"""Have deliveries opened by processes that are kept warm, as many as threads ask at the same time."""

import atexit
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO

import polars as pl

from tasks.execution.retries import ProcessingFault
from tasks.read.isolated.process import ReaderDied, ReaderProcess
from tasks.read.limits import ReadLimits
from tasks.refusal import Refusal
from warehouse.files.unnamed import unnamed_file

BY_LIMITS = "FILE_UNREADABLE_BY_LIMITS"
KILLED_FROM_OUTSIDE = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP}  # perhaps for want of memory of the machine

_idle: SimpleQueue[ReaderProcess] = SimpleQueue()


def read_apart(
    delivery: Path, *, feed: str, position_date: str, max_bytes: int, branch: str | None = None
) -> tuple[pl.DataFrame, Mapping[str, Any]] | Refusal:
    """The typed frame of a delivery and what was found out about it, or the refusal.

    Raises `ProcessingFault` for faults of the program, OSError when the delivery cannot be opened.
    """
    with unnamed_file() as result:
        request = {"job": "read", "feed": feed, "position_date": position_date, "branch": branch}
        answer = _ask(request, delivery, result, max_bytes=max_bytes)
        return answer if isinstance(answer, Refusal) else (_frame_in(result), answer["facts"])


def search_apart(delivery: Path, *, pattern: bytes, max_bytes: int) -> bool | None:
    """Whether a delivery holds what a pattern finds, packed or not; None when it cannot be looked into."""
    with unnamed_file() as result:
        request = {"job": "search", "pattern": pattern.decode("latin-1")}
        answer = _ask(request, delivery, result, max_bytes=max_bytes)
        return None if isinstance(answer, Refusal) else answer["holds"]


def close_readers() -> None:
    """End the processes that wait for work."""
    with suppress(Empty):
        while True:
            _idle.get_nowait().close()


def _forget_readers() -> None:
    """A process that was forked off has no readers: those it sees belong to the one before."""
    global _idle  # noqa: PLW0603
    _idle = SimpleQueue()


atexit.register(close_readers)
os.register_at_fork(after_in_child=_forget_readers)


def _ask(request: Mapping[str, Any], delivery: Path, result: BinaryIO, *, max_bytes: int) -> dict[str, Any] | Refusal:
    """The answer of a reader; a refusal when it said so, or did not live through the file.

    A process that somebody else killed is asked once more.
    """
    with delivery.open("rb") as opened:
        limits = ReadLimits.of(os.fstat(opened.fileno()).st_size, max_bytes=max_bytes)
        message = {**request, "limits": limits.record()}
        for last_try in (False, True):
            opened.seek(0)
            try:
                with _borrowed() as reader:
                    answer = reader.ask(message, files=(opened.fileno(), result.fileno()), wall=limits.wall)
                break
            except TimeoutError:
                return _by_limits("waktu / time", f"> {limits.wall:.0f} s")
            except ReaderDied as death:
                if last_try or death.code not in KILLED_FROM_OUTSIDE:
                    return _of_death(death.code, limits)
    if "fault" in answer:
        raise ProcessingFault(answer["fault"])
    if "limit" in answer:
        return _of_memory(limits)
    return Refusal(**answer["refusal"]) if "refusal" in answer else answer


@contextmanager
def _borrowed() -> Iterator[ReaderProcess]:
    """A process that nobody else asks meanwhile."""
    reader = None
    with suppress(Empty):
        while reader is None or not reader.lives:
            reader = _idle.get_nowait()
    reader = reader if reader is not None and reader.lives else ReaderProcess()
    yield reader
    if reader.lives:
        _idle.put(reader)


def _frame_in(result: BinaryIO) -> pl.DataFrame:
    """The frame, without a copy where the file has a name in /proc; its memory is freed with the frame."""
    name = Path(f"/proc/self/fd/{result.fileno()}")
    if name.exists():
        return pl.read_ipc(name, memory_map=True)
    result.seek(0)
    return pl.read_ipc(result)


def _of_death(code: int, limits: ReadLimits) -> Refusal:
    if code == -signal.SIGXCPU:
        return _by_limits("waktu / time", f"> {limits.cpu:.0f} s CPU")
    if code in {-signal.SIGABRT, *KILLED_FROM_OUTSIDE}:
        return _of_memory(limits)
    name = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return _by_limits("berkas rusak / damaged file", name)


def _of_memory(limits: ReadLimits) -> Refusal:
    return _by_limits("memori / memory", f"> {limits.memory / 1e6:.0f} MB")


def _by_limits(what: str, measure: str) -> Refusal:
    return Refusal(code=BY_LIMITS, detail=f"{what} {measure}")
