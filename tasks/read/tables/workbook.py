"""Read the sheets of an XLSX workbook that hold the table; row numbers are those of the sheet."""

import zipfile
from collections.abc import Sequence
from typing import Any

import polars as pl
import polars.selectors as cs

from expectations.contracts.schema import Feed
from tasks.read.limits import ReadLimits
from tasks.read.sheets.choose import Choice, choose_sheets
from tasks.read.sheets.grid import read_grid
from tasks.read.sheets.looked import Looked
from tasks.read.sheets.markup import BadMarkup, TooFar
from tasks.read.sheets.parts import Book, read_book
from tasks.read.sheets.table import sheet_table
from tasks.read.sheets.texts import shared_texts
from tasks.read.tables.column_drift import column_drift, drift_facts
from tasks.read.tables.header import HEADER_ROWS, find_header
from tasks.read.tables.raw_table import KIND_ENDING, CellKind, RawTable, tidy_table
from tasks.read.tables.workbook_limits import open_archive
from tasks.refusal import Refusal

MOST_SHEETS = 200
SHEET_ROWS = 10_000_000  # rows of several sheets are numbered so many apart: 20000005 is row 5 of the second sheet


def read_workbook(data: bytes, *, feed: Feed, limits: ReadLimits) -> RawTable | Refusal:
    """Cells of the sheets that make a table of this feed; `unsafe_workbook` says whether the file may be opened."""
    try:
        with open_archive(data) as archive:
            book = read_book(archive)
            if book.places > MOST_SHEETS:
                return Refusal(code="TOO_LARGE", detail=f"> {MOST_SHEETS} lembar / sheets")
            looked = _look_at_sheets(archive, book, feed=feed, limits=limits)
    except BadMarkup:
        return Refusal(code="NOT_READABLE")
    except TooFar:
        return Refusal(code="STRAY_CELL")
    if isinstance(looked, Refusal):
        return looked
    choice = choose_sheets(looked, hidden=[sheet for sheet in book.sheets if sheet.is_hidden])
    return choice if isinstance(choice, Refusal) else _together(choice, book, feed)


def _look_at_sheets(archive: zipfile.ZipFile, book: Book, *, feed: Feed, limits: ReadLimits) -> list[Looked] | Refusal:
    """Every visible sheet, as long as all of them together stay within the limits."""
    texts = shared_texts(archive, book.texts_part) if book.texts_part else pl.Series(dtype=pl.String)
    looked: list[Looked] = []
    cells_left, text_left = limits.sheet_cells, min(limits.unpacked, limits.memory)
    for sheet in book.sheets:
        if sheet.is_hidden:
            continue
        grid = read_grid(archive, sheet.part, book=book, texts=texts, most_cells=cells_left)
        cells_left -= grid.height * grid.width
        text_left -= sum(int(cells["text"].str.len_bytes().sum()) for cells in grid.cells.values())
        if text_left < 0:  # one text of the workbook may stand in many cells
            return Refusal(code="TOO_LARGE")
        match = find_header(grid.head(HEADER_ROWS), feed=feed)
        cells = sheet_table(
            grid,
            match.positions if match else {},
            feed=feed,
            first_row=match.row + 1 if match else 0,
            from_1904=book.counts_from_1904,
        )
        looked.append(Looked(sheet=sheet, grid=grid, match=match, cells=cells, feed=feed))
    return looked


def _together(choice: Choice, book: Book, feed: Feed) -> RawTable:
    """One table of all chosen sheets."""
    first = choice.tables[0]
    facts: dict[str, Any] = {
        "format": "xlsx",
        "sheet": first.label,
        "sheets": book.places,
        "header_row": first.match.row + 1 if first.match else 0,
        "drift": _drift(choice.tables, feed),
        "left_out": list(choice.left_out),
    }
    if len(choice.tables) == 1:
        return RawTable(cells=first.cells, facts=facts)
    tables = [tidy_table(_of_sheet(one, choice, book), feed=feed) for one in choice.tables]
    facts["sheets_read"] = [
        {"sheet": one.label, "number": one.sheet.number, "rows": table.cells.height,
         "header_row": one.match.row + 1 if one.match else 0}
        for one, table in zip(choice.tables, tables, strict=True)
    ]  # fmt: skip
    facts["blank_rows"] = sum(table.facts["blank_rows"] for table in tables)
    facts["total_rows"] = [row for table in tables for row in table.facts["total_rows"]]
    facts["left_out"] += [one for table in tables for one in table.facts.get("left_out", ())]
    cells = pl.concat([table.cells for table in tables], how="diagonal")
    return RawTable(cells=cells.with_columns(cs.ends_with(KIND_ENDING).fill_null(CellKind.TEXT)), facts=facts)


def _of_sheet(one: Looked, choice: Choice, book: Book) -> RawTable:
    """The rows of one sheet of several, under numbers that no other sheet has."""
    cells = one.cells
    table = choice.continued.get(one.sheet.number)
    if table is not None and table.match is not None:
        cells = sheet_table(
            one.grid, table.match.positions, feed=one.feed, first_row=0, from_1904=book.counts_from_1904
        )
    return RawTable(cells=cells.with_columns(pl.col("row_no") + one.sheet.number * SHEET_ROWS), facts={})


def _drift(tables: Sequence[Looked], feed: Feed) -> list[dict[str, Any]]:
    """What the headers differ in from the contract, each difference once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in tables:
        for fact in drift_facts(column_drift(one.match, feed=feed)) if one.match else ():
            known = found.setdefault((fact["kind"], fact["policy"]), fact)
            more = [column for column in fact["columns"] if column not in known["columns"]]
            known |= {"columns": [*known["columns"], *more], "count": known["count"] + len(more)}
    return list(found.values())
