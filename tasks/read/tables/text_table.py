"""Read delimited text: encoding, delimiter and header row are found out, ragged lines are marked, none is lost."""

import contextlib
import csv
import io
import re
from dataclasses import dataclass
from itertools import islice

import polars as pl
from polars.exceptions import ComputeError, NoDataError

from expectations.contracts.schema import Feed
from tasks.read.limits import ReadLimits
from tasks.read.tables.column_drift import column_drift, drift_facts, refused_drift
from tasks.read.tables.encoding import decode, is_binary
from tasks.read.tables.header import HEADER_ROWS, MAX_COLUMNS, HeaderMatch, find_header
from tasks.read.tables.raw_table import LINE_END, RawTable
from tasks.refusal import Refusal

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_BYTES, LARGEST_SAMPLE = 1 << 20, 1 << 23
CELL = re.compile(rf"[^{''.join(DELIMITERS)}\"\n]+")
LONGEST_HEADER = 1000  # a longer cell is no header; the csv module ends at 131,072 signs


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """How the table lies in the text; `lines` = lines up to and with the header."""

    delimiter: str
    match: HeaderMatch
    lines: int


def read_text(data: bytes, *, feed: Feed, limits: ReadLimits) -> RawTable | Refusal:
    """Cells of a delimited text file."""
    encoding, text = decode(data)
    if not text or text.isspace():
        return Refusal(code="EMPTY")
    layout = _find_layout(text, feed)
    if layout is None:
        return Refusal(code="NOT_READABLE" if is_binary(text) else "HEADER_NOT_FOUND")
    match = layout.match
    if match.width > MAX_COLUMNS:
        return Refusal(code="TOO_MANY_COLUMNS", detail=str(match.width))
    drift = column_drift(match, feed=feed)
    if refusal := refused_drift(drift):
        return refusal
    if text.count(b"\n") * match.width > min(limits.column_cells, limits.unpacked):  # blank lines take no space
        return Refusal(code="TOO_LARGE")
    rows, quoting = _rows(text, layout)
    cells = rows.select(
        *(pl.col(f"c{place}").alias(name) for name, place in match.positions.items()),
        pl.col("c0").alias("first_cell"),
        (pl.int_range(pl.len(), dtype=pl.Int32) + (match.row + 2)).alias("row_no"),
        (pl.col(f"c{match.width}") == LINE_END).fill_null(value=False).alias("complete_line"),
    ).rechunk()  # the parts that the parser makes would be joined anew by every later step
    facts = {
        "format": "csv",
        "encoding": encoding,
        "delimiter": layout.delimiter,
        "quoting": quoting,
        "header_row": match.row + 1,
        "drift": drift_facts(drift),
    }
    return RawTable(cells=cells, facts=facts)


def _find_layout(text: bytes, feed: Feed) -> _Layout | None:
    """The delimiter under which some row names most fields; None when no row is a header."""
    sample = CELL.sub(_shortened, text[: _end_of_line(text, HEADER_ROWS)].decode("utf-8", errors="replace"))
    found = []
    for delimiter in DELIMITERS:
        records, lines = _first_records(sample, delimiter)
        if match := find_header(records, feed=feed):
            found.append(_Layout(delimiter=delimiter, match=match, lines=lines[match.row]))
    return max(found, key=lambda layout: len(layout.match.positions), default=None)


def _shortened(cell: re.Match[str]) -> str:
    return cell[0] if cell.end() - cell.start() < LONGEST_HEADER else "x"


def _end_of_line(text: bytes, number: int) -> int:
    """Where that line ends, within the bounds of a sample."""
    end = -1
    for _ in range(number):
        end = text.find(b"\n", end + 1, LARGEST_SAMPLE)
        if end < 0:
            return LARGEST_SAMPLE
    return max(end, SAMPLE_BYTES)


def _first_records(sample: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """The first records, and for each the lines read up to its end."""
    reader = csv.reader(io.StringIO(sample, newline="\n"), delimiter=delimiter)
    records: list[list[str]] = []
    lines: list[int] = []
    with contextlib.suppress(csv.Error):  # a cell of more than 131,072 signs ends the search
        for record in islice(reader, HEADER_ROWS):
            records.append(record)
            lines.append(reader.line_num)
    return records, lines


def _rows(text: bytes, layout: _Layout) -> tuple[pl.DataFrame, str]:
    """Columns c0.. as text, one row per record of the file, blank ones included.

    Every line gets one more field, LINE_END: the column it lands in tells how many fields the line has.
    """
    if b'"' not in text:
        return _scan(text, layout, quote=None), "none"
    try:
        rows = _scan(text, layout, quote='"')
    except ComputeError:
        return _line_by_line(text, layout), "broken"
    if rows.height == text.count(b"\n") + (not text.endswith(b"\n")) - layout.lines:
        return rows, "quoted"
    line_break = layout.delimiter + LINE_END + "\n"
    if _quote_swallowed_lines(rows, layout, line_break):
        return _line_by_line(text, layout), "broken"
    return rows.with_columns(pl.col(pl.String).str.replace_all(line_break, "\n", literal=True)), "quoted"


def _scan(text: bytes, layout: _Layout, *, quote: str | None) -> pl.DataFrame:
    end = (layout.delimiter + LINE_END + "\n").encode()
    marked = (text if text.endswith(b"\n") else text + b"\n").replace(b"\n", end)
    columns = dict.fromkeys((f"c{place}" for place in range(layout.match.width + 1)), pl.String)
    try:
        return pl.read_csv(
            marked,
            separator=layout.delimiter,
            has_header=False,
            skip_lines=layout.lines,
            quote_char=quote,
            schema=columns,
            truncate_ragged_lines=True,
        )
    except NoDataError:
        return pl.DataFrame(schema=columns)


def _quote_swallowed_lines(rows: pl.DataFrame, layout: _Layout, line_break: str) -> bool:
    """Whether a cell over several lines holds as many delimiters as a line: then a quote was left open."""
    for cells in rows:
        broken = cells.filter(cells.str.contains(line_break, literal=True))
        inside = broken.str.replace_all(line_break, "", literal=True).str.count_matches(layout.delimiter, literal=True)
        if (inside >= layout.match.width - 1).any():
            return True
    return False


def _line_by_line(text: bytes, layout: _Layout) -> pl.DataFrame:
    """Every line for itself, as quotes cannot be trusted."""
    width = layout.match.width
    lines = text.decode("utf-8", errors="replace").removesuffix("\n").split("\n")[layout.lines :]
    records = [[*_fields(line, layout.delimiter), LINE_END, *[None] * width][: width + 1] for line in lines]
    return pl.DataFrame(records, schema=[(f"c{place}", pl.String) for place in range(width + 1)], orient="row")


def _fields(line: str, delimiter: str) -> list[str]:
    if '"' in line:
        with contextlib.suppress(csv.Error):
            return next(csv.reader([line], delimiter=delimiter), [])
    return line.split(delimiter)
