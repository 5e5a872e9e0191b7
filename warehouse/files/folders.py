"""Make folders, and write folders that are there with all their files or not at all."""

import errno
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from warehouse.files.alike import link_alike
from warehouse.files.drafts import draft_path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700  # for the operator's account only
READING = 0o444
TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY})


def sync_folder(folder: Path) -> None:
    """Make sure that files which were made, renamed or removed in a folder are so after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path, *, mode: int = PRIVATE_FOLDER) -> bool:
    """Make a folder, and those above it that are missing, with that mode whatever the umask.

    False when it is there: it keeps the mode it has.
    """
    if folder.is_dir():
        return False
    make_folder(folder.parent, mode=mode)
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:  # another process was first
        return False
    folder.chmod(mode)
    sync_folder(folder.parent)
    return True


@contextmanager
def writing_folder(place: Path, *, mode: int = PRIVATE_FOLDER, file_mode: int = PRIVATE_FILE) -> Iterator[Path]:
    """A folder to write files into, for the operator only until the block ends; then it gets its modes and its name.

    Raises FileExistsError when a folder of that name holds something.
    """
    with temporary_folder(place.parent) as draft:
        yield draft
        _sync_files(draft, mode=mode, file_mode=file_mode)
        _give_name(draft, place)


def write_folder(
    place: Path,
    files: Mapping[str, bytes],
    *,
    mode: int = PRIVATE_FOLDER,
    file_mode: int = PRIVATE_FILE,
    merge: bool = False,
    alike: Sequence[Path] = (),
) -> None:
    """Write a folder of files, by path within it. Where it is there and holds something, FileExistsError is raised.

    `files`: content by name; a name with slashes lies in a folder below. With `merge` each file takes the place of its
    forerunner instead, whole, in the order given. `alike`: folders whose files never change; a file that one of them
    has under the same name, with the same bytes, is linked from there.
    """
    with temporary_folder(place.parent) as draft:
        linked = set()
        for name, content in files.items():
            (draft / name).parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            if link_alike(draft / name, content, twins=[folder / name for folder in alike], mode=file_mode):
                linked.add(draft / name)
                continue
            with (draft / name).open("xb") as file:
                file.write(content)
        _sync_files(draft, mode=mode, file_mode=file_mode, linked=linked)
        try:
            _give_name(draft, place)
        except FileExistsError:
            if not merge:
                raise
            for name in files:
                make_folder((place / name).parent, mode=_entered_by_readers(file_mode))
                (draft / name).replace(place / name)
                sync_folder((place / name).parent)


def replace_folder(
    place: Path, files: Mapping[str, bytes], *, mode: int = PRIVATE_FOLDER, file_mode: int = PRIVATE_FILE
) -> None:
    """Write a folder of files in the place of one that may be there, which is removed for good.

    That one is put out of sight first, as a draft: a process that is killed on the way leaves the place empty, and what
    was there where nobody looks.
    """
    hidden = draft_path(place.parent)
    if place.exists():
        place.rename(hidden)
        hidden.chmod(PRIVATE_FOLDER)
        sync_folder(place.parent)
    write_folder(place, files, mode=mode, file_mode=file_mode)
    if hidden.exists():
        shutil.rmtree(hidden)
        sync_folder(place.parent)


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """A new folder for the operator only, which is gone when the block ends, unless it got a name meanwhile."""
    draft = draft_path(parent)
    draft.mkdir(mode=PRIVATE_FOLDER)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)  # not there any more when it got its name


def _sync_files(draft: Path, *, mode: int, file_mode: int, linked: Collection[Path] = ()) -> None:
    """linked: files that are on the disk already, with their mode."""
    below = sorted(draft.rglob("*"))
    for path in below:
        if path.is_dir() or path in linked:
            continue
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fchmod(descriptor, file_mode)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    for folder in (path for path in reversed(below) if path.is_dir()):
        folder.chmod(_entered_by_readers(file_mode))
        sync_folder(folder)
    draft.chmod(mode)
    sync_folder(draft)


def _entered_by_readers(file_mode: int) -> int:
    """The mode of a folder into which everybody may go who may read the files there."""
    return file_mode | (file_mode & READING) >> 2


def _give_name(draft: Path, place: Path) -> None:
    try:
        draft.rename(place)
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        raise FileExistsError(error.errno, "holds something already", str(place)) from error
    sync_folder(place.parent)
