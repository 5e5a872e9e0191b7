"""Say which folder cannot be written, and what to do: the system's own words name neither."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import DiskFull, NotWritable

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NOT_ALLOWED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
FAILING = frozenset({errno.EIO, errno.ENODEV, errno.ESTALE})
FULL_BELOW_BYTES = 1 << 20


@contextmanager
def storing(folder: Path) -> Iterator[None]:
    """Writing below a folder: raises `DiskFull`, `NotWritable` in the place of the system's errors that mean so."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise disk_full(folder, reason=error.errno) from error
        if error.errno in NOT_ALLOWED | FAILING:
            raise not_writable(folder, reason=os.strerror(error.errno)) from error
        raise


def disk_full(folder: Path, *, reason: int = errno.ENOSPC) -> DiskFull:
    """The error for a folder on a full disk."""
    return DiskFull(
        f"No room to write in {folder}: {os.strerror(reason)}, {_free(folder)} free. Make room or raise the quota, "
        "then run again; nothing is lost."
    )


def not_writable(folder: Path, *, reason: str) -> NotWritable:
    """The error for a folder that refuses."""
    return NotWritable(
        f"{folder} cannot be written: {reason}. It has to be on a writable disk and belong to the user that runs ucj; "
        "put that right, then run again; nothing is lost."
    )


def is_full(folder: Path) -> bool:
    """Whether less is free than the smallest catalogue needs to open."""
    return _free_bytes(folder) < FULL_BELOW_BYTES


def _free(folder: Path) -> str:
    return f"{_free_bytes(folder) / 1e6:.1f} MB"


def _free_bytes(folder: Path) -> int:
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    seen = os.statvfs(there)
    return seen.f_bavail * seen.f_frsize
