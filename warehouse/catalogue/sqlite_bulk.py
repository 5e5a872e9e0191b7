"""Many rows into SQLite and out of it, as Polars frames."""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
from sqlalchemy import Connection, Engine, Table

from warehouse.catalogue.backend import ReadFrame, Schema
from warehouse.catalogue.transactions import reading

AS_TEXT = (pl.Date, pl.Datetime, pl.Decimal)  # SQLite has no such types


def insert(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    """Add the rows by INSERT, dates as ISO texts."""
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(table.columns[column].name) for column in rows.columns)
    places = ", ".join("?" for _ in rows.columns)
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    connection.exec_driver_sql(statement, rows.with_columns(pl.col(pl.Date).cast(pl.String)).rows())


@contextmanager
def frame_reader(engine: Engine) -> Iterator[ReadFrame]:
    """A function that runs a query and returns its rows as SQLite keeps them; all calls see one moment."""
    with reading(engine) as connection:

        def read(statement: str, schema: Schema) -> pl.DataFrame:
            rows = connection.exec_driver_sql(statement).cursor.fetchall()
            kept = {name: _as_kept(dtype) for name, dtype in schema.items()}
            return pl.DataFrame(rows, schema=kept, orient="row")

        yield read


def _as_kept(dtype: pl.DataType) -> pl.DataType:
    return pl.String() if isinstance(dtype, AS_TEXT) else pl.Int64() if dtype.is_(pl.Boolean()) else dtype
