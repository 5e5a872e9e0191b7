"""Read delimited text: encoding, delimiter and headers are found out, ragged lines are marked, none is lost."""

import polars as pl

from expectations.contracts.schema import Feed
from tasks.read.headers.header import MAX_COLUMNS
from tasks.read.limits import ReadLimits
from tasks.read.tables.blocks import Blocks, header_places, lay_out
from tasks.read.tables.raw_table import RawTable
from tasks.read.tables.split import refused_header, split_table
from tasks.read.text.cut_off import is_cut_off
from tasks.read.text.encoding import changes_to_single_bytes, decode, is_binary
from tasks.read.text.layout import MOST_SURPLUS, Layout, find_layout
from tasks.read.text.lines import longer_lines, whole_lines
from tasks.read.text.scan import scan_rows
from tasks.refusal import Refusal


def read_text(data: bytes, *, feed: Feed, limits: ReadLimits) -> RawTable | Refusal:
    """Cells of a delimited text file."""
    encoding, text = decode(data)
    if changes_to_single_bytes(data, encoding):
        return Refusal(code="NOT_READABLE", detail="UTF-16 + UTF-8")
    if not text or text.isspace():
        return Refusal(code="EMPTY")
    layout = find_layout(text, feed)
    if layout is None:
        return Refusal(code="NOT_READABLE" if is_binary(text) else "HEADER_NOT_FOUND")
    if layout.match.width > MAX_COLUMNS:
        return Refusal(code="TOO_MANY_COLUMNS", detail=str(layout.match.width))
    refusal = refused_header(layout.match, above=layout.above, feed=feed)
    return refusal or _read_rows(text, layout, encoding=encoding, feed=feed, limits=limits)


def _read_rows(text: bytes, layout: Layout, *, encoding: str, feed: Feed, limits: ReadLimits) -> RawTable | Refusal:
    scanned = _scanned(text, layout, feed, limits)
    if isinstance(scanned, Refusal):
        return scanned
    rows, quoting = scanned
    table = split_table(rows, match=layout.match, feed=feed, first_row=layout.match.row + 2, above=layout.above)
    if isinstance(table, Refusal):
        return table
    facts = {
        "format": "csv",
        "encoding": encoding,
        "delimiter": layout.delimiter,
        "quoting": quoting,
        **table.facts,
    }
    marked = _marked(rows, table.found, feed)
    if is_cut_off(text, rows, table.found.blocks[-1], feed=feed):
        marked = marked.with_columns(complete_line=marked["complete_line"].scatter(rows.height - 1, values=False))
    cells = lay_out(marked, table.found, kept=["complete_line"])
    row_no = (pl.col("place").cast(pl.Int32) + table.first_row).alias("row_no")
    # the parts that the parser makes would be joined anew by every later step
    return RawTable(cells=cells.with_columns(row_no).drop("place").rechunk(), facts=facts)


def _marked(rows: pl.DataFrame, found: Blocks, feed: Feed) -> pl.DataFrame:
    """The rows, and whether the line of each is whole."""
    left_out = {place for places in found.left_out.values() for place in places}
    whole = [whole_lines(rows, block, feed=feed, left_out=left_out) for block in found.blocks]
    later_header = pl.Series([False])  # its row belongs to no block
    parts = [part for one in whole for part in (later_header, one)][1:]
    return rows.with_columns(complete_line=pl.concat(parts) if len(parts) > 1 else parts[0])


def _scanned(text: bytes, layout: Layout, feed: Feed, limits: ReadLimits) -> tuple[pl.DataFrame, str] | Refusal:
    """The rows, wide enough for every header among them, and for empty fields too many."""
    most = min(limits.column_cells, limits.unpacked)
    lines, width, fields = text.count(b"\n"), layout.width, layout.match.width
    while True:
        if lines * width > most:  # blank lines take no space
            return Refusal(code="TOO_LARGE")
        rows, quoting = scan_rows(text, layout, width=width, fields=fields)
        longer = longer_lines(rows)
        widest = _widest_header(rows, longer, layout, feed, text)
        # more empty fields than any of the first lines has
        is_cut = width < fields + MOST_SURPLUS and bool(rows[f"c{width}"].gather(longer).is_null().any())
        wanted = min(MAX_COLUMNS, max(widest, fields + MOST_SURPLUS if is_cut else width))
        if wanted <= width:
            return rows, quoting
        width, fields = wanted, max(fields, widest)


def _widest_header(rows: pl.DataFrame, longer: pl.Series, layout: Layout, feed: Feed, text: bytes) -> int:
    """Fields of the widest header that is longer than was scanned; 0 where there is none."""
    if longer.is_empty():
        return 0
    places = set(header_places(rows, match=layout.match, feed=feed)) & set(longer.to_list())
    return max((_fields_of_line(text, rows.row(place), layout.delimiter) for place in places), default=0)


def _fields_of_line(text: bytes, cells: tuple[str | None, ...], delimiter: str) -> int:
    """Fields of the line that begins with these cells; four times as many as were read where it is not found."""
    begin = text.find(delimiter.join(cell or "" for cell in cells).encode())
    if begin < 0:
        return len(cells) * 4
    end = text.find(b"\n", begin)
    return text.count(delimiter.encode(), begin, end if end >= 0 else len(text)) + 1
