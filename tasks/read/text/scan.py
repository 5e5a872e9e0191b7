"""Scan delimited text into one frame row per record; a sign after the last field tells how many fields a line has."""

import contextlib
from collections.abc import Sequence

import polars as pl
from polars.exceptions import ComputeError, NoDataError

from tasks.read.tables.raw_table import LINE_END
from tasks.read.text.layout import Layout, start_of_line
from tasks.read.text.quotes import mend_quotes, split_line


def scan_rows(text: bytes, layout: Layout, *, width: int, fields: int) -> tuple[pl.DataFrame, str]:
    """Columns c0 to c`width` as text, one row per record below the header, blank ones included; and how it is quoted.

    Every line gets one more field, LINE_END: the column it lands in tells how many fields the line has. fields: those
    of the widest header, which a record over several lines must not exceed.
    """
    if b'"' not in text:
        return _scan(text, layout.delimiter, width, skipped=layout.lines, quote=None), "none"
    start = start_of_line(text, layout.lines)
    lines = text.count(b"\n", start) + (start < len(text) and not text.endswith(b"\n"))
    for strictly in (False, True):
        mended = mend_quotes(text, start=start, delimiter=layout.delimiter, width=fields, strictly=strictly)
        with contextlib.suppress(ComputeError):  # text behind a closing quote
            rows = _scan(mended.text, layout.delimiter, width, skipped=layout.lines, quote='"')
            if rows.height == lines - mended.joined:
                rows = _with_line_breaks(rows, layout.delimiter) if mended.joined else rows
                return _opened(rows, layout, width), "broken" if mended.broken else "quoted"
    return _line_by_line(text, layout, width), "broken"


def _with_line_breaks(rows: pl.DataFrame, delimiter: str) -> pl.DataFrame:
    line_break = delimiter + LINE_END + "\n"
    return rows.with_columns(pl.col(pl.String).str.replace_all(line_break, "\n", literal=True))


def _scan(text: bytes, delimiter: str, width: int, *, skipped: int, quote: str | None) -> pl.DataFrame:
    end = (delimiter + LINE_END + "\n").encode()
    marked = (text if text.endswith(b"\n") else text + b"\n").replace(b"\n", end)
    columns = dict.fromkeys(names_of(width), pl.String)
    try:
        return pl.read_csv(
            marked,
            separator=delimiter,
            has_header=False,
            skip_lines=skipped,
            quote_char=quote,
            schema=columns,
            truncate_ragged_lines=True,
            raise_if_empty=False,  # to look whether it is empty copies the whole text
        )
    except NoDataError:
        return pl.DataFrame(schema=columns)


def names_of(width: int) -> list[str]:
    """Columns of a scanned frame: one a field, and one for the sign after the last."""
    return [f"c{place}" for place in range(width + 1)]


def _opened(rows: pl.DataFrame, layout: Layout, width: int) -> pl.DataFrame:
    """Lines that are all in quotes, as a spreadsheet with another delimiter saves them, split into their fields."""
    is_wrapped = (
        (rows["c1"] == LINE_END)
        & rows["c0"].str.contains(layout.delimiter, literal=True)
        & ~rows["c0"].str.contains("\n", literal=True)
    ).fill_null(value=False)
    if not is_wrapped.any():
        return rows
    wrapped = rows["c0"].filter(is_wrapped)
    lines = "\n".join(wrapped.to_list()).encode()
    mended = mend_quotes(lines, start=0, delimiter=layout.delimiter, width=width)
    opened = _scan(mended.text, layout.delimiter, width, skipped=0, quote='"')
    if opened.height != wrapped.len():
        opened = frame_of([split_line(line, layout.delimiter) for line in wrapped.to_list()], width)
    opened = opened.with_columns(place=is_wrapped.arg_true())
    kept = rows.with_columns(place=pl.int_range(pl.len(), dtype=pl.UInt32)).filter(~is_wrapped)
    return pl.concat([kept, opened]).sort("place").drop("place") if kept.height else opened.drop("place")


def frame_of(records: Sequence[Sequence[str]], width: int) -> pl.DataFrame:
    """Records as a scanned frame has them."""
    filled = [[*(cell or None for cell in record), LINE_END, *[None] * width][: width + 1] for record in records]
    return pl.DataFrame(filled, schema=[(name, pl.String) for name in names_of(width)], orient="row")


def _line_by_line(text: bytes, layout: Layout, width: int) -> pl.DataFrame:
    """Every line for itself: the last resort, where the parser and the lines do not agree."""
    lines = text.decode("utf-8", errors="replace").removesuffix("\n").split("\n")[layout.lines :]
    return frame_of([split_line(line, layout.delimiter) for line in lines], width)
