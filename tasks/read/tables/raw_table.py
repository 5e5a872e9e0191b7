"""The raw table that every reader hands on: cells as text under the names of the contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import polars as pl

from expectations.contracts.schema import Feed

LINE_END = "\x1f"  # ends every line of delimited text while it is read; no extract holds this sign
EMPTY_CELLS = ["", "-", "NULL", "null", "N/A", "#N/A", "NaN", "nan", "None", LINE_END]
TOTAL_LABEL = r"(?i)^\s*(grand\s*)?(jumlah|total)\b"
TOTAL_ROWS_LOOKED_AT = 20
KIND_ENDING = "__kind"


class CellKind(IntEnum):
    """What a cell of a workbook or of Parquet is, which its text alone would not say."""

    TEXT = 0
    NUMBER = 1  # text is the number with a decimal point, as short as it is exact; never thousands separators
    PERCENT = 2  # a number whose format shows it as per cent: text is the number times 100
    DATE = 3  # a day or an instant: text is `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS[.ffffff]`
    BOOLEAN = 4  # text is `TRUE` or `FALSE`
    ERROR = 5  # #N/A, #REF! ...: text is null, and the cell is unreadable, not empty
    NO_VALUE = 6  # a formula without a kept value: text is null, and the cell is unreadable, not empty


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """Cells as text, and what each one is where that is known.

    cells: one String column per field found, `first_cell` (of the row, whatever its column), `row_no` (Int32) and
    `complete_line` (Boolean); of a field with cells other than text also its `kind_column`, a UInt8 of `CellKind`,
    which delimited text never has.
    facts: what the reader found out, without values.
    """

    cells: pl.DataFrame
    facts: Mapping[str, Any]


def kind_column(field_name: str) -> str:
    """The column of a raw table that says what the cells of a field are; a field without it has text only."""
    return f"{field_name}{KIND_ENDING}"


def tidy_table(table: RawTable, *, feed: Feed) -> RawTable:
    """Leave out blank rows and a JUMLAH or TOTAL row at the end, recorded but not counted as rows."""
    cells = table.cells
    blank = _blank_rows(cells)
    filled = cells.filter(~pl.int_range(pl.len()).is_in(blank.implode())) if blank.len() else cells
    last = filled.tail(TOTAL_ROWS_LOOKED_AT)
    totals = last.filter(_is_total(last, feed))["row_no"]
    kept = filled.filter(~pl.col("row_no").is_in(totals.implode())) if totals.len() else filled
    facts = {
        **table.facts,  # of a workbook each sheet may have been tidied by itself
        "blank_rows": table.facts.get("blank_rows", 0) + blank.len(),
        "total_rows": [*table.facts.get("total_rows", ()), *totals.to_list()],
    }
    return RawTable(cells=kept, facts=facts)


def strip_cells(cells: pl.Series) -> pl.Series:
    """Trim text; what only says 'empty' becomes null."""
    text = pl.col(cells.name).str.strip_chars()
    return cells.to_frame().select(pl.when(~text.is_in(EMPTY_CELLS)).then(text)).to_series()


def _fields_of(cells: pl.DataFrame) -> list[str]:
    return [name for name, dtype in cells.schema.items() if dtype == pl.String and name != "first_cell"]


def _blank_rows(cells: pl.DataFrame) -> pl.Series:
    """Places of rows without any cell of the contract; each column is asked only about the rows still in doubt."""
    places = pl.int_range(cells.height, dtype=pl.UInt32, eager=True)
    for name in _fields_of(cells):
        places = places.filter(strip_cells(cells[name].gather(places)).is_null())
        if places.is_empty():
            return places
    for name in (name for name in cells.columns if name.endswith(KIND_ENDING)):
        places = places.filter(cells[name].gather(places) < CellKind.ERROR)
    return places


def _is_total(rows: pl.DataFrame, feed: Feed) -> pl.Series:
    """Rows whose first filled cell says total, in a required column or in a row that hardly fills any.

    So a firm whose name begins with Total, or a SEGMEN that is TOTAL, makes no total row.
    """
    text = rows.select(strip_cells(rows[name]) for name in ["first_cell", *_fields_of(rows)])
    required = [field.name for field in feed.fields if field.required and field.name in text.columns]
    says_total = pl.coalesce(pl.all()).str.contains(TOTAL_LABEL)
    in_required = pl.any_horizontal(pl.col(required).str.contains(TOTAL_LABEL))
    hardly_filled = pl.sum_horizontal(pl.col(required).is_not_null()) * 2 < len(required)
    return text.select(total=(says_total & (in_required | hardly_filled)).fill_null(value=False))["total"]
