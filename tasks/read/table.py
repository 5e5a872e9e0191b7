"""The raw table that every reader hands on: cells as text under the names of the contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

TOTAL_ROW = r"(?i)^\s*(grand\s*)?(jumlah|total)\b"
TOTAL_ROWS_LOOKED_AT = 20


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """Cells as text.

    cells: one String column per field found, `row_no` (Int32) and `complete_line` (Boolean).
    facts: what the reader found out, without values.
    """

    cells: pl.DataFrame
    facts: Mapping[str, Any]


def tidy_table(table: RawTable) -> RawTable:
    """Trim cells; leave out blank rows and a JUMLAH or TOTAL row at the end, recorded but not counted as rows."""
    cells = strip_cells(table.cells)
    text = [name for name, dtype in cells.schema.items() if dtype == pl.String]
    blank = pl.all_horizontal(pl.col(text).is_null())
    filled = cells.filter(~blank)
    tail = filled.tail(TOTAL_ROWS_LOOKED_AT)
    totals = tail.filter(pl.coalesce(text).str.contains(TOTAL_ROW).fill_null(value=False))["row_no"]
    kept = filled.filter(~pl.col("row_no").is_in(totals.implode())) if totals.len() else filled
    facts = {
        **table.facts,
        "blank_rows": cells.height - filled.height,
        "total_rows": totals.to_list(),
    }
    return RawTable(cells=kept, facts=facts)


def strip_cells(cells: pl.DataFrame) -> pl.DataFrame:
    """Trim every text cell; what only says 'empty' becomes null."""
    text = pl.col(pl.String).str.strip_chars()
    return cells.with_columns(pl.when(~text.is_in(EMPTY_CELLS)).then(text))


EMPTY_CELLS = ["", "-", "NULL", "null", "N/A", "#N/A", "NaN", "nan", "None"]
