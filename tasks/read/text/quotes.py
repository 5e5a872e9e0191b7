"""Mend broken quotes in delimited text line by line, so that the parser can be trusted with all of it.

A line with an even number of quotes ends where it ends. One with an odd number begins or ends a cell over several
lines, or holds a stray quote. Only such lines are looked at one by one; where every quote is well, nothing is copied.
"""

import contextlib
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

CHUNK = 1 << 18
LONGEST_CELL = 1 << 16  # bytes of a cell over several lines
QUOTE = b'"'


class _Line(NamedTuple):
    """Where a line whose quotes are looked at lies in the text; is_odd: it has an odd number of them."""

    start: int
    end: int
    is_odd: bool


class Mended(NamedTuple):
    """Text in which quotes pair up; joined: line ends within cells; broken: lines whose quotes were mended."""

    text: bytes
    joined: int
    broken: int


def mend_quotes(text: bytes, *, start: int, delimiter: str, width: int, strictly: bool = False) -> Mended:
    """Quote the cells of lines with stray quotes anew; `start`: where the first line below the header begins.

    Two odd lines are one record when it fills no more than `width` fields, and the cell over several lines has fewer
    delimiters than a line: otherwise a quote that was left open swallowed lines. strictly: lines with text behind a
    closing quote too, at which the parser stops.
    """
    lines = list(_lines_in_doubt(text, start, _stray(delimiter) if strictly else None))
    pieces: list[bytes] = []
    copied, joined, broken, index = 0, 0, 0, 0
    while index < len(lines):
        first = last = lines[index]
        index += 1
        if first.is_odd and (closing := _closing(lines, index)) is not None:
            record = _one_record(text, first, lines[closing], delimiter, width, parsed=strictly)
            if record is not None:
                last, index = lines[closing], closing + 1
                joined += text.count(b"\n", first.start, last.end)
                if not record:
                    continue
        cells = record if last is not first and record else split_line(_decoded(text, first), delimiter)
        pieces += [text[copied : first.start], quoted_anew(cells, delimiter)]
        copied = last.end
        broken += 1
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
        f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(sign in cell for sign in ('"', delimiter, "\n")) else cell
        for cell in cells
    ).encode()


def _stray(delimiter: str) -> re.Pattern[bytes]:
    """Quotes in the middle of a cell, or two that open one."""
    sign = re.escape(delimiter.encode())
    return re.compile(rb'"(?<=[^%b\n"]")"*(?=[^%b\n"])|""(?<=[%b\n]"")(?=[^%b\n"])' % (sign, sign, sign, sign))


def _lines_in_doubt(text: bytes, start: int, stray: re.Pattern[bytes] | None) -> Iterator[_Line]:
    while start < len(text):
        end = text.find(b"\n", min(start + CHUNK, len(text)))
        end = len(text) if end < 0 else end
        if text.find(QUOTE, start, end) >= 0:
            found = stray is not None and stray.search(text, start, end) is not None
            place = start
            for line in text[start:end].split(b"\n"):
                is_odd = line.count(QUOTE) % 2 == 1
                if is_odd or (found and stray is not None and stray.search(line)):
                    yield _Line(place, place + len(line), is_odd)
                place += len(line) + 1
        start = end + 1


def _closing(lines: Sequence[_Line], index: int) -> int | None:
    """The next odd line from an index on."""
    return next((place for place in range(index, len(lines)) if lines[place].is_odd), None)


def _one_record(
    text: bytes, first: _Line, last: _Line, delimiter: str, width: int, *, parsed: bool
) -> Sequence[str] | None:
    """The cells of one record over several lines, None where they are more; empty where the text may stay as it is."""
    if last.end - first.start > LONGEST_CELL:
        return None
    if not parsed and _is_plainly_one(text, first, last, delimiter.encode(), width):
        return ()
    piece = text[first.start : last.end].decode("utf-8", errors="replace")
    try:
        records = list(csv.reader(io.StringIO(piece, newline="\n"), delimiter=delimiter))
    except csv.Error:
        return None
    if len(records) != 1 or any(cell.strip() for cell in records[0][width:]):
        return None
    if any(cell.count(delimiter) >= width - 1 for cell in records[0] if "\n" in cell):
        return None
    return records[0] if parsed else ()


def _is_plainly_one(text: bytes, first: _Line, last: _Line, delimiter: bytes, width: int) -> bool:
    """Whether the lines together have no more delimiters than one record, and none of them has all."""
    begin, end = text.count(delimiter, first.start, first.end), text.count(delimiter, last.start, last.end)
    between = text.count(delimiter, first.end, last.start)
    return begin + between + end < width and max(begin, between, end) < width - 1


def _decoded(text: bytes, line: _Line) -> str:
    return text[line.start : line.end].decode("utf-8", errors="replace")
