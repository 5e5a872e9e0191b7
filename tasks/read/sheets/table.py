"""The table of one sheet: the cells below its header under the names of the contract, each with its kind."""

from collections.abc import Mapping

import polars as pl

from expectations.contracts.schema import Feed, Kind
from tasks.read.sheets.grid import Grid
from tasks.read.tables.raw_table import CellKind, kind_column, strip_cells

DAYS_TO_1904 = 1_462  # from the day that 1900-based numbers count from to that of 1904-based ones
SERIAL = r"^[1-9][0-9]{4}(?:\.[0-9]+)?$"


def sheet_table(
    grid: Grid, positions: Mapping[str, int], *, feed: Feed, first_row: int, from_1904: bool
) -> pl.DataFrame:
    """`RawTable.cells` of the rows from `first_row` (counted from 0) on; row numbers are those of the sheet."""
    columns: list[pl.Series] = []
    for name, place in positions.items():
        text, kind = grid.column(place)
        if from_1904 and feed.field(name).kind in (Kind.DATE, Kind.MONTH):
            text = _counted_from_1900(text, kind)
        columns.append(text.alias(name))
        if (kind != CellKind.TEXT).any():
            columns.append(kind.alias(kind_column(name)))
    return (
        pl.DataFrame([*columns, grid.column(0)[0].alias("first_cell")])
        .with_columns(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_no"), pl.lit(value=True).alias("complete_line")
        )
        .slice(first_row)
    )


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
