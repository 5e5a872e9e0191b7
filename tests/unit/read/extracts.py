"""Small extracts as bytes, and the reader under test."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import xlsxwriter

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tasks.read.limits import ReadLimits
from tasks.read.regions import resolve_regions
from tasks.read.typed_table import read_typed_table
from tasks.refusal import Refusal
from tasks.states import Extract
from warehouse.dimensions.regions import load_regions

ENROLMENT, ELIGIBLE = FEEDS["enrolment"], FEEDS["eligible"]
POSITION = date(2025, 12, 31)
MAX_BYTES = 10_000_000

HEADERS = ("NIK", "KPJ", "NAMA_LENGKAP", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR")
NIKS = ("7205011708900003", "7205015708900004", "9101011708900005")
ROWS: tuple[tuple[str, ...], ...] = tuple(
    (nik, f"1234567890{n}", f"Orang {n}", "PU", "01/03/2020", "2025-12") for n, nik in enumerate(NIKS, start=1)
)


def text(rows: Iterable[Sequence[str]] = ROWS, *, headers: Sequence[str] = HEADERS, delimiter: str = ";") -> str:
    """Delimited text with LF at every line end."""
    return "".join(delimiter.join(row) + "\n" for row in (headers, *rows))


GOOD = text().encode()


def read(data: bytes, *, feed: Feed = ENROLMENT, max_bytes: int = MAX_BYTES) -> Extract | Refusal:
    """What the reader makes of a file with these bytes, in this process."""
    limits = ReadLimits.of(len(data), max_bytes=max_bytes)
    found = read_typed_table(io.BytesIO(data), feed=feed, position_date=POSITION, limits=limits, branch="K01")
    if isinstance(found, Refusal):
        return found
    frame = resolve_regions(found.frame, feed=feed, position_date=POSITION, regions=load_regions())
    return Extract(frame=frame, facts=found.facts)


def accept(data: bytes, *, feed: Feed = ENROLMENT) -> Extract:
    """The extract of bytes that have to be readable."""
    found = read(data, feed=feed)
    assert isinstance(found, Extract), found
    return found


def refuse(data: bytes, *, feed: Feed = ENROLMENT, max_bytes: int = MAX_BYTES) -> Refusal:
    """The refusal of bytes that must not be taken."""
    found = read(data, feed=feed, max_bytes=max_bytes)
    assert isinstance(found, Refusal), found.facts
    return found


def niks(extract: Extract) -> dict[int, str]:
    """NIK by row number."""
    return dict(extract.frame.select("row_no", "nik").iter_rows())


def ragged(extract: Extract) -> list[int]:
    """Numbers of rows that have not as many fields as the header."""
    return extract.frame.filter(~pl.col("complete_line"))["row_no"].to_list()


def drift(extract: Extract) -> dict[str, tuple[str, list[str]]]:
    """Policy and columns by kind of difference."""
    return {one["kind"]: (one["policy"], one["columns"]) for one in extract.facts["drift"]}


def left_out(extract: Extract) -> dict[str, list[int]]:
    """Row numbers by the reason for which they were left out."""
    return {one["reason"]: one["rows"] for one in extract.facts["left_out"]}


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """An XLSX; None leaves a cell out, dates become real dates."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row_no, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(row_no, column, cell)
    return out.getvalue()


def parquet(frame: pl.DataFrame) -> bytes:
    """A Parquet file."""
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def zipped(members: Mapping[str, bytes], *, encrypted: bool = False) -> bytes:
    """A ZIP; `encrypted` sets the flag that says so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # the same bytes at any hour
    packed = bytearray(out.getvalue())
    if encrypted:
        packed[6] |= 1
        packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


def unzipped(packed: bytes) -> dict[str, bytes]:
    """The members of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
