"""Whether text ends within its last cell, as a copy that was broken off does: `2025-1` below months like `2025-12`."""

import polars as pl

from expectations.contracts.schema import Feed, Kind
from tasks.read.tables.blocks import Block
from tasks.read.tables.raw_table import LINE_END

COMPARED = 1_000  # cells above the last one
FEWEST = 3
SHAPES = ((r"\p{N}", "#"), (r"\p{L}", "A"))


def is_cut_off(text: bytes, rows: pl.DataFrame, block: Block, *, feed: Feed) -> bool:
    """Whether no line end follows the last row, and its last cell is a beginning of what all above are written like.

    rows: as scanned; block: the last one. Only days and months show it: numbers have any length.
    """
    last_field = next((name for name, at in block.match.positions.items() if at == block.match.width - 1), None)
    if text.endswith(b"\n") or last_field is None or feed.field(last_field).kind not in (Kind.DATE, Kind.MONTH):
        return False
    if block.end - block.start <= FEWEST:
        return False
    cells = rows[f"c{block.match.width - 1}"].slice(block.start, block.end - block.start).tail(COMPARED)
    shapes = cells.set(cells == LINE_END, None).str.strip_chars()
    for sign, stands_for in SHAPES:
        shapes = shapes.str.replace_all(sign, stands_for)
    last, above = shapes[-1], shapes.head(-1).drop_nulls()
    above = above.filter(above != "")
    if not last or above.len() < FEWEST or above.n_unique() > 1:
        return False
    return bool(above[0].startswith(last) and above[0] != last)
