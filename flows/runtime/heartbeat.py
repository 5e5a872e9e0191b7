"""A sign that the process of a flow run lives: a locked file, which the kernel lets go of when the process dies.

The Prefect server cannot know of a process that was killed; whoever gets the lock does
(`flows.runtime.orphaned_runs`). On a shared file system that passes locks on (NFS 4 does, GlusterFS too) the sign is
seen by every machine. While the process runs it also touches the file, so that one that hangs or is suspended is told
from one that works. Neither needs the server, nor that its events arrive in order.
"""

import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

from settings import Settings
from warehouse.files.durable import name_again
from warehouse.files.folders import make_folder

TICK_SECONDS = 30.0
LATE_SECONDS = 10.0  # a tick may be so late on a machine that is busy

_given: set[str] = set()


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What the sign of a run says. process: number and machine; at: when the file was touched last."""

    flow_run_id: str
    process: str
    at: datetime


@contextmanager
def heartbeat(flow_run_id: str, settings: Settings) -> Iterator[None]:
    """Give the sign until the block ends; within a block that gives it already, nothing happens."""
    if flow_run_id in _given:
        yield
        return
    sign = _sign(flow_run_id, settings)
    make_folder(sign.parent)
    unseen = sign.with_suffix(f".{uuid4().hex}")
    with os.fdopen(os.open(unseen, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(f"{os.getpid()} {socket.gethostname()}\n")
        file.flush()
        _show(unseen, sign)
        _given.add(flow_run_id)
        try:
            with _ticking(file.fileno()):
                yield
        finally:
            _given.discard(flow_run_id)
            sign.unlink(missing_ok=True)


def _show(unseen: Path, sign: Path) -> None:
    """Give a sign its name, now that it is locked: one that could be seen before would be taken for a dead one."""
    try:
        while True:
            with suppress(FileExistsError):
                name_again(unseen, sign)
                return
            with suppress(FileNotFoundError), sign.open("r+") as left:  # by a process of the same run that is gone
                fcntl.flock(left, fcntl.LOCK_EX)
                if os.fstat(left.fileno()).st_nlink > 0:
                    sign.unlink(missing_ok=True)
    finally:
        unseen.unlink(missing_ok=True)


@contextmanager
def is_orphaned(flow_run_id: str, settings: Settings) -> Iterator[bool]:
    """Whether a run gave the sign and its process is gone; a run that never gave it, or took it back, says nothing.

    Nobody else finds it dead within the block, on no machine; after it the sign is gone, unless the block failed.
    """
    with ExitStack() as stack:
        sign = _sign(flow_run_id, settings)
        try:
            file = stack.enter_context(sign.open("r+"))
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            dead = os.fstat(file.fileno()).st_nlink > 0
        except OSError:
            dead = False
        yield dead
        if dead:
            sign.unlink(missing_ok=True)


def has_heartbeat(flow_run_id: str, settings: Settings) -> bool:
    """Whether a run gave the sign and has not taken it back, alive or not."""
    return _sign(flow_run_id, settings).exists()


def silent_signs(settings: Settings, *, sleep: Callable[[float], None] = time.sleep) -> tuple[Sign, ...]:
    """Signs of processes that live and have not touched them for `heartbeat.given_up_seconds`, by run.

    Where there are some, a second look follows after more than a tick: a machine that was suspended until just now
    touches its signs meanwhile.
    """
    quiet = _quiet(settings)
    if not quiet:
        return ()
    sleep(TICK_SECONDS + LATE_SECONDS)
    again = _quiet(settings)
    return tuple(sign for sign in quiet if sign in again)


def _quiet(settings: Settings) -> tuple[Sign, ...]:
    oldest = time.time() - settings.heartbeat.given_up_seconds
    found = []
    for path in sorted(_folder(settings).glob("*.lock")):
        with suppress(OSError), path.open() as file:
            touched = os.fstat(file.fileno()).st_mtime
            if touched < oldest and _is_held(file.fileno()):
                moment = datetime.fromtimestamp(touched, UTC)
                pid, _, host = file.readline().strip().partition(" ")
                found.append(Sign(flow_run_id=path.stem, process=f"pid {pid}, {host}", at=moment))
    return tuple(found)


def _is_held(descriptor: int) -> bool:
    """Whether a process holds the lock; a lock that is got by looking is let go at once."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False


@contextmanager
def _ticking(descriptor: int) -> Iterator[None]:
    """Touch a file again and again, from a thread of its own, until the block ends."""
    stop = Event()

    def tick() -> None:
        while not stop.wait(TICK_SECONDS):
            with suppress(OSError):
                os.utime(descriptor)

    thread = Thread(target=tick, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _folder(settings: Settings) -> Path:
    return settings.path("prefect", "alive")


def _sign(flow_run_id: str, settings: Settings) -> Path:
    return _folder(settings) / f"{flow_run_id}.lock"
