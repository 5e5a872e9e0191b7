"""Which file it is, and how far it was written: what a look saw and what is copied must be the same."""

import os
from typing import NamedTuple, Self


class FileState(NamedTuple):
    """Device and inode tell which file it is; size and time of its last change whether somebody still writes it."""

    device: int
    inode: int
    size: int
    mtime_ns: int

    @classmethod
    def of(cls, seen: os.stat_result) -> Self:
        """Build it from the result of `stat`."""
        return cls(device=seen.st_dev, inode=seen.st_ino, size=seen.st_size, mtime_ns=seen.st_mtime_ns)
