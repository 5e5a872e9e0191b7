"""One run at a time for each home; a lock left by a killed run does not block, the kernel lets go of it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from filelock import FileLock, Timeout
from prefect import runtime

from flows.runtime.heartbeat import heartbeat
from flows.runtime.home import ensure_home
from flows.runtime.orphaned_runs import reconcile_orphaned_runs
from settings import Settings
from warehouse.files.disk_errors import storing

progress = logging.getLogger("ucj.progress")


@contextmanager
def only_one_run(settings: Settings) -> Iterator[None]:
    """Wait until no other run of this home is under way; what the server still believes of dead ones is put right.

    Then all is ready for a run (`tasks.operations.identity.recover`). Raises `WrongKey`, `KeyFileError`: no run may
    make ids that join nobody to what the lake has.
    """
    from tasks.operations.identity.recover import make_ready  # noqa: PLC0415 - slow, and only needed here

    ensure_home(settings)
    flow_run_id = runtime.flow_run.id
    with heartbeat(flow_run_id, settings) if flow_run_id else nullcontext():
        if flow_run_id:
            reconcile_orphaned_runs(settings, but=flow_run_id)
        lock = FileLock(settings.path(".run.lock"), mode=0o600)
        try:
            with storing(settings.home):
                lock.acquire(timeout=0)
        except Timeout:
            progress.info("wait: another run is under way in %s", settings.home)
            lock.acquire()
        try:
            make_ready(settings)
            yield
        finally:
            lock.release()


def run_under_way(settings: Settings) -> bool:
    """Whether somebody holds that lock now."""
    lock = FileLock(settings.path(".run.lock"), mode=0o600)
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True
