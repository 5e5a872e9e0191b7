"""Worksheets as our reader gives them, and workbooks whose XML is written in other ways."""

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import polars as pl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from expectations.contracts.schema import Feed
from tasks.read.limits import ReadLimits
from tasks.read.sheets.grid import Grid, read_grid
from tasks.read.sheets.parts import read_book
from tasks.read.sheets.texts import shared_texts
from tasks.read.tables.raw_table import CellKind
from tasks.read.tables.workbook import read_workbook
from tasks.read.tables.workbook_limits import open_archive
from tasks.refusal import Refusal
from tests.unit.read.extracts import ENROLMENT, unzipped, zipped

Cells = dict[tuple[int, int], tuple[str | None, CellKind]]
SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml")


def raw(data: bytes, *, feed: Feed = ENROLMENT) -> pl.DataFrame:
    """Texts and kinds of the table as the reader of workbooks hands them on."""
    found = read_workbook(data, feed=feed, limits=ReadLimits.of(len(data), max_bytes=10_000_000))
    assert not isinstance(found, Refusal), found
    return found.cells


def grids(data: bytes) -> dict[str, Grid]:
    """The sheets by name, hidden ones too."""
    with open_archive(data) as archive:
        book = read_book(archive)
        texts = shared_texts(archive, book.texts_part) if book.texts_part else pl.Series(dtype=pl.String)
        return {
            sheet.name: read_grid(archive, sheet.part, book=book, texts=texts, most_cells=10**6)
            for sheet in book.sheets
        }


def cells(grid: Grid) -> Cells:
    """Text and kind by row and column, counted from 0; empty cells left out."""
    return {
        (row, place): (text, CellKind(kind))
        for place, column in grid.cells.items()
        for row, text, kind in column.select("row", "text", "kind").iter_rows()
    }


def only_sheet(data: bytes) -> Cells:
    """The cells of a workbook with one sheet."""
    (grid,) = grids(data).values()
    return cells(grid)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as openpyxl writes it."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(data: bytes, edits: Mapping[str, Callable[[str], str]], *, encoding: str = "utf-8") -> bytes:
    """A workbook with parts changed: a name, or `sheets` for all worksheets."""

    def change(name: str, part: bytes) -> bytes:
        edit = edits.get("sheets" if SHEETS.fullmatch(name) else name)
        return edit(part.decode()).encode(encoding) if edit else part

    return zipped({name: change(name, part) for name, part in unzipped(data).items()})


def prefixed(part: str) -> str:
    """Markup with a prefix before every name, as some programs write it."""
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", part).replace(" xmlns=", " xmlns:x=")


def without_places(part: str) -> str:
    """Rows and cells that do not say where they are: each is the next."""
    return re.sub(r"<(row|c) r=\"[A-Z0-9]+\"", r"<\1", part)


def in_other_quotes(part: str) -> str:
    """Attributes in single quotes, one a line."""
    return re.sub(r' ([a-z]+)="([^"]*)"', r"\n  \1='\2'", part)


def styled(rows: list[list[Any]], formats: Mapping[tuple[int, int], str], *, from_1904: bool = False) -> bytes:
    """A workbook of one sheet; formats by row and column, counted from 0."""
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    for row_no, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row_no, column)
            cell.value = value
            if code := formats.get((row_no - 1, column - 1)):
                cell.number_format = code
    return saved(book)
