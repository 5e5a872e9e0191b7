"""Many rows into a table at once, within the transaction of a connection."""

import polars as pl
from sqlalchemy import Connection, Table
from sqlalchemy.orm import DeclarativeBase

from warehouse.catalogue.choose_backend import backend_of

ROWS_AT_ONCE = 50_000
NUL, INSTEAD = "\0", "\N{REPLACEMENT CHARACTER}"  # PostgreSQL keeps no NUL: so none is kept on any database


def insert_rows(connection: Connection, table: Table | type[DeclarativeBase], frame: pl.DataFrame) -> None:
    """Add the rows of a frame whose columns are columns of the table: whole numbers, dates and texts.

    Raises `sqlalchemy.exc.IntegrityError` for rows that break a constraint.
    """
    target = table if isinstance(table, Table) else table.__table__
    if not isinstance(target, Table):
        raise TypeError(f"{table} is not mapped to one table.")
    backend = backend_of(connection)
    kept = frame.with_columns(pl.col(pl.String).str.replace_all(NUL, INSTEAD, literal=True))
    for rows in kept.iter_slices(ROWS_AT_ONCE):
        backend.insert_rows(connection, target, rows)
