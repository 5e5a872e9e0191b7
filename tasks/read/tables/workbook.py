"""Read the sheet of an XLSX workbook that holds the table; row numbers are those of the sheet."""

import fastexcel
import polars as pl

from expectations.contracts.schema import Feed
from tasks.presentation.known_words import is_known_text
from tasks.read.limits import ReadLimits
from tasks.read.tables.column_drift import column_drift, drift_facts, refused_drift
from tasks.read.tables.header import HEADER_ROWS, find_header
from tasks.read.tables.raw_table import RawTable
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
    drift = column_drift(match, feed=feed)
    if refusal := refused_drift(drift):
        return refusal
    cells = frame.select(
        *(pl.nth(place).alias(field) for field, place in match.positions.items()),
        pl.nth(0).alias("first_cell"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_no"),
        pl.lit(value=True).alias("complete_line"),
    ).slice(match.row + 1)
    facts = {
        "format": "xlsx",
        "sheet": name if is_known_text(name) else f"#{sheets.index(name) + 1}",  # people name sheets after people
        "sheets": len(sheets),
        "header_row": match.row + 1,
        "drift": drift_facts(drift),
    }
    return RawTable(cells=cells, facts=facts)
