"""From cells of text to the typed frame that the contract describes."""

from datetime import date

import polars as pl

from expectations.contract import Feed, Field, Kind
from tasks.read.cells import AMOUNT, read_cells
from tasks.read.distinct import per_distinct
from tasks.read.table import RawTable, strip_cells

DTYPES: dict[Kind, pl.DataType | type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.DIGITS: pl.String,
    Kind.CODE: pl.String,
    Kind.DATE: pl.Date,
    Kind.MONTH: pl.Date,
    Kind.INTEGER: pl.Int64,
    Kind.AMOUNT: AMOUNT,
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
    typed = [column for field in feed.fields if field.kept for column in _typed(cells, field, position_date)]
    base = cells.select("row_no", "complete_line", pl.lit(position_date).alias("position_date"))
    return base.hstack(typed).select(*typed_schema(feed))


def _typed(cells: pl.DataFrame, field: Field, position_date: date) -> pl.DataFrame:
    """Two columns: the values of a field, and where a cell could not be read."""
    if field.name not in cells.columns:
        text = pl.repeat(None, cells.height, dtype=pl.String, eager=True)
    else:
        text = cells[field.name]
    read = per_distinct(text, lambda texts: _read(texts, field, position_date))
    unreadable = pl.col("unreadable").fill_null(value=False)
    values = pl.when(unreadable).then(pl.col("values")).otherwise(pl.col("values").fill_null(pl.lit(field.default)))
    return read.select(values.alias(field.name), unreadable.alias(field.unreadable))


def _read(cells: pl.Series, field: Field, position_date: date) -> pl.DataFrame:
    text = strip_cells(cells)
    values = read_cells(text, field=field, position_date=position_date).cast(DTYPES[field.kind])
    return pl.DataFrame({"values": values, "unreadable": text.is_not_null() & values.is_null()})
