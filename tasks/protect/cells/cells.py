"""The protected cells of all tables in one list, and the numbers that they state."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from warehouse.dimensions.closed_lists import NATION, NIK_BASES
from warehouse.figures.disclosure import PROTECTED, ProtectedCount
from warehouse.figures.schema import status_name

CELLS: dict[str, pl.DataType | type[pl.DataType]] = {
    "table": pl.String,
    "column": pl.String,
    "row": pl.UInt32,
    "states": pl.String,
    "key": pl.String,
    "date": pl.Date,
    "basis": pl.String,
    "level": pl.String,
    "region_code": pl.String,
    "value": pl.Int64,
}
HIDDEN: dict[str, pl.DataType | type[pl.DataType]] = {
    "table": pl.String,
    "column": pl.String,
    "row": pl.UInt32,
    "small": pl.Boolean,
}
PLACE = (  # who is in the nation does not depend on the basis, nor, for most regions, who is there by NIK
    pl.when(pl.col("region_code") == NATION)
    .then(pl.lit("any"))
    .when(pl.col("basis").is_in(NIK_BASES))
    .then(pl.lit("nik"))
    .otherwise("basis")
)
IDENTITY = ("states", "key", "date", "place", "region_code", "value")


def list_cells(tables: Mapping[str, pl.DataFrame], *, of: Sequence[ProtectedCount] = PROTECTED) -> pl.DataFrame:
    """Every cell above 0 of some columns [`CELLS`, place, number], in the order of tables, columns and rows.

    Nothing and 0 are no secrets: they are left out. `number`: cells of the same number, from 0 on, state the same: they
    say the same of the same people by declaration, and their values agree.
    """
    cells = pl.concat(
        [_cells_of(one, tables[one.table].with_row_index("row").filter(pl.col(one.column) > 0)) for one in of]
    )
    placed = cells.with_columns(place=PLACE)
    numbers = placed.select(IDENTITY).unique(maintain_order=True).with_row_index("number")
    return placed.join(numbers, on=IDENTITY, how="left", nulls_equal=True, maintain_order="left")


def published_cells(
    table: str, frame: pl.DataFrame, *, of: Sequence[ProtectedCount] = PROTECTED
) -> Iterator[pl.DataFrame]:
    """Some columns of a table as it was published [`CELLS`, place, status], empty cells among them.

    frame: with its columns of statuses.
    """
    for one in (listed for listed in of if listed.table == table):
        yield _cells_of(one, frame.with_row_index("row"), status=pl.col(status_name(one.column))).with_columns(
            place=PLACE
        )


def _cells_of(one: ProtectedCount, frame: pl.DataFrame, *, status: pl.Expr | None = None) -> pl.DataFrame:
    key = pl.concat_str([pl.col(name).cast(pl.String) for name in one.by], separator=" ") if one.by else pl.lit("")
    columns = {
        "table": pl.lit(one.table),
        "column": pl.lit(one.column),
        "row": pl.col("row"),
        "states": pl.lit(one.states),
        "key": key,
        "date": one.date,
        "basis": pl.col("basis"),
        "level": pl.col("level"),
        "region_code": pl.col("region_code"),
        "value": pl.col(one.column),
    }
    return frame.select(
        *(column.cast(CELLS[name]).alias(name) for name, column in columns.items()),
        *([] if status is None else [status.alias("status")]),
    )
