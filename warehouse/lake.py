"""The lake: immutable Parquet objects, whole or not there, named by what they hold."""

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import IO, cast
from uuid import uuid4

import polars as pl

from warehouse.durable import sync_folder
from warehouse.errors import LakeObjectCorrupt, LakeSchemaMismatch
from warehouse.lake_schema import FEED_SCHEMAS
from warehouse.records import ObjectFile
from warehouse.storage import storing

ROW_GROUP_ROWS = 32_768  # a few regencies each: readers of one region skip the other groups
ZSTD_LEVEL = 1  # two thirds of the time of the default and 2 % larger, since most bytes are keyed ids
UNFINISHED = ".part"


def write_object(
    frame: pl.DataFrame, *, lake: Path, feed: str, branch: str, position_date: date, submission_id: int
) -> ObjectFile:
    """Store a conformed frame under `<feed>/<year>/<branch>_<date>_<hash>.parquet`; it is durable on return.

    The catalogue does not know the object before `load.load_position`. Writing the same rows again gives the same
    file; attempts never meet, since each has a file of its own until it is whole. Raises `LakeSchemaMismatch`,
    `DiskFull`, `NotWritable`.
    """
    _require_schema(frame, feed)
    folder = lake / feed / f"{position_date:%Y}"
    attempt = folder / f".{submission_id}-{uuid4().hex}{UNFINISHED}"
    with storing(folder):
        _make_private(folder)
        try:
            digest, size = _write_whole(frame, attempt)
            final = folder / f"{branch}_{position_date:%Y%m%d}_{digest[:16]}.parquet"
            attempt.replace(final)
        except BaseException:
            attempt.unlink(missing_ok=True)
            raise
        sync_folder(folder)
    return ObjectFile(path=final.relative_to(lake).as_posix(), sha256=digest, rows=frame.height, bytes=size)


def verify_object(lake: Path, object_file: ObjectFile) -> None:
    """Raise `LakeObjectCorrupt` unless the file holds exactly the bytes that were written."""
    path = lake / object_file.path
    if not path.is_file():
        raise LakeObjectCorrupt(
            f"{object_file.path} is missing from the lake: restore it, or reprocess its submission."
        )
    if path.stat().st_size != object_file.bytes or _sha256(path) != object_file.sha256:
        raise LakeObjectCorrupt(
            f"{object_file.path} was changed after it was written: restore it, or reprocess its submission."
        )


def remove_unfinished(lake: Path) -> int:
    """Remove what killed attempts left behind; returns how many. Only for a run that no other run writes beside."""
    left = list(lake.rglob(f".*{UNFINISHED}"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _require_schema(frame: pl.DataFrame, feed: str) -> None:
    expected = pl.Schema(FEED_SCHEMAS[feed])
    if frame.schema != expected:
        wrong = sorted({name for name, _ in set(frame.schema.items()) ^ set(expected.items())})
        raise LakeSchemaMismatch(
            f"A frame of feed {feed} does not fit warehouse.lake_schema in {wrong or 'its order'}."
        )


class _Hashed:
    """A file that is hashed while it is written: what was meant to be written is known without reading it again."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, piece: bytes) -> int:
        self.sha256.update(piece)
        self.size += len(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        self._file.flush()


def _write_whole(frame: pl.DataFrame, path: Path) -> tuple[str, int]:
    """Write a new file to the disk; returns SHA-256 and size."""
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:  # noqa: PTH123
        hashed = _Hashed(file)
        frame.write_parquet(
            cast("IO[bytes]", hashed),
            compression="zstd",
            compression_level=ZSTD_LEVEL,
            statistics=True,
            row_group_size=ROW_GROUP_ROWS,
        )
        file.flush()
        os.fsync(file.fileno())
    return hashed.sha256.hexdigest(), hashed.size


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make_private(folder: Path) -> None:
    if not folder.is_dir():
        _make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
