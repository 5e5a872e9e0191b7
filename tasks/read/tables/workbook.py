"""Read the sheet of an XLSX workbook that holds the table; row numbers are those of the sheet."""

import fastexcel
import polars as pl

from expectations.contracts.schema import Feed
from tasks.presentation.known_words import is_known_text
from tasks.read.limits import ReadLimits
from tasks.read.tables.blocks import lay_out
from tasks.read.tables.header import HEADER_ROWS, find_header
from tasks.read.tables.raw_table import RawTable
from tasks.read.tables.split import refused_header, split_table
from tasks.read.tables.workbook_limits import MOST_SHEETS
from tasks.refusal import Refusal

UNREADABLE = (fastexcel.FastExcelError, pl.exceptions.PanicException)


def read_workbook(data: bytes, *, feed: Feed, limits: ReadLimits) -> RawTable | Refusal:
    """Cells of the first sheet with a header row of this feed; `unsafe_workbook` says whether it may be read."""
    try:
        workbook = fastexcel.read_excel(data)
        sheets, spanned = workbook.sheet_names, 0
        if len(sheets) > MOST_SHEETS:
            return Refusal(code="TOO_LARGE", detail=f"> {MOST_SHEETS} lembar / sheets")
        for name in sheets:  # several may name the same part of the workbook
            frame = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
            if match := find_header(frame.head(HEADER_ROWS).rows(), feed=feed):
                break
            spanned += frame.height * frame.width
            if spanned > limits.sheet_cells:
                return Refusal(code="STRAY_CELL")
        else:
            return Refusal(code="HEADER_NOT_FOUND")
    except UNREADABLE:
        return Refusal(code="NOT_READABLE")
    rows = frame.slice(match.row + 1)
    table = refused_header(match, above=frame.head(match.row).rows(), feed=feed) or split_table(
        rows, match=match, feed=feed, first_row=match.row + 2
    )
    if isinstance(table, Refusal):
        return table
    cells = lay_out(rows, table.found).select(
        pl.exclude("place"),
        (pl.col("place").cast(pl.Int32) + table.first_row).alias("row_no"),
        pl.lit(value=True).alias("complete_line"),
    )
    facts = {
        "format": "xlsx",
        "sheet": name if is_known_text(name) else f"#{sheets.index(name) + 1}",  # people name sheets after people
        "sheets": len(sheets),
        **table.facts,
    }
    return RawTable(cells=cells, facts=facts)
