"""Lines that say how many rows or people a table has: `Jumlah baris: 45`, `Total peserta : 45`, `(45 rows)`."""

import re
from collections.abc import Iterable, Sequence

import polars as pl

from expectations.contracts.schema import Feed, FeedKind

ROWS_HEADER = "jumlah baris / rows"
ROWS = r"(?:baris(?: data)?|rows?|records?|data)"
PEOPLE = rf"(?:{ROWS}|peserta|orang|jiwa|pekerja|tenaga kerja|tk|nik|klaim)"
NUMBER = r"([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+)"
BEFORE = r"(?:(?:grand )?total|jumlah|banyaknya|banyak|number of|count)"
PATTERNS = (
    rf"^\W*(?:row|record) count[\s:=.]*{NUMBER}\W*$",
    rf"^\W*{BEFORE}[\s:=.]*{NUMBER}(?: OF)+\W*$",
    rf"^\W*{BEFORE}(?: seluruh| semua| keseluruhan| total)?(?: OF)+[\s:=.]*{NUMBER}(?: OF)*\W*$",
    rf"^\W*{NUMBER}(?: OF)+(?: (?:selected|fetched|returned|exported|affected|terpilih|ditemukan|diekspor))?\W*$",
    rf"^\W*{NUMBER} rows? in set\b.*$",
)
MOST = 1_000  # lines that are looked at


def said_counts(lines: pl.DataFrame, *, feed: Feed) -> list[int]:
    """The numbers of rows that lines (cells as text) say; people are rows only where a row is a person or a claim."""
    cells = (dict.fromkeys(cell for cell in row if cell is not None) for row in lines.head(MOST).iter_rows())
    return counts_in([" ".join(row) for row in cells], feed=feed)


def counts_in(lines: Iterable[str], *, feed: Feed) -> list[int]:
    """The same of lines that are one text each."""
    noun = ROWS if feed.kind is FeedKind.REFERENCE else PEOPLE
    patterns = [re.compile(pattern.replace("OF", noun), re.IGNORECASE) for pattern in PATTERNS]
    found = (next(filter(None, (one.match(line) for one in patterns)), None) for line in lines)
    return [int(re.sub(r"[.,]", "", one[1])) for one in found if one is not None]


def count_facts(said: Sequence[int], frame: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Header -> `said` and `found`, as of a total row, where no line and not all lines together say what is there.

    There are rows, people (each NIK once), both of all and of those who have not ended, rows that hold, and heads where
    one row stands for several.
    """
    if not said:
        return {}
    parts = [frame, frame.filter("row_holds")]
    if "ended_on" in frame.columns:
        parts.append(frame.filter(pl.col("ended_on").is_null()))
    found = {part.height for part in parts}
    if "nik" in frame.columns:
        found |= {part["nik"].drop_nulls().n_unique() for part in parts}
    if "head_count" in frame.columns:
        found.add(int(frame["head_count"].fill_null(1).sum()))
    if found.isdisjoint({*said, sum(said)}):
        return {ROWS_HEADER: {"said": float(said[-1]), "found": float(frame.height)}}
    return {}
