"""One run at a time for each home; a lock left by a killed run does not block, the kernel lets go of it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from flows.home import ensure_home
from settings import Settings

progress = logging.getLogger("ucj.progress")


@contextmanager
def only_one_run(settings: Settings) -> Iterator[None]:
    """Wait until no other run of this home is under way."""
    ensure_home(settings)
    lock = FileLock(settings.path(".run.lock"), mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress.info("wait: another run is under way in %s", settings.home)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
