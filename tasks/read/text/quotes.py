"""Mend broken quotes in delimited text line by line, so that the parser can be trusted with all of it.

A line with an even number of quotes ends where it ends. One with an odd number begins or ends a cell over several
lines, or holds a stray quote. Only such lines are looked at one by one; where every quote is well, nothing is copied.
"""

import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

CHUNK = 1 << 18
LONGEST_CELL = 1 << 16  # bytes of a cell over several lines
QUOTE = b'"'


class _Line(NamedTuple):
    """Where a line with an odd number of quotes lies in the text."""

    start: int
    end: int


class Mended(NamedTuple):
    """Text in which quotes pair up; joined: line ends within cells; broken: lines whose quotes were mended."""

    text: bytes
    joined: int
    broken: int


def mend_quotes(text: bytes, *, start: int, delimiter: str, width: int) -> Mended:
    """Quote the cells of lines with stray quotes anew; `start`: where the first line below the header begins.

    Two odd lines are one record when it fills no more than `width` fields, and the cell over several lines has fewer
    delimiters than a line: otherwise a quote that was left open swallowed lines.
    """
    odd = list(_odd_lines(text, start))
    pieces: list[bytes] = []
    copied, joined, broken, index = 0, 0, 0, 0
    while index < len(odd):
        first = odd[index]
        if index + 1 < len(odd) and _is_one_record(text, first, odd[index + 1], delimiter, width):
            joined += text.count(b"\n", first.start, odd[index + 1].end)
            index += 2
            continue
        line = text[first.start : first.end].decode("utf-8", errors="replace")
        pieces += [text[copied : first.start], quoted_anew(split_line(line, delimiter), delimiter)]
        copied = first.end
        broken += 1
        index += 1
    mended = b"".join([*pieces, text[copied:]]) if pieces else text
    return Mended(text=mended, joined=joined, broken=broken)


def split_line(line: str, delimiter: str) -> Sequence[str]:
    """The cells of one line, whose quotes need not close."""
    if '"' in line:
        with contextlib.suppress(csv.Error):
            return next(csv.reader([line], delimiter=delimiter), [])
    return line.split(delimiter)


def quoted_anew(cells: Sequence[str], delimiter: str) -> bytes:
    """A line of those cells."""
    return delimiter.join(
        f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell or delimiter in cell else cell for cell in cells
    ).encode()


def _odd_lines(text: bytes, start: int) -> Iterator[_Line]:
    while start < len(text):
        end = text.find(b"\n", min(start + CHUNK, len(text)))
        end = len(text) if end < 0 else end
        if text.find(QUOTE, start, end) >= 0:
            place = start
            for line in text[start:end].split(b"\n"):
                if line.count(QUOTE) % 2:
                    yield _Line(place, place + len(line))
                place += len(line) + 1
        start = end + 1


def _is_one_record(text: bytes, first: _Line, last: _Line, delimiter: str, width: int) -> bool:
    if last.end - first.start > LONGEST_CELL:
        return False
    piece = text[first.start : last.end].decode("utf-8", errors="replace")
    try:
        records = list(csv.reader(io.StringIO(piece, newline="\n"), delimiter=delimiter))
    except csv.Error:
        return False
    if len(records) != 1 or any(cell.strip() for cell in records[0][width:]):
        return False
    return all(cell.count(delimiter) < width - 1 for cell in records[0] if "\n" in cell)
