"""A worksheet as a grid: its cells by column, each with its text and kind."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from tasks.read.headers.header import MAX_COLUMNS
from tasks.read.sheets.markup import BadMarkup, TooFar
from tasks.read.sheets.merged import spread_merged
from tasks.read.sheets.parse import parse_cells
from tasks.read.sheets.parts import Book
from tasks.read.sheets.scan import OtherMarkup, scan_cells
from tasks.read.sheets.values import KIND, typed_cells
from tasks.read.tables.raw_table import CellKind


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """height, width: rows and columns up to the last filled cell. cells: `row`, `text`, `kind` of each column."""

    height: int
    width: int
    cells: Mapping[int, pl.DataFrame] = field(repr=False)

    def column(self, place: int) -> tuple[pl.Series, pl.Series]:
        """Texts (null where empty) and kinds of a column, one for each row of the grid."""
        filled = self.cells.get(place)
        if filled is None:
            return (
                pl.repeat(None, self.height, dtype=pl.String, eager=True),
                pl.repeat(CellKind.TEXT, self.height, dtype=KIND, eager=True),
            )
        if filled.height == self.height:
            return filled["text"], filled["kind"]
        places = np.full(self.height, filled.height, dtype=np.uint32)
        places[filled["row"].to_numpy()] = np.arange(filled.height, dtype=np.uint32)
        padded = filled.select("text", "kind").extend(EMPTY)[pl.Series(places)]
        return padded["text"], padded["kind"]

    def frame(self) -> pl.DataFrame:
        """Texts of all columns, `c0`, `c1` and so on."""
        return pl.DataFrame({f"c{place}": self.column(place)[0] for place in range(self.width)})

    def head(self, rows: int) -> list[tuple[str | None, ...]]:
        """Texts of the first rows."""
        first: list[list[str | None]] = [[None] * self.width for _ in range(min(rows, self.height))]
        for place, cells in self.cells.items():
            for row, text in cells.filter(pl.col("row") < rows).select("row", "text").iter_rows():
                first[row][place] = text
        return [tuple(row) for row in first]


EXTENT = (pl.col("row").min().alias("first"), pl.col("row").max().alias("last"), pl.col("column").max().alias("right"))
MOST_ROWS = 1_048_576
FEW_COLUMNS = 64  # of so many each is picked out by itself, which is faster than grouping the cells
EMPTY = pl.DataFrame({"text": [None], "kind": [CellKind.TEXT]}, schema={"text": pl.String, "kind": KIND})


def read_grid(archive: zipfile.ZipFile, part: str, *, book: Book, texts: pl.Series, most_cells: int) -> Grid:
    """All cells of a worksheet. Raises `BadMarkup`, and `TooFar` where it spans more cells than so many."""
    merged: list[str] = []
    try:
        return _grid(scan_cells(archive, part, merged=merged), book, texts, most_cells, merged)
    except OtherMarkup:
        merged.clear()
        pieces = parse_cells(archive, part, most_cells=most_cells, merged=merged)
        return _grid(pieces, book, texts, most_cells, merged)


def _grid(pieces: Iterator[pl.DataFrame], book: Book, texts: pl.Series, most_cells: int, merged: list[str]) -> Grid:
    """merged: filled while the pieces are taken."""
    parts: list[pl.DataFrame] = []
    height = width = 0
    for piece in pieces:
        if piece.is_empty():
            continue
        typed = typed_cells(piece, book=book, texts=texts)
        first, last, right = (int(one) for one in piece.select(EXTENT).row(0))
        height, width = max(height, last + 1), max(width, right + 1)
        if first < 0 or height > MOST_ROWS or width > MAX_COLUMNS or height * width > most_cells:
            raise TooFar
        parts.append(typed)
    cells = _by_column(pl.concat(parts), width) if parts else {}
    return Grid(height=height, width=width, cells=spread_merged(cells, merged, height=height))


def _by_column(cells: pl.DataFrame, width: int) -> Mapping[int, pl.DataFrame]:
    if width > FEW_COLUMNS:
        found = cells.partition_by("column", as_dict=True, include_key=False)
        return {int(place): _in_order(part) for (place,), part in found.items()}
    by_place = {place: cells.filter(pl.col("column") == place).drop("column") for place in range(width)}
    return {place: _in_order(part) for place, part in by_place.items() if part.height}


def _in_order(cells: pl.DataFrame) -> pl.DataFrame:
    """By row; two cells of one place are no workbook."""
    ordered = cells if cells["row"].is_sorted() else cells.sort("row")
    if (ordered["row"].diff() == 0).any():
        raise BadMarkup
    return ordered
