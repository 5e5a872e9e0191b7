"""Lines beside a table that say its numbers stand in thousands or millions: `dalam ribuan`, `(juta rupiah)`, `Rp 000`.

A unit in a header makes another column of it; one in a title, under the header or in a note would be left out.
"""

from collections.abc import Sequence

import polars as pl

from expectations.contracts.schema import Feed
from tasks.read.tables.left_out import row_list
from tasks.read.tables.raw_table import strip_cells
from tasks.read.tables.recap import is_summed
from tasks.refusal import Refusal

CODE = "NUMBERS_IN_UNITS"
UNIT = "(?:ribu|juta|mil[iy]ar|thousands?|millions?|billions?)"
OF = r"(?:rp\.?|idr|rupiah|orang|jiwa|pekerja|peserta|people|persons|workers)"
THOUSANDS = r"^\s*1?[.,]?0{2,3}(?:[.,]?000)*\s*$"  # a unit of 000 or 1.000
MOST_NAMED = 1_000
SAYS_UNIT = (
    r"(?i)\b(?:ribuan|jutaan|mil[iy]aran)\b"
    rf"|\b(?:dalam|satuan|unit|in|rp\.?|idr)\W{{0,3}}(?:{OF}\W{{1,3}})?{UNIT}\b"
    rf"|\(\W*(?:{UNIT}|0?00)\b[^)]*\)"
    rf"|^\W*{UNIT}(?:\s+{OF})?\W*$"
    r"|\b(?:rp|idr)\.?\s?['’]?000\b|['’]000\b"
    r"|(?:^|[\s(])[x×*]\s?1[.,]?000(?:[.,]?000)*\b"
)


def says_units(cells: pl.Series) -> pl.Series:
    """Cells that say in which unit numbers stand, where that is not one."""
    return cells.str.contains(SAYS_UNIT).fill_null(value=False)


def units_above(rows: Sequence[Sequence[str | None]], *, feed: Feed) -> Refusal | None:
    """The refusal when a row above the header says so; the first row of the file is number 1."""
    if not has_numbers(feed):
        return None
    found = [number for number, row in enumerate(rows, start=1) if says_units(pl.Series(row, dtype=pl.String)).any()]
    return in_units(found)


def units_beside(cells: pl.DataFrame, *, feed: Feed) -> list[int]:
    """Rows whose cell in a column of units says so; the first thousand, where there are more."""
    columns = [field.name for field in feed.beside if field.tells_unit and field.name in cells.columns]
    said = [says_units(strip_cells(cells[name])) | cells[name].str.contains(THOUSANDS) for name in columns]
    return [row for found in said for row in cells["row_no"].filter(found.fill_null(value=False)).head(MOST_NAMED)]


def in_units(rows: Sequence[int]) -> Refusal | None:
    """The refusal that names the rows which say so; None where there are none."""
    return Refusal(code=CODE, detail=f"baris/rows {row_list(rows)}") if rows else None


def has_numbers(feed: Feed) -> bool:
    """Whether figures are made of numbers of people or rupiah that every row of the feed holds."""
    return any(field.required and is_summed(field) for field in feed.fields)
