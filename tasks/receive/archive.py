"""Keep the bytes: a file is archived under its SHA-256 before anything else happens to it."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, BinaryIO

from tasks.receive.file_state import FileState
from warehouse.errors import ArchivedFileDamaged
from warehouse.files.disk_errors import storing
from warehouse.files.durable import draft_in
from warehouse.files.folders import make_folder, sync_folder
from warehouse.stores.bound_folders import bound_to, bring_into, keep
from warehouse.stores.store import NoSuchObject
from warehouse.stores.whole_objects import StaleObject

CHUNK = 1 << 20


class ChangedSince(OSError):
    """Another file has taken the place of the one that was seen, or somebody still writes it."""


def archive_path(archive: Path, digest: str) -> Path:
    """Where the object with that SHA-256 lies."""
    return archive / digest[:2] / digest


def archive_file(source: Path, *, archive: Path, seen: FileState) -> str:
    """Copy a file into the archive and return its SHA-256; the object is there whole, on disk, or not at all.

    seen: the file as it was found settled; what is copied is that one, from beginning to end as it was. Raises
    `ChangedSince` otherwise, and OSError when it cannot be read: links are not followed, pipes and devices not read.
    Raises `DiskFull`, `NotWritable`, `StoreUnreachable`, `StoreUnfit` when the archive takes nothing. Where a store
    keeps the archive, nothing of the file stays here.
    """
    with os.fdopen(_open_regular(source), "rb") as stream, storing(archive):
        make_folder(archive)
        with draft_in(archive) as draft:
            digest = _copy_as_seen(stream, draft.file, seen)
            place = archive_path(archive, digest)
            draft.file.flush()
            if keep(place, draft.path, sha256=digest):
                return digest
            make_folder(place.parent)
            draft.becomes(place)
        sync_folder(archive)  # where a run that was killed may have made the folder of the place
    return digest


@contextmanager
def private_copy(source: Path, *, folder: Path, seen: FileState) -> Iterator[tuple[Path, str]]:
    """A copy of a file below `folder` and its SHA-256, for the operator's account only; gone after the block.

    The file is copied and its errors are raised as `archive_file` does it.
    """
    with ExitStack() as until_end:
        with os.fdopen(_open_regular(source), "rb") as stream, storing(folder):
            make_folder(folder)
            draft = until_end.enter_context(draft_in(folder))
            digest = _copy_as_seen(stream, draft.file, seen)
            draft.file.flush()
        yield draft.path, digest


@contextmanager
def delivered_file(archived: Path, *, sha256: str) -> Iterator[Path]:
    """A delivered file to read: in the archive itself, or a private copy of what its store has, gone after the block.

    Raises `ArchivedFileDamaged` unless it holds what was delivered.
    """
    if bound_to(archived) is None or archived.is_file():  # of a bound archive: not moved to its store yet
        require_as_delivered(archived, sha256=sha256)
        yield archived
        return
    archive = archived.parents[1]
    with ExitStack() as until_end:
        with storing(archive):
            make_folder(archive)
            draft = until_end.enter_context(draft_in(archive))
            try:
                bring_into(draft.file, archived, sha256=sha256)
            except (NoSuchObject, StaleObject):
                raise _damaged(archived) from None
            draft.file.flush()
        yield draft.path


def require_as_delivered(archived: Path, *, sha256: str) -> None:
    """Raise `ArchivedFileDamaged` unless an archived file holds what was delivered."""
    with archived.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != sha256:
            raise _damaged(archived)


def _damaged(archived: Path) -> ArchivedFileDamaged:
    return ArchivedFileDamaged(
        f"The archived file {archived.name[:12]} is not what was delivered: restore it from the backup, or "
        "have the branch deliver it again."
    )


def _copy_as_seen(stream: BinaryIO, target: IO[bytes], seen: FileState) -> str:
    """Copy a file that is, from beginning to end, the one that was seen; returns the SHA-256."""
    _require_same(stream, seen)
    digest = _copy(stream, target)
    _require_same(stream, seen)
    return digest


def _copy(stream: BinaryIO, target: IO[bytes]) -> str:
    """Copy; returns the SHA-256 of what was read."""
    hasher = sha256()
    while piece := stream.read(CHUNK):
        hasher.update(piece)
        target.write(piece)
    return hasher.hexdigest()


def _require_same(stream: BinaryIO, seen: FileState) -> None:
    if FileState.of(os.fstat(stream.fileno())) != seen:
        raise ChangedSince("changed since it was seen")


def _open_regular(path: Path) -> int:
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return opened
