"""The lake: immutable Parquet objects, whole or not there, named by what they hold."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, cast

import polars as pl

from expectations.contracts import FEEDS
from warehouse.errors import LakeObjectCorrupt, LakeSchemaMismatch
from warehouse.files.disk_errors import storing
from warehouse.files.drafts import drafts_in, remove_drafts
from warehouse.files.durable import draft_in
from warehouse.files.folders import make_folder
from warehouse.lake.integrity import CHANGED, MISSING, bring_copy, name_of_object
from warehouse.records import ObjectFile
from warehouse.stores.bound_folders import keep

ROW_GROUP_ROWS = 16_384  # a few regencies each: readers of one region skip the other groups
ZSTD_LEVEL = 1  # two thirds of the time of the default and 2 % larger, since most bytes are keyed ids
FOLDER_LEVELS = 2  # feed, year
KEY_METADATA = "ucj.key_id"


def write_object(
    frame: pl.DataFrame,
    *,
    lake: Path,
    feed: str,
    branch: str,
    position_date: date,
    key_id: str | None = None,
    places_id: str | None = None,
) -> ObjectFile:
    """Store a conformed frame under `<feed>/<year>/<branch>_<date>_<hash>.parquet`; it is durable on return.

    key_id: name of the key that its ids are under; it stands in the file too. places_id: `Regions.places_id` of the
    list by which its rows were placed. The catalogue does not know the object
    before `load.load_position`. Writing the same rows again gives the same file; attempts never meet, since each has a
    file of its own until it is whole. Raises `LakeSchemaMismatch`, `DiskFull`, `NotWritable`.
    """
    require_schema(frame, feed)

    def write(file: IO[bytes]) -> int:
        frame.write_parquet(
            file,
            compression="zstd",
            compression_level=ZSTD_LEVEL,
            statistics=True,
            row_group_size=ROW_GROUP_ROWS,
            metadata=key_metadata(key_id),
        )
        return frame.height

    folder = lake / feed / f"{position_date:%Y}"
    slot = f"{branch}_{position_date:%Y%m%d}"
    stored = store(write, lake=lake, folder=folder, slot=slot, key_id=key_id)
    return replace(stored, places_id=places_id)


def store(
    write: Callable[[IO[bytes]], int],
    *,
    lake: Path,
    folder: Path,
    slot: str,
    key_id: str | None,
    announce: Callable[[ObjectFile], None] = lambda _: None,
) -> ObjectFile:
    """What `write` writes (it returns the number of rows) becomes a file of the lake: whole and durable, or not there.

    Where the lake is bound to a store, it is kept there first, and the file is a copy.
    announce: called with the object before it gets its name, so that a caller can note down what will lie there.
    """
    with storing(folder):
        make_folder(folder)
        with draft_in(folder) as draft:
            hashed = _Hashed(draft.file)
            rows = write(cast("IO[bytes]", hashed))
            digest = hashed.sha256.hexdigest()
            final = folder / name_of_object(slot, sha256=digest)
            path = final.relative_to(lake).as_posix()
            stored = ObjectFile(path=path, sha256=digest, rows=rows, bytes=hashed.size, key_id=key_id)
            announce(stored)
            draft.file.flush()
            keep(final, draft.path, sha256=digest)
            draft.becomes(final)
    return stored


def key_metadata(key_id: str | None) -> dict[str, str] | None:
    """What a file of the lake says about the key of its ids."""
    return None if key_id is None else {KEY_METADATA: key_id}


def key_id_in(path: Path) -> str | None:
    """The key that a file says its ids are under; None where it says nothing (no ids, or written before it was)."""
    return pl.read_parquet_metadata(path).get(KEY_METADATA)


def verify_object(lake: Path, object_file: ObjectFile) -> None:
    """Raise `LakeObjectCorrupt` unless the file holds exactly the bytes that were written; it is there afterwards."""
    path = lake / object_file.path
    if path.is_file() and path.stat().st_size == object_file.bytes and _sha256(path) == object_file.sha256:
        return
    was_there = path.is_file()
    if bring_copy(path, sha256=object_file.sha256):
        return
    raise LakeObjectCorrupt.at(path, CHANGED if was_there else MISSING)


def remove_unfinished(lake: Path) -> int:
    """Remove what killed attempts left behind; returns how many. Only for a run that no other run writes beside."""
    return remove_drafts(drafts_in(lake, levels=FOLDER_LEVELS))


def require_schema(frame: pl.DataFrame, feed: str) -> None:
    """Raise `LakeSchemaMismatch` unless a frame is what its feed stores, or stored before it had further columns."""
    expected = pl.Schema(FEEDS[feed].lake.schema_with(frame.columns))
    if frame.schema != expected:
        wrong = sorted({name for name, _ in set(frame.schema.items()) ^ set(expected.items())})
        raise LakeSchemaMismatch(f"A frame of feed {feed} does not fit its contract in {wrong or 'its order'}.")


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

    def tell(self) -> int:
        return self.size

    @property
    def closed(self) -> bool:
        return self._file.closed


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
