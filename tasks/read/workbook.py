"""Read the sheet of an XLSX workbook that holds the table; row numbers are those of the sheet."""

import fastexcel
import polars as pl

from expectations.contract import Feed
from tasks.read.header import HEADER_ROWS, find_header, missing_columns
from tasks.read.table import RawTable
from tasks.states import Refusal


def read_workbook(data: bytes, *, feed: Feed) -> RawTable | Refusal:
    """Cells of the first sheet with a header row of this feed."""
    try:
        workbook = fastexcel.read_excel(data)
        sheets = workbook.sheet_names
        for sheet in sheets:
            head = _sheet(workbook, sheet, rows=HEADER_ROWS)
            if match := find_header(head.rows(), feed=feed):
                break
        else:
            return Refusal(code="HEADER_NOT_FOUND")
        if refusal := missing_columns(match, feed=feed):
            return refusal
        frame = _sheet(workbook, sheet, rows=None)
    except fastexcel.FastExcelError:
        return Refusal(code="NOT_READABLE")
    cells = frame.select(
        *(pl.nth(place).alias(name) for name, place in match.positions.items()),
        pl.nth(0).alias("first_cell"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_no"),
        pl.lit(value=True).alias("complete_line"),
    ).slice(match.row + 1)
    facts = {
        "format": "xlsx",
        "sheet": sheet,
        "sheets": len(sheets),
        "header_row": match.row + 1,
        "unknown_columns": list(match.unknown),
    }
    return RawTable(cells=cells, facts=facts)


def _sheet(workbook: fastexcel.ExcelReader, name: str, *, rows: int | None) -> pl.DataFrame:
    sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, n_rows=rows, dtypes="string")
    return sheet.to_polars()
