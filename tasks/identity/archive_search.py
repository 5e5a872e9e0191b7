"""Which archived files hold a person: the bytes are looked through, whatever became of the file when it was judged."""

import io
import mmap
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tasks.read.unpack import BROKEN, Unpacked, unpack
from tasks.states import Refusal

DIGEST = re.compile(r"[0-9a-f]{64}")
NOTHING_IN_IT = {"EMPTY"}


@dataclass(frozen=True, kw_only=True)
class Searched:
    """SHA-256 of the files that hold what was looked for, and of those nobody can look into (encrypted, damaged)."""

    found: frozenset[str]
    unreadable: frozenset[str]


def search_archive(archive: Path, pattern: re.Pattern[bytes], *, max_bytes: int) -> Searched:
    """Look through every archived file, known to the catalogue or not."""
    found, unreadable = set(), set()
    for place in sorted(archive.glob("??/*")):
        if DIGEST.fullmatch(place.name):
            holds = file_holds(place, pattern, max_bytes=max_bytes)
            if holds is None:
                unreadable.add(place.name)
            elif holds:
                found.add(place.name)
    return Searched(found=frozenset(found), unreadable=frozenset(unreadable))


def file_holds(place: Path, pattern: re.Pattern[bytes], *, max_bytes: int) -> bool | None:
    """Whether a file holds what a pattern finds, packed or not; None when it cannot be looked into."""
    if place.stat().st_size == 0:
        return False
    with place.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if pattern.search(data):
            return True
    unpacked = unpack(place, max_bytes=max_bytes)
    if isinstance(unpacked, Refusal):
        return False if unpacked.code in NOTHING_IN_IT else None
    try:
        return any(pattern.search(piece) for piece in _pieces(unpacked))
    except (*BROKEN, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None


def _pieces(unpacked: Unpacked) -> Iterator[bytes]:
    """The text of a table in pieces that cut no cell."""
    if unpacked.kind == "text":
        yield unpacked.data
    elif unpacked.kind == "workbook":
        with zipfile.ZipFile(io.BytesIO(unpacked.data)) as workbook:
            for member in workbook.infolist():
                yield workbook.read(member)
    else:
        table = pl.read_parquet(io.BytesIO(unpacked.data))
        for column in table.iter_columns():
            yield "\n".join(column.cast(pl.String, strict=False).drop_nulls()).encode()
