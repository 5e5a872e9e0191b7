"""What stands beside a table and says what its numbers are: `dalam ribuan`, `(juta rupiah)`, `Dalam US$`, `Satuan: KK`.

A unit in a header makes another column of it; one in a title, under the header or in a note would be left out.
"""

from collections.abc import Sequence

import polars as pl

from expectations.contracts.schema import Feed, Field
from tasks.read.beside.recap import is_summed
from tasks.read.tables.left_out import row_list
from tasks.read.tables.raw_table import strip_cells
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
CURRENCY_CODE = "CURRENCY_OTHER"
CURRENCY = (
    r"(?:US\$|S\$|\$|€|USD|SGD|MYR|EUR|JPY|HKD|TWD|KRW|SAR|AED|AUD|CNY|BND|THB|(?:US )?DOLL?ARS?|RINGGIT|EURO|YEN|RIYAL"
    r"|DIRHAM|YUAN)"
)
SAYS_CURRENCY = (
    rf"(?i)\b(?:dalam|in|mata uang|currency|valuta|satuan)\W{{0,3}}(?:dalam\W+)?{CURRENCY}(?:\W|$)"
    rf"|\(\W*{CURRENCY}\W*\)"
)
FITTING = {  # every word of a cell that names the unit which a column has
    "people": "ORANG|ORG|JIWA|PEKERJA|PESERTA|TENAGA|KERJA|TK|INDIVIDU|PEOPLE|PERSONS?|WORKERS?",
    "IDR": "RP|IDR|RUPIAH|INDONESIAN?",
    "percent": "%|PERSEN|PERCENT|PCT",
}


def says_currency(cells: pl.Series) -> pl.Series:
    """Cells that say that amounts are in another currency than rupiah."""
    return cells.str.contains(SAYS_CURRENCY).fill_null(value=False)


def without_other_units(frame: pl.DataFrame, cells: pl.DataFrame, *, feed: Feed) -> pl.DataFrame:
    """The typed frame; a number beside which another unit or currency stands cannot be read."""
    for beside in feed.beside:
        if not beside.unit_of or beside.name not in cells.columns:
            continue
        named = strip_cells(cells[beside.name]).str.to_uppercase()
        for field in map(feed.field, beside.unit_of):
            other = (~named.str.contains(_fitting(field))).fill_null(value=False) & frame[field.name].is_not_null()
            if other.any():
                frame = frame.with_columns(
                    pl.when(~other).then(pl.col(field.name)).alias(field.name),
                    (frame[field.unreadable] | other).alias(field.unreadable),
                )
    return frame


def _fitting(field: Field) -> str:
    """A whole cell of words of the unit of a field."""
    unit = str(field.unit).partition("/")[0]
    return rf"^[^\p{{L}}\p{{N}}%]*(?:(?:{FITTING[unit]})[^\p{{L}}\p{{N}}%]*)+$"


def says_units(cells: pl.Series) -> pl.Series:
    """Cells that say in which unit numbers stand, where that is not one."""
    return cells.str.contains(SAYS_UNIT).fill_null(value=False)


def units_above(rows: Sequence[Sequence[str | None]], *, feed: Feed) -> Refusal | None:
    """The refusal when a row above the header says so; the first row of the file is number 1."""
    above = [pl.Series(row, dtype=pl.String) for row in rows]
    units, currencies = (
        [number for number, row in enumerate(above, start=1) if says(row).any()] if applies(feed) else []
        for says, applies in ((says_units, has_numbers), (says_currency, has_rupiah))
    )
    return in_units(units) or in_units(currencies, code=CURRENCY_CODE)


def units_beside(cells: pl.DataFrame, *, feed: Feed) -> list[int]:
    """Rows whose cell in a column of units says so; the first thousand, where there are more."""
    columns = [field.name for field in feed.beside if field.tells_unit and field.name in cells.columns]
    said = [says_units(strip_cells(cells[name])) | cells[name].str.contains(THOUSANDS) for name in columns]
    return [row for found in said for row in cells["row_no"].filter(found.fill_null(value=False)).head(MOST_NAMED)]


def in_units(rows: Sequence[int], *, code: str = CODE) -> Refusal | None:
    """The refusal that names the rows which say so; None where there are none."""
    return Refusal(code=code, detail=f"baris/rows {row_list(rows)}") if rows else None


def has_numbers(feed: Feed) -> bool:
    """Whether figures are made of numbers of people or rupiah that every row of the feed holds."""
    return any(field.required and is_summed(field) for field in feed.fields)


def has_rupiah(feed: Feed) -> bool:
    """Whether every row of the feed holds an amount of rupiah."""
    return any(field.required and field.unit == "IDR" for field in feed.fields)
