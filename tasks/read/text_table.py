"""Read delimited text: encoding, delimiter and header row are found out, ragged lines are marked, none is lost."""

import csv
import io
from collections.abc import Sequence

import polars as pl
from polars.exceptions import ComputeError

from expectations.contract import Feed
from tasks.read.header import HEADER_ROWS, HeaderMatch, find_header, missing_columns
from tasks.read.table import RawTable
from tasks.states import Refusal

DELIMITERS = (";", ",", "\t", "|")
UNIT_SEPARATOR = "\x1f"  # never inside an extract: reads a line as one cell
SAMPLE_BYTES = 1 << 16


def read_text(data: bytes, *, feed: Feed) -> RawTable | Refusal:
    """Cells of a delimited text file."""
    encoding, text = decode(data)
    sample = text[:SAMPLE_BYTES].decode("utf-8", errors="replace").splitlines()[:HEADER_ROWS]
    found = [(d, m) for d in DELIMITERS if (m := find_header(_split(sample, d), feed=feed))]
    if not found:
        return Refusal(code="HEADER_NOT_FOUND")
    delimiter, match = max(found, key=lambda pair: len(pair[1].positions))
    if refusal := missing_columns(match, feed=feed):
        return refusal
    rows, quoting = _rows(text, delimiter, match)
    cells = rows.select(
        *(pl.col(f"c{place}").alias(name) for name, place in match.positions.items()),
        (pl.int_range(pl.len(), dtype=pl.Int32) + (match.row + 2)).alias("row_no"),
        "complete_line",
    )
    facts = {
        "format": "csv",
        "encoding": encoding,
        "delimiter": delimiter,
        "quoting": quoting,
        "header_row": match.row + 1,
        "unknown_columns": list(match.unknown),
    }
    return RawTable(cells=cells, facts=facts)


def decode(data: bytes) -> tuple[str, bytes]:
    """The encoding of text, and the text as UTF-8 without byte order mark and with LF line ends."""
    encoding = _encoding(data)
    if encoding in {"utf-8", "utf-8-sig"}:
        text = data.removeprefix(b"\xef\xbb\xbf")
    else:
        text = data.decode(encoding, errors="replace").encode()
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return encoding, text


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    head = data[:SAMPLE_BYTES]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _split(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    return [next(csv.reader([line.replace("\0", "")], delimiter=delimiter), []) for line in lines]


def _rows(text: bytes, delimiter: str, match: HeaderMatch) -> tuple[pl.DataFrame, str]:
    """Columns c0.. as text and `complete_line`, one row per record of the file, blank ones included."""
    quoted = b'"' in text
    try:
        rows = _scan(text, delimiter, match, quote='"' if quoted else None)
    except ComputeError:  # a quote that never closes: take every line for itself
        return _line_by_line(text, delimiter, match), "broken"
    complete = pl.col(f"c{match.width}").is_null()
    last = pl.col(f"c{match.width - 1}").is_null()
    blank = pl.all_horizontal(pl.all().is_null())
    if rows.select((last & ~blank).any()).item():
        short = _short_records(text, delimiter, match, rows.height)
        complete = complete & ~(last & ~blank & short)
    return rows.with_columns(complete_line=complete), "quoted" if quoted else "none"


def _scan(text: bytes, delimiter: str, match: HeaderMatch, *, quote: str | None) -> pl.DataFrame:
    names = [f"c{place}" for place in range(match.width + 1)]  # one more, to see what overflows
    body = _after_lines(text, match.row + 1)
    if not body.strip():
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    return pl.read_csv(
        body,
        separator=delimiter,
        has_header=False,
        quote_char=quote,
        schema=dict.fromkeys(names, pl.String),
        truncate_ragged_lines=True,
        infer_schema=False,
    )


def _after_lines(text: bytes, lines: int) -> bytes:
    start = 0
    for _ in range(lines):
        end = text.find(b"\n", start)
        if end < 0:
            return b""
        start = end + 1
    return text[start:]


def _short_records(text: bytes, delimiter: str, match: HeaderMatch, height: int) -> pl.Series:
    """True for records with fewer fields than the header."""
    body = _after_lines(text, match.row + 1)
    lines = pl.read_csv(body, separator=UNIT_SEPARATOR, has_header=False, quote_char=None, schema={"line": pl.String})[
        "line"
    ].fill_null("")
    if lines.len() != height:  # line breaks inside quotes: count by the csv module
        records = csv.reader(io.StringIO(body.decode("utf-8", errors="replace")), delimiter=delimiter)
        widths = pl.Series([len(record) for record in records], dtype=pl.UInt32)
    else:
        widths = lines.str.count_matches(delimiter, literal=True) + 1
        quoted = lines.str.contains('"', literal=True)
        if quoted.any():
            exact = [len(next(csv.reader([line], delimiter=delimiter))) for line in lines.filter(quoted)]
            widths = widths.scatter(quoted.arg_true(), exact)
    return (widths < match.width).extend_constant(value=False, n=max(0, height - widths.len())).head(height)


def _line_by_line(text: bytes, delimiter: str, match: HeaderMatch) -> pl.DataFrame:
    lines = _after_lines(text, match.row + 1).decode("utf-8", errors="replace").splitlines()
    records = [next(csv.reader([line.replace("\0", "")], delimiter=delimiter), []) for line in lines]
    columns = {
        f"c{place}": [record[place] if place < len(record) and record[place] else None for record in records]
        for place in range(match.width)
    }
    complete = pl.Series([len(record) in (0, match.width) for record in records], dtype=pl.Boolean)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(complete_line=complete)
