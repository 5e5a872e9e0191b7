"""From cells of text to the typed frame that the contract describes."""

from datetime import date
from functools import partial

import polars as pl

from expectations.contracts.schema import Feed, Field, Kind
from expectations.published_text import cleaned
from tasks.read.cells.parse import AMOUNT, read_cells
from tasks.read.cells.per_distinct import per_distinct
from tasks.read.tables.raw_table import RawTable, strip_cells

DTYPES: dict[Kind, pl.DataType | type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.DIGITS: pl.String,
    Kind.CODE: pl.String,
    Kind.NAME: pl.String,
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
    fields = [field for field in feed.fields if field.kept]
    typed = [
        per_distinct(cells[field.name], partial(_typed, field=field, position_date=position_date))
        for field in fields
        if field.name in cells.columns
    ]
    absent = [column for field in fields if field.name not in cells.columns for column in _empty(field)]
    base = cells.select("row_no", "complete_line", pl.lit(position_date).alias("position_date"), *absent)
    return base.hstack([column for pair in typed for column in pair]).select(*typed_schema(feed))


def _empty(field: Field) -> tuple[pl.Expr, pl.Expr]:
    """The two columns of a field that the file does not have."""
    value = pl.lit(field.default, dtype=DTYPES[field.kind])
    return value.alias(field.name), pl.lit(value=False).alias(field.unreadable)


def _typed(cells: pl.Series, field: Field, position_date: date) -> pl.DataFrame:
    """Two columns: the values of a field, and where a cell could not be read."""
    text = strip_cells(_cleaned(cells) if field.is_published_text else cells)
    values = read_cells(text, field=field, position_date=position_date).cast(DTYPES[field.kind])
    unreadable = text.is_not_null() & values.is_null()
    if field.default is not None:
        values = values.scatter(text.is_null().arg_true(), field.default)
    return pl.DataFrame({field.name: values, field.unreadable: unreadable})


def _cleaned(cells: pl.Series) -> pl.Series:
    return cells.to_frame().select(cleaned(pl.col(cells.name))).to_series()
