"""Rows of many objects, read some objects at a time.

What a row takes while it is read is three times what is kept of it, so objects are not all read at once; nor each by
itself, since the work of a query is then more than that of its rows.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from tasks.measure.inputs.positions import Position

OBJECTS = 16  # in one query
AT_ONCE = 2  # queries; decoding one object leaves cores idle


def read_rows(
    positions: Sequence[Position], rows_of: Callable[[int, Position], pl.LazyFrame], *columns: pl.Expr | str
) -> pl.DataFrame:
    """`columns` of all rows that `rows_of` finds in a position, given with its place in the list; in many chunks."""
    numbered = list(enumerate(positions))
    batches = [numbered[place : place + OBJECTS] for place in range(0, len(numbered), OBJECTS)]

    def read(batch: Sequence[tuple[int, Position]]) -> pl.DataFrame:
        return pl.concat(rows_of(*one) for one in batch).select(*columns).collect()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return pl.concat(pool.map(read, batches), rechunk=False)
