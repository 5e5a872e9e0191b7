"""A sign that the process of a flow run lives: a locked file, which the kernel lets go of when the process dies.

The Prefect server cannot know of a process that was killed; whoever gets the lock does
(`flows.runtime.orphaned_runs`). On a shared file system that passes locks on (NFS 4 does, GlusterFS too) the sign is
seen by every machine.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from settings import Settings
from warehouse.files.folders import make_folder

_given: set[str] = set()


@contextmanager
def heartbeat(flow_run_id: str, settings: Settings) -> Iterator[None]:
    """Give the sign until the block ends; within a block that gives it already, nothing happens."""
    if flow_run_id in _given:
        yield
        return
    sign = _sign(flow_run_id, settings)
    make_folder(sign.parent)
    with os.fdopen(os.open(sign, os.O_RDWR | os.O_CREAT, 0o600)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _given.add(flow_run_id)
        try:
            yield
        finally:
            _given.discard(flow_run_id)
            sign.unlink(missing_ok=True)


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


def _sign(flow_run_id: str, settings: Settings) -> Path:
    return settings.path("prefect", "alive", f"{flow_run_id}.lock")
