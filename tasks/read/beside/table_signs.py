"""A title, or the name of a sheet, that says of all rows below it that they do not hold, or no longer: `NON AKTIF`."""

import re
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from expectations.contracts.row_words import TABLE_ENDED, TABLE_VOID
from expectations.contracts.schema import Feed
from tasks.read.beside.row_signs import ROW_HOLDS, with_unknown_end

VOID, ENDED = "void", "ended"
ONLY_TABLE = 0  # stands for the number of a sheet where rows have those of the file
SIGNS = re.compile(r"[\W_]+")
PATTERNS = ((VOID, re.compile(TABLE_VOID)), (ENDED, re.compile(TABLE_ENDED)))


def said_of_rows(titles: Iterable[str]) -> str | None:
    """`void` or `ended`, where one of the titles of a table says so; one that says more says nothing."""
    for title in titles:
        words = SIGNS.sub(" ", title.upper()).strip()
        for said, pattern in PATTERNS:
            if pattern.search(words):
                return said
    return None


def titles_above(rows: Sequence[Sequence[str | None]]) -> list[str]:
    """Each cell above a header."""
    return [cell for row in rows for cell in row if cell]


def with_table_signs(frame: pl.DataFrame, said: Mapping[int, str], *, feed: Feed, sheet_rows: int) -> pl.DataFrame:
    """The typed frame; said: `void` or `ended` by the number of a sheet, or `ONLY_TABLE`.

    sheet_rows: how far apart the rows of two sheets are numbered.
    """
    ends = {field.row.ends for field in feed.beside if field.row is not None and field.row.ends}
    for number, what in said.items():
        rows = frame["row_no"] // sheet_rows == number
        if what == VOID:
            frame = frame.with_columns((frame[ROW_HOLDS] & ~rows).alias(ROW_HOLDS))
        for name in ends if what == ENDED else ():
            frame = with_unknown_end(frame, rows, feed.field(name))
    return frame
