"""The table of one sheet: the cells below its header under the names of the contract, each with its kind."""

import polars as pl

from expectations.contracts.schema import Feed, Kind
from tasks.read.headers.header import HeaderMatch
from tasks.read.sheets.grid import Grid
from tasks.read.sheets.values import KIND
from tasks.read.tables.blocks import Block, Blocks, lay_out
from tasks.read.tables.raw_table import CellKind, kind_column, strip_cells

DAYS_TO_1904 = 1_462  # from the day that 1900-based numbers count from to that of 1904-based ones
SERIAL = r"^[1-9][0-9]{4}(?:\.[0-9]+)?$"


def sheet_table(grid: Grid, found: Blocks, *, feed: Feed, first_row: int, from_1904: bool) -> pl.DataFrame:
    """`RawTable.cells` of the rows from `first_row` (counted from 0) on; row numbers are those of the sheet.

    found: the blocks of these rows, and what is left out of them.
    """
    rows = grid.frame().slice(first_row)
    cells = lay_out(rows, found)
    columns = [name for name in cells.columns if name not in ("first_cell", "place")]
    added: list[pl.Series] = []
    for name in columns:
        kind = _kinds(grid, found, name, first_row=first_row).gather(cells["place"])
        if from_1904 and feed.field(name).kind in (Kind.DATE, Kind.MONTH):
            cells = cells.with_columns(_counted_from_1900(cells[name], kind))
        if (kind != CellKind.TEXT).any():
            added.append(kind.alias(kind_column(name)))
    numbered = cells.select(
        pl.exclude("place"),
        (pl.col("place").cast(pl.Int32) + first_row + 1).alias("row_no"),
        pl.lit(value=True).alias("complete_line"),
    )
    return numbered.with_columns(added)


def one_block(match: HeaderMatch, rows: int) -> Blocks:
    """All rows under one header."""
    return Blocks(blocks=(Block(match=match, start=0, end=rows),), left_out={})


def _kinds(grid: Grid, found: Blocks, name: str, *, first_row: int) -> pl.Series:
    """Kinds of the cells of a field, one for each row from `first_row` on, wherever a block has the field."""
    parts: list[pl.Series] = []
    at = 0
    for block in found.blocks:
        place = block.match.positions.get(name)
        kinds = grid.column(grid.width if place is None else place)[1].slice(first_row)
        parts += [pl.repeat(CellKind.TEXT, block.start - at, dtype=KIND, eager=True), kinds[block.start : block.end]]
        at = block.end
    parts.append(pl.repeat(CellKind.TEXT, max(0, grid.height - first_row - at), dtype=KIND, eager=True))
    return pl.concat(parts)


def filled_rows(cells: pl.DataFrame, fields: list[str]) -> pl.Series:
    """For each row whether any of these fields is filled, or cannot be read."""
    kinds = [kind_column(name) for name in fields if kind_column(name) in cells.columns]
    texts = cells.select(strip_cells(cells[name]).is_not_null() for name in fields)
    return texts.hstack(cells.select(pl.col(name) >= CellKind.ERROR for name in kinds)).select(
        filled=pl.any_horizontal(pl.all())
    )["filled"]


def _counted_from_1900(text: pl.Series, kind: pl.Series) -> pl.Series:
    """Days that are plain numbers, as the readers of dates count them."""
    serial = (kind == CellKind.NUMBER) & text.str.contains(SERIAL).fill_null(value=False)
    places = serial.arg_true()
    if places.is_empty():
        return text
    moved = text.gather(places).cast(pl.Decimal(38, 9)) + DAYS_TO_1904
    return text.scatter(places, moved.cast(pl.String).str.replace(r"\.?0+$", ""))
