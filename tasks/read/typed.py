"""From cells of text to the typed frame that the contract describes."""

from datetime import date

import polars as pl

from expectations.contract import Feed, Kind
from tasks.read.cells import AMOUNT_SCALE, read_cells
from tasks.read.table import RawTable

DTYPES: dict[Kind, pl.DataType | type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.DIGITS: pl.String,
    Kind.CODE: pl.String,
    Kind.DATE: pl.Date,
    Kind.MONTH: pl.Date,
    Kind.INTEGER: pl.Int64,
    Kind.AMOUNT: pl.Decimal(38, AMOUNT_SCALE),
    Kind.FLAG: pl.Boolean,
    Kind.REGION: pl.String,
}


def typed_schema(feed: Feed) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Columns of the typed frame of a feed, before regions are resolved."""
    fields = {field.name: DTYPES[field.kind] for field in feed.fields if field.kept}
    companions = {field.unreadable: pl.Boolean for field in feed.fields if field.kept}
    return {"row_no": pl.Int32, "position_date": pl.Date, "complete_line": pl.Boolean, **fields, **companions}


def type_cells(table: RawTable, *, feed: Feed, position_date: date) -> pl.DataFrame:
    """One column per field, and one that says whether a cell held what could not be read."""
    cells = table.cells
    rows = cells.height
    columns = [
        cells["row_no"],
        pl.repeat(position_date, rows, dtype=pl.Date, eager=True).alias("position_date"),
        cells["complete_line"],
    ]
    companions: list[pl.Series] = []
    for field in feed.fields:
        if not field.kept:
            continue
        if field.name not in cells.columns:
            columns.append(pl.repeat(field.default, rows, dtype=DTYPES[field.kind], eager=True).alias(field.name))
            companions.append(pl.repeat(value=False, n=rows, dtype=pl.Boolean, eager=True).alias(field.unreadable))
            continue
        text = cells[field.name]
        values = read_cells(text, field=field, position_date=position_date).alias(field.name)
        filled = values if field.default is None else values.scatter(text.is_null().arg_true(), field.default)
        columns.append(filled.cast(DTYPES[field.kind]))
        companions.append((text.is_not_null() & values.is_null()).alias(field.unreadable))
    return pl.DataFrame(columns + companions)
