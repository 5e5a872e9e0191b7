"""The names of what is being written: one shape everywhere, so that what a killed process left is known by it."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

DRAFT = re.compile(r"\.[0-9a-f]{16}\.part")  # SQLite and others add an ending for files beside theirs


def draft_path(folder: Path) -> Path:
    """A name that nobody else uses, on this machine or another."""
    return folder / f".{token_hex(8)}.part"


def is_draft(path: Path) -> bool:
    """Whether a file or folder is, by its name, one that was not finished."""
    return DRAFT.match(path.name) is not None


def drafts_in(folder: Path, *, levels: int = 0) -> list[Path]:
    """The drafts of a folder, and of those below it down to so many levels; what is within a draft is not looked at.

    None where there is no folder, or one that is not ours to read.
    """
    try:
        with os.scandir(folder) as entries:  # tells folders without asking for each file
            there = [(Path(entry), entry.is_dir(follow_symlinks=False)) for entry in entries]
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []
    found = [path for path, _ in there if is_draft(path)]
    deeper = (path for path, is_folder in there if is_folder and levels and not is_draft(path))
    return found + [draft for path in deeper for draft in drafts_in(path, levels=levels - 1)]


def remove_drafts(drafts: Iterable[Path]) -> int:
    """Remove them, files or folders; returns how many. Only where nobody writes meanwhile."""
    number = 0
    for draft in drafts:
        if draft.is_dir() and not draft.is_symlink():
            shutil.rmtree(draft)
        else:
            draft.unlink(missing_ok=True)
        number += 1
    return number
