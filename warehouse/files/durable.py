"""Write, link, move and remove single files."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from warehouse.files.drafts import draft_path
from warehouse.files.folders import PRIVATE_FILE, make_folder, sync_folder


@dataclass(frozen=True)
class Draft:
    """A file that has no name yet; `path` is for what can only write to one that it opens by itself."""

    path: Path
    file: IO[bytes]

    def becomes(self, final: Path, *, replace: bool = True, synced: bool = True) -> None:
        """Give it its name, on the same disk; a file of that name goes, or without `replace` raises FileExistsError.

        synced: the name is on the disk on return. A caller that names many files may sync their folders itself, once,
        before anything tells of them.
        """
        self.file.flush()
        os.fsync(self.file.fileno())
        if replace:
            self.path.replace(final)
        else:
            os.link(self.path, final)  # the one way to give a name that nobody else has taken meanwhile
        if synced:
            sync_folder(final.parent)


@contextmanager
def draft_in(folder: Path, *, mode: int = PRIVATE_FILE) -> Iterator[Draft]:
    """A new file to write; unless it `becomes` something within the block, it is gone at the end.

    The mode holds whatever the umask says, and the file is at no moment more open than that.
    """
    path = draft_path(folder)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            yield Draft(path, file)
    finally:
        path.unlink(missing_ok=True)


def write_file(
    path: Path, content: bytes | memoryview | str, *, mode: int = PRIVATE_FILE, replace: bool = True
) -> None:
    """Write a file whose folder is there; text as UTF-8. replace: see `Draft.becomes`."""
    with draft_in(path.parent, mode=mode) as draft:
        draft.file.write(content.encode() if isinstance(content, str) else content)
        draft.becomes(path, replace=replace)


def write_private(path: Path, text: str) -> None:
    """Write a text file for the operator only, with the folders on the way to it."""
    make_folder(path.parent)
    write_file(path, text)


def switch_link(link: Path, target: str) -> None:
    """Let a symbolic link, there or not, lead to a folder beside it, in one step."""
    draft = draft_path(link.parent)
    try:
        draft.symlink_to(target, target_is_directory=True)
        draft.replace(link)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(link.parent)


def move_file(path: Path, target: Path) -> None:
    """Give a file another name in its folder; one that has it goes."""
    path.replace(target)
    sync_folder(target.parent)


def name_again(path: Path, name: Path) -> None:
    """Give a file that is open or locked another name, at once and for good; FileExistsError where it is taken."""
    os.link(path, name)


def remove_files(paths: Iterable[Path]) -> None:
    """Remove files for good; those that are gone already are no fault."""
    folders = set()
    for path in paths:
        path.unlink(missing_ok=True)
        folders.add(path.parent)
    for folder in folders:
        if folder.is_dir():
            sync_folder(folder)
