"""Many rows into a table at once, within the transaction of a connection."""

import polars as pl
from sqlalchemy import Connection, Table
from sqlalchemy.orm import DeclarativeBase

ROWS_AT_ONCE = 50_000
NUL, INSTEAD = "\0", "\N{REPLACEMENT CHARACTER}"  # PostgreSQL keeps no NUL: so none is kept on any database
ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def insert_rows(connection: Connection, table: Table | type[DeclarativeBase], frame: pl.DataFrame) -> None:
    """Add the rows of a frame whose columns are columns of the table: whole numbers, dates and texts.

    By COPY on PostgreSQL, which takes a tenth of the time of INSERT. Raises `sqlalchemy.exc.IntegrityError` for rows
    that break a constraint.
    """
    target = table if isinstance(table, Table) else table.__table__
    if not isinstance(target, Table):
        raise TypeError(f"{table} is not mapped to one table.")
    quote = connection.dialect.identifier_preparer.quote
    name, columns = quote(target.name), [quote(target.columns[column].name) for column in frame.columns]
    kept = frame.with_columns(pl.col(pl.String).str.replace_all(NUL, INSTEAD, literal=True))
    for rows in kept.iter_slices(ROWS_AT_ONCE):
        if connection.dialect.name == "postgresql":
            _copy(connection, f"COPY {name} ({', '.join(columns)}) FROM STDIN (ENCODING 'UTF8')", rows)
        else:
            places = ", ".join("?" for _ in columns)
            values = rows.with_columns(pl.col(pl.Date).cast(pl.String)).rows()
            statement = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - our own names
            connection.exec_driver_sql(statement, values)


def _copy(connection: Connection, statement: str, rows: pl.DataFrame) -> None:
    from warehouse.catalogue.postgresql import copying  # noqa: PLC0415 - its driver is an extra

    escaped = rows.with_columns(pl.col(pl.String).str.replace_many(list(ESCAPES), list(ESCAPES.values())))
    lines = escaped.write_csv(include_header=False, separator="\t", quote_style="never", null_value="\\N")
    with copying(connection, statement) as copy:
        copy.write(lines.encode())
