"""Look into the inbox: which files lie there, which are settled, which are left alone and why."""

import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from expectations.jakarta import JAKARTA
from tasks.receive.file_name import TEMPORARY_ENDINGS, is_check_name, is_data_file, is_unfinished_name
from tasks.receive.file_state import FileState
from tasks.receive.redacted_name import redacted_file_name
from warehouse.files.drafts import is_draft

TEMPORARY = "temporary or hidden"


@dataclass(frozen=True, kw_only=True)
class InboxFile:
    """A regular file in a branch folder, as one look saw it."""

    path: Path
    folder: str
    state: FileState

    @property
    def size(self) -> int:
        """Size in bytes."""
        return self.state.size

    @property
    def mtime_ns(self) -> int:
        """Time of the last change, in nanoseconds."""
        return self.state.mtime_ns

    @property
    def name(self) -> str:
        """The file's name as it is registered: masked where it may hold something personal."""
        return redacted_file_name(self.path.name, folder=self.folder)

    @property
    def is_check(self) -> bool:
        """Whether the branch only wants to know what would become of it: it is answered and never taken."""
        return is_check_name(self.path.name)

    @property
    def shown(self) -> str:
        """Folder and name, as shown to people."""
        return f"{self.folder}/{self.name}"


@dataclass(frozen=True, kw_only=True)
class LeftAlone:
    """Something in the inbox that is not taken, and why.

    unfinished_since: seconds since 1970 at which a file under the name of an unfinished one last changed, else None.
    """

    path: str
    reason: str
    unfinished_since: float | None = None


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look into the inbox saw."""

    files: tuple[InboxFile, ...]
    left: tuple[LeftAlone, ...]


def look(inbox: Path) -> Look:
    """List the data files in the branch folders, and what else lies there."""
    files: list[InboxFile] = []
    left: list[LeftAlone] = []
    for entry in sorted(inbox.iterdir()) if inbox.is_dir() else []:
        if is_draft(entry):  # of a file that is being fetched from another machine
            continue
        is_folder = entry.is_dir() and not entry.is_symlink()
        if not is_folder or entry.name.startswith(".") or not entry.name.isprintable():
            left.append(LeftAlone(path=redacted_file_name(entry.name, folder=""), reason="not in a branch folder"))
            continue
        try:
            paths = sorted(entry.iterdir())
        except OSError as error:
            left.append(LeftAlone(path=entry.name, reason=f"folder cannot be read ({type(error).__name__})"))
            continue
        for path in paths:
            seen = _look_at(path)
            if isinstance(seen, InboxFile):
                files.append(seen)
            else:
                left.append(seen)
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
            still = tuple(LeftAlone(path=f.shown, reason="still changing") for f in changing)
            return Look(files=settled, left=now.left + still)
        before = now
    return before


def is_unchanged(file: InboxFile) -> bool:
    """Whether the file is still the one that a look saw."""
    return _look_at(file.path) == file


def why_not_by_name(name: str) -> str | None:
    """Why a file of that name is left alone, wherever it lies; None where it is looked at."""
    if name.startswith((".", "~$")) or name.lower().endswith(TEMPORARY_ENDINGS):
        return TEMPORARY
    return None if is_data_file(name) else "not a data file"


def _look_at(path: Path) -> InboxFile | LeftAlone:
    """One look at one entry of a branch folder; links are not followed."""
    folder, name = path.parent.name, path.name
    leave = partial(LeftAlone, path=f"{folder}/{redacted_file_name(name, folder=folder)}")
    reason = why_not_by_name(name)
    try:
        seen = path.lstat()
    except OSError:
        return leave(reason="gone while looking")
    if reason == TEMPORARY:
        return leave(**_how_long(name, since=seen.st_ctime))
    if not stat.S_ISREG(seen.st_mode):
        is_folder = stat.S_ISDIR(seen.st_mode)
        return leave(reason="a folder; nothing in it is taken" if is_folder else "not a regular file")
    if reason is not None:
        return leave(reason=reason)
    if seen.st_nlink > 1:
        return leave(reason="has a second name (hard link)")
    return InboxFile(path=path, folder=folder, state=FileState.of(seen))


def _how_long(name: str, *, since: float) -> dict[str, Any]:
    """What is said of a temporary or hidden file. since: when it last changed or came."""
    if not is_unfinished_name(name):
        return {"reason": TEMPORARY}
    day = datetime.fromtimestamp(since, tz=JAKARTA).date()
    return {"reason": f"{TEMPORARY}, unchanged since {day}", "unfinished_since": since}
