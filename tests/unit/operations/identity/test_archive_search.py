"""Archived files are looked through, however they are packed; what cannot be opened is told."""

import gzip
import io
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tasks.operations.identity.archive_search import search_archive
from tasks.operations.identity.niks import nik_pattern
from tasks.receive.archive import archive_path

NIK, OTHER = "7205011708900013", "7205011708900021"


def text(nik: str, encoding: str = "utf-8") -> bytes:
    return f"NIK;NAMA\n{nik};SITI\n".encode(encoding)


def zipped(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", content)
    return target.getvalue()


def workbook(nik: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write_column(0, 0, ["NIK", nik])
    return target.getvalue()


def parquet(nik: str | int) -> bytes:
    target = io.BytesIO()
    pl.DataFrame({"x": [1.5], "nik": [nik]}).write_parquet(target)
    return target.getvalue()


CONTENTS: dict[str, Callable[[str], bytes]] = {
    "text": text,
    "utf-16": lambda nik: text(nik, "utf-16"),
    "gzip": lambda nik: gzip.compress(text(nik)),
    "zip": lambda nik: zipped(text(nik)),
    "workbook": workbook,
    "parquet": parquet,
    "parquet of numbers": lambda nik: parquet(int(nik)),
}


def keep(archive: Path, content: bytes) -> str:
    digest = sha256(content).hexdigest()
    place = archive_path(archive, digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return digest


@pytest.mark.parametrize("kind", CONTENTS)
def test_found_where_it_is_and_nowhere_else(tmp_path: Path, kind: str) -> None:
    digest = keep(tmp_path, CONTENTS[kind](NIK))
    keep(tmp_path, CONTENTS[kind](OTHER))
    searched = search_archive(tmp_path, nik_pattern([NIK]), max_bytes=10**6)
    assert searched.found == {digest}
    assert searched.unreadable == frozenset()


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    nested, empty = keep(tmp_path, gzip.compress(zipped(text(NIK)))), keep(tmp_path, b"")
    broken = keep(tmp_path, gzip.compress(text(NIK))[:-12])
    (tmp_path / "aa").mkdir(exist_ok=True)
    (tmp_path / "aa" / ".draft").write_bytes(text(NIK))
    searched = search_archive(tmp_path, nik_pattern([NIK]), max_bytes=10**6)
    assert searched.found == frozenset()
    assert searched.unreadable == {nested, broken}
    assert empty not in searched.unreadable
