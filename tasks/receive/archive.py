"""Keep the bytes: a file is archived under its SHA-256 before anything else happens to it."""

import errno
import os
import secrets
import stat
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from warehouse.durable import sync_folder
from warehouse.storage import storing

CHUNK = 1 << 20


def archive_path(archive: Path, digest: str) -> Path:
    """Where the object with that SHA-256 lies."""
    return archive / digest[:2] / digest


def archive_file(source: Path, *, archive: Path) -> str:
    """Copy a file into the archive and return its SHA-256; the object is there whole, on disk, or not at all.

    Raises OSError when it cannot be read or is no regular file: links are not followed, pipes and devices not read.
    Raises `DiskFull`, `NotWritable` when the archive takes nothing.
    """
    with os.fdopen(_open_regular(source), "rb") as stream, storing(archive):
        archive.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = archive / f".{secrets.token_hex(8)}"
        try:
            digest = _copy(stream, draft)
            place = archive_path(archive, digest)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            draft.rename(place)
        finally:
            draft.unlink(missing_ok=True)
        for folder in (place.parent, archive):
            sync_folder(folder)
    return digest


def _copy(stream: BinaryIO, draft: Path) -> str:
    """Copy to the disk; returns the SHA-256 of what was read."""
    hasher = sha256()
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while piece := stream.read(CHUNK):
            hasher.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return hasher.hexdigest()


def _open_regular(path: Path) -> int:
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return opened
