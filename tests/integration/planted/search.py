"""Look through files as an attacker with a copy of them would: inside archives, databases and tables, too."""

import io
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

import polars as pl

from tests.integration.planted.people import needles

GZIP, ZIP, PARQUET, SQLITE = b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"SQLite format 3\0"


def planted_in(folder: Path, *, leave: frozenset[str] = frozenset()) -> list[str]:
    """Where under a folder something of the planted person is, and in which form; `leave`: top folders not entered."""
    found: list[str] = []
    looked_for = needles()
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if place.parts[0] in leave:
            continue
        found += [f"{place}: {how} in its name" for how in told(str(place).encode(), looked_for)]
        if path.is_file() and not path.is_symlink():
            for inner, data in contents(path):
                found += [f"{place}{inner}: {how}" for how in told(data, looked_for)]
    return found


def told(data: bytes, looked_for: Mapping[bytes, str] | None = None) -> list[str]:
    """The forms of the planted person in some bytes, whatever the case."""
    lowered = data.lower()
    return sorted({how for needle, how in (looked_for or needles()).items() if needle in lowered})


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and what is in it."""
    data = path.read_bytes()
    yield "", data
    if data.startswith(SQLITE):
        yield from (("!rows", line) for line in rows_of(path))
    yield from opened(data)


def opened(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is packed in some bytes, all the way down."""
    if data.startswith(GZIP):
        inner = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data)  # also of one that was cut off
        yield "!gzip", inner
        yield from opened(inner)
    elif data.startswith(ZIP):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                inner = archive.read(member)
                yield f"!{member}", inner
                yield from ((f"!{member}{name}", more) for name, more in opened(inner))
    elif data.startswith(PARQUET):
        for column in pl.read_parquet(io.BytesIO(data)).get_columns():
            yield f"!{column.name}", values_of(column)


def values_of(column: pl.Series) -> bytes:
    """The values of a column, decompressed: packed as they are, else as text."""
    if column.dtype == pl.Binary:
        return b"\n".join(column.drop_nulls().to_list())
    return "\n".join(column.drop_nulls().cast(pl.String).to_list()).encode()


def rows_of(path: Path) -> Iterator[bytes]:
    """Every row of a SQLite database, with what its write-ahead log holds; long values span pages in the file."""
    with closing(sqlite3.connect(path)) as connection:
        for line in connection.iterdump():
            yield line.encode()
