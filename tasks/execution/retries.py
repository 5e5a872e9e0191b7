"""Decide which errors are retried: temporary ones (catalogue busy, share away), never errors of the data."""

import errno
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError

from warehouse.errors import CatalogueBusy, CatalogueUnreachable, StoreUnreachable, UcjError

RETRIES = 2
RETRY_DELAYS = [5.0, 30.0]  # seconds
TRANSIENT = (
    CatalogueBusy,
    CatalogueUnreachable,
    StoreUnreachable,
    InterfaceError,
    OperationalError,
    ConnectionError,
    MemoryError,
)
TRANSIENT_ERRNO = {errno.EAGAIN, errno.EBUSY, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ESTALE, errno.ETIMEDOUT}


class ProcessingFault(UcjError):
    """An unforeseen fault while a file was processed; nothing is lost, the next run tries again."""


class WorkerLost(ProcessingFault):
    """The process that worked on a batch is gone, before it said what became of it."""


class TransientFault(ProcessingFault):
    """A fault of disk, network or database, which another try may not meet again."""


def is_transient(fault: BaseException) -> bool:
    """Whether another try makes sense."""
    if isinstance(fault, OSError) and fault.errno in TRANSIENT_ERRNO:
        return True
    return isinstance(fault, (TransientFault, *TRANSIENT))


def retry_if_transient(_task: Any, _task_run: Any, state: Any) -> bool:
    """For Prefect's `retry_condition_fn`: whether the state's fault is transient; a time-out is not."""
    fault = state.data
    return isinstance(fault, BaseException) and is_transient(fault) and not isinstance(fault, TimeoutError)
