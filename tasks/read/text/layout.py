"""How a table lies in delimited text: delimiter, header row, and how wide its lines are."""

import contextlib
import csv
import io
import re
from dataclasses import dataclass
from itertools import islice

from expectations.contracts.schema import Feed
from tasks.read.headers.header import HEADER_ROWS, HeaderMatch, find_header, names_required
from tasks.read.text.quotes import split_line

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_BYTES, LARGEST_SAMPLE = 1 << 20, 1 << 23
LONGEST_CELL = 1000  # a longer cell is no header; the csv module ends at 131,072 signs
IN_CELL = rf"[^{''.join(DELIMITERS)}\"\n]"
LONG_CELL = re.compile(rf"(?<!{IN_CELL}){IN_CELL}{{{LONGEST_CELL},}}")  # looked for where a cell begins, nowhere else
MOST_SURPLUS = 64  # empty fields at the end of a line, as a spreadsheet writes them


@dataclass(frozen=True, kw_only=True)
class Layout:
    """lines: those up to and with the header; width: fields of the widest of the first lines; above: rows above it."""

    delimiter: str
    match: HeaderMatch
    lines: int
    width: int
    above: tuple[tuple[str, ...], ...]


def find_layout(text: bytes, feed: Feed) -> Layout | None:
    """The delimiter under which some row names all required columns, or most; None when no row is a header."""
    sample = LONG_CELL.sub("x", text[: _end_of_line(text, HEADER_ROWS)].decode("utf-8", errors="replace"))
    found = []
    for delimiter in DELIMITERS:
        records, lines = _first_records(sample, delimiter)
        if match := find_header(records, feed=feed):
            found.append(
                Layout(
                    delimiter=delimiter,
                    match=match,
                    lines=lines[match.row],
                    width=max(match.width, _width_below(records[match.row + 1 :], match.width)),
                    above=tuple(map(tuple, records[: match.row])),
                )
            )
    return max(
        found,
        key=lambda one: (names_required(one.match.positions, feed=feed), len(one.match.positions)),
        default=None,
    )


def start_of_line(text: bytes, number: int) -> int:
    """Where the line after so many lines begins."""
    start = 0
    for _ in range(number):
        start = text.find(b"\n", start) + 1
        if start == 0:
            return len(text)
    return start


def _end_of_line(text: bytes, number: int) -> int:
    """Where that line ends, within the bounds of a sample."""
    end = -1
    for _ in range(number):
        end = text.find(b"\n", end + 1, LARGEST_SAMPLE)
        if end < 0:
            return LARGEST_SAMPLE
    return max(end, SAMPLE_BYTES)


def _first_records(sample: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """The first records, and for each the lines read up to its end; a line that is all in quotes is opened."""
    reader = csv.reader(io.StringIO(sample, newline="\n"), delimiter=delimiter)
    records: list[list[str]] = []
    lines: list[int] = []
    with contextlib.suppress(csv.Error):  # a cell of more than 131,072 signs ends the search
        for record in islice(reader, HEADER_ROWS):
            is_wrapped = len(record) == 1 and delimiter in record[0] and "\n" not in record[0]
            records.append(list(split_line(record[0], delimiter)) if is_wrapped else record)
            lines.append(reader.line_num)
    return records, lines


def _width_below(records: list[list[str]], width: int) -> int:
    """Fields of the widest record whose surplus fields are empty."""
    surplus = [
        len(record)
        for record in records
        if width < len(record) <= width + MOST_SURPLUS and not any(cell.strip() for cell in record[width:])
    ]
    return max(surplus, default=width)
