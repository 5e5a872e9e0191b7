"""Look into the inbox: which files lie there, which are settled, which are left alone and why."""

import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tasks.receive.file_name import is_data_file

TEMPORARY_ENDINGS = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".swp")


@dataclass(frozen=True, kw_only=True)
class InboxFile:
    """A regular file in a branch folder, as one look saw it."""

    path: Path
    folder: str
    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, kw_only=True)
class LeftAlone:
    """Something in the inbox that is not taken, and why."""

    path: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look into the inbox saw."""

    files: tuple[InboxFile, ...]
    left: tuple[LeftAlone, ...]


def look(inbox: Path) -> Look:
    """Every data file in the branch folders, and everything else."""
    files: list[InboxFile] = []
    left: list[LeftAlone] = []
    for entry in sorted(inbox.iterdir()) if inbox.is_dir() else []:
        if entry.is_symlink() or not entry.is_dir() or entry.name.startswith("."):
            left.append(LeftAlone(path=entry.name, reason="not in a branch folder"))
            continue
        for path in sorted(entry.iterdir()):
            reason = _reason_to_leave(path)
            if reason:
                left.append(LeftAlone(path=f"{entry.name}/{path.name}", reason=reason))
            else:
                seen = path.stat()
                files.append(
                    InboxFile(
                        path=path,
                        folder=entry.name,
                        size=seen.st_size,
                        mtime_ns=seen.st_mtime_ns,
                        inode=seen.st_ino,
                    )
                )
    return Look(files=tuple(files), left=tuple(left))


def wait_until_settled(
    inbox: Path, *, settle_seconds: float, wait_seconds: float, sleep: Callable[[float], None] = time.sleep
) -> Look:
    """Look until two looks agree on every file, or `wait_seconds` have passed; what still changes is left alone."""
    before = look(inbox)
    waited = 0.0
    while before.files:
        sleep(settle_seconds)
        waited += settle_seconds
        now = look(inbox)
        settled = tuple(file for file in now.files if file in before.files)
        if len(settled) == len(now.files) or waited >= wait_seconds or settle_seconds == 0:
            changing = [file for file in now.files if file not in settled]
            still = tuple(LeftAlone(path=f"{f.folder}/{f.path.name}", reason="still changing") for f in changing)
            return Look(files=settled, left=now.left + still)
        before = now
    return before


def _reason_to_leave(path: Path) -> str | None:
    name = path.name
    if name.startswith((".", "~$")) or name.lower().endswith(TEMPORARY_ENDINGS):
        return "temporary or hidden"
    try:
        mode = path.lstat().st_mode
    except OSError:
        return "gone while looking"
    if not stat.S_ISREG(mode):
        return "not a regular file"
    return None if is_data_file(name) else "not a data file"
