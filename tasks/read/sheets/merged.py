"""Cells merged over several rows: the one value that a spreadsheet shows stands for each of them."""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl

MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
PLACES = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?[A-Z]{1,3}\$?([0-9]{1,7})", re.IGNORECASE)


def spread_merged(
    cells: Mapping[int, pl.DataFrame], merged: Iterable[str], *, height: int
) -> Mapping[int, pl.DataFrame]:
    """The cells by column, each value of merged cells in all their rows that hold anything else.

    merged: places as `A2:A41`; cells: `row`, `text`, `kind` of each column, in order. Only the first column of merged
    cells has their value: across, they hold titles and labels. A row of merged cells alone is no row of its own.
    """
    wanted = _by_column(merged, height=height)
    if not wanted:
        return cells
    holds = np.zeros(height, dtype=bool)
    for column in cells.values():
        holds[column["row"].to_numpy()] = True
    return {place: _spread(column, wanted.get(place, ()), holds) for place, column in cells.items()}


def _by_column(merged: Iterable[str], *, height: int) -> dict[int, list[tuple[int, int]]]:
    """First and last row, counted from 0, of cells merged over rows; no more rows of a column than there are."""
    found: dict[int, list[tuple[int, int]]] = {}
    left: dict[int, int] = {}
    for place in dict.fromkeys(merged):
        if parts := PLACES.fullmatch(place):
            column, first, last = column_number(parts[1].upper()), int(parts[2]) - 1, min(int(parts[3]), height) - 1
            if last > first >= 0 and last - first < left.setdefault(column, height):
                left[column] -= last - first + 1
                found.setdefault(column, []).append((first, last))
    return found


def _spread(column: pl.DataFrame, merged: Iterable[tuple[int, int]], holds: np.ndarray) -> pl.DataFrame:
    rows = column["row"].to_numpy()
    source = np.full(holds.size, -1, dtype=np.int64)
    for first, last in merged:
        at = int(np.searchsorted(rows, first))
        if at < rows.size and rows[at] == first:
            source[first + 1 : last + 1] = at
    source[rows] = -1
    source[~holds] = -1
    targets = np.flatnonzero(source >= 0)
    if not targets.size:
        return column
    copies = column[pl.Series(source[targets])].with_columns(row=pl.Series(targets).cast(column.schema["row"]))
    return pl.concat([column, copies]).sort("row")


def column_number(letters: str) -> int:
    """Columns counted from 0: A, B ... Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
