"""Whether cells look like those of their column: what tells a record from a note, a sum or a line that slipped."""

from functools import cache

import polars as pl

from expectations.contracts.codes import PLAIN_DROPS, code_lists, plain
from expectations.contracts.schema import Feed, Field, Kind

FLAGS = r"^(?i)(Y|YA|YES|1|TRUE|BENAR|T|TIDAK|N|NO|0|FALSE|SALAH|V|X)$"
NAMED = "sen|sel|rab|kam|jum|sab|min|ahad|mon|tue|wed|thu|fri|sat|sun"
MONTHS = "jan|feb|mar|apr|mei|may|jun|jul|agu|aug|ags|sep|okt|oct|nov|nop|des|dec"
DAY = rf"^(?i)([^\p{{L}}]*[0-9].*[0-9]|({NAMED}|{MONTHS})\w*[\s,.\-/].*[0-9]).{{0,20}}$"
SHAPES = {
    Kind.DIGITS: r"^[^\p{L}]*([0-9][^\p{L}]*){4,}$|^[0-9.,]+[eE]\+?[0-9]+$|^[ .'\-]*[0-9oO][0-9oO .'\-]{5,}$",
    Kind.DATE: DAY,
    Kind.MONTH: DAY,
    Kind.INTEGER: r"^(?i)(rp)?[^\p{L}]*[0-9]",
    Kind.AMOUNT: r"^(?i)(rp|idr)?[^\p{L}]*[0-9]",
    Kind.REGION: r"^[^\p{L}]*[0-9][0-9.\s\-']*$|^(?i)(ID|INDONESIA|NASIONAL)$",
    Kind.FLAG: FLAGS,
}


def at_home(field: Field) -> pl.Expr | None:
    """Whether a stripped cell has the shape of its column, null where it is empty; None where any text has it."""
    cell = pl.col(field.name)
    if field.kind is Kind.CODE and field.code_list is not None:
        plain_cell = cell.str.replace_all(PLAIN_DROPS, "").str.to_uppercase()
        others = [spelling for spellings in field.other_spellings for spelling, _ in spellings]
        return plain_cell.is_in([*_spellings(field.code_list), *others])
    shape = SHAPES.get(field.kind)
    return None if shape is None else cell.str.contains(shape)


@cache
def _spellings(code_list: str) -> list[str]:
    """Every spelling that was ever valid."""
    return sorted({plain(text) for code in code_lists()[code_list].codes for text in (code.code, *code.aliases)})


def fits(cells: pl.DataFrame, *, feed: Feed) -> pl.Series:
    """Rows whose filled cells are all at home, with half of the required ones and one of each choice filled."""
    fields = [field for field in feed.fields if field.name in cells.columns]
    homes = [home.fill_null(value=True) for field in fields if (home := at_home(field)) is not None]
    required = [field.name for field in fields if field.required]
    filled = pl.sum_horizontal(pl.col(required).is_not_null()) * 2 >= len(required)
    chosen = [
        pl.any_horizontal(pl.col([name for name in choice if name in cells.columns]).is_not_null())
        for choice in feed.require_one_of
        if any(name in cells.columns for name in choice)
    ]
    return cells.select(fits=pl.all_horizontal(*homes, filled, *chosen))["fits"]
