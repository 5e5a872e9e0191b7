"""Read the sheets of an XLSX workbook that hold the table; row numbers are those of the sheet."""

import zipfile
from dataclasses import replace

import polars as pl
import polars.selectors as cs

from expectations.contracts.schema import Feed
from tasks.read.beside.table_signs import ONLY_TABLE, said_of_rows
from tasks.read.headers.column_drift import drift_facts, drift_of_blocks
from tasks.read.headers.header import HEADER_ROWS, find_header
from tasks.read.limits import ReadLimits
from tasks.read.sheets.choose import Choice, choose_sheets
from tasks.read.sheets.grid import Grid, read_grid
from tasks.read.sheets.looked import Looked, label_of
from tasks.read.sheets.markup import BadMarkup, TooFar
from tasks.read.sheets.parts import Book, Sheet, read_book
from tasks.read.sheets.table import one_block, sheet_table
from tasks.read.sheets.texts import shared_texts
from tasks.read.tables.raw_table import KIND_ENDING, CellKind, RawTable
from tasks.read.tables.split import SplitTable, refused_header, split_table
from tasks.read.tables.tidy import tidy_table
from tasks.read.tables.workbook_limits import open_archive
from tasks.refusal import Refusal

SAID = ("totals", "counts", "units", "currencies", "positions")  # facts of each sheet that are looked at together
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
        looked.append(_looked(sheet, grid, book, feed))
    return looked


def _looked(sheet: Sheet, grid: Grid, book: Book, feed: Feed) -> Looked:
    """The header of a sheet and the rows below it, split at later headers."""
    head = grid.head(HEADER_ROWS)
    match = find_header(head, feed=feed)
    if match is None:
        return Looked(sheet=sheet, grid=grid, match=None, cells=pl.DataFrame(), feed=feed)
    first = match.row + 1
    above = head[: match.row]
    found: SplitTable | Refusal | None = refused_header(match, above=above, feed=feed)
    found = found or split_table(grid.frame().slice(first), match=match, feed=feed, first_row=first + 1, above=above)
    refusal = found if isinstance(found, Refusal) else None
    if refusal and book.places > 1:
        refusal = replace(refusal, detail=f"{label_of(sheet)}: {refusal.detail}")
    blocks = one_block(match, grid.height - first) if isinstance(found, Refusal) else found.found
    return Looked(
        sheet=sheet,
        grid=grid,
        match=match,
        cells=sheet_table(grid, blocks, feed=feed, first_row=first, from_1904=book.counts_from_1904),
        feed=feed,
        facts={} if isinstance(found, Refusal) else found.facts,
        refusal=refusal,
    )


def _together(choice: Choice, book: Book, feed: Feed) -> RawTable:
    """One table of all chosen sheets."""
    first = choice.tables[0]
    sheet_facts = {"format": "xlsx", "sheet": first.label, "sheets": book.places}
    if len(choice.tables) == 1:
        left_out = [*choice.left_out, *first.facts["left_out"]]
        facts = {**sheet_facts, **first.facts, "left_out": left_out, "rows_said": _rows_said(first, number=ONLY_TABLE)}
        return RawTable(cells=first.cells, facts=facts)
    tables = [tidy_table(_of_sheet(one, choice, book), feed=feed) for one in choice.tables]
    cells = pl.concat([table.cells for table in tables], how="diagonal")
    drift = drift_of_blocks([one.match for one in choice.tables if one.match], feed=feed)
    facts = {
        **sheet_facts,
        "header_row": first.facts["header_row"],
        "drift": drift_facts(drift),
        "left_out": [*choice.left_out, *(fact for table in tables for fact in table.facts["left_out"])],
        "blank_rows": sum(table.facts["blank_rows"] for table in tables),
        "total_rows": [row for table in tables for row in table.facts["total_rows"]],
        "rows_said": {
            at: said for one in choice.tables for at, said in _rows_said(one, number=one.sheet.number).items()
        },
        **{name: [one for table in tables for one in table.facts.get(name, ())] for name in SAID},
        "sheets_read": [
            {
                "sheet": one.label,
                "number": one.sheet.number,
                "rows": table.cells.height,
                "header_row": one.match.row + 1 if one.match else 0,
            }
            for one, table in zip(choice.tables, tables, strict=True)
        ],
    }
    return RawTable(cells=cells.with_columns(cs.ends_with(KIND_ENDING).fill_null(CellKind.TEXT)), facts=facts)


def _rows_said(one: Looked, *, number: int) -> dict[int, str]:
    """Whether the name of a sheet, or a title on it, says that its rows do not hold; under the number of the sheet."""
    said = said_of_rows([one.sheet.name]) or next(iter(one.facts.get("rows_said", {}).values()), None)
    return {number: said} if said else {}


def _of_sheet(one: Looked, choice: Choice, book: Book) -> RawTable:
    """The rows of one sheet of several, under numbers that no other sheet has."""
    offset = one.sheet.number * SHEET_ROWS
    cells, table = one.cells, choice.continued.get(one.sheet.number)
    if table is not None and table.match is not None:
        block = one_block(table.match, one.grid.height)
        cells = sheet_table(one.grid, block, feed=one.feed, first_row=0, from_1904=book.counts_from_1904)
    left_out = [
        {**fact, "rows": [row + offset for row in fact["rows"]], "sheet": one.label}
        for fact in one.facts.get("left_out", ())
    ]
    said = {name: one.facts[name] for name in SAID if name in one.facts}
    return RawTable(cells=cells.with_columns(pl.col("row_no") + offset), facts={"left_out": left_out, **said})
