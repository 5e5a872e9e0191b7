"""Many rows out of the catalogue at once, as Polars frames: by ADBC on PostgreSQL, by the driver's own rows on SQLite.

Whatever the database, the same query gives the same frame. Several queries see one moment of the catalogue.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Dialect, Engine, Select, String, cast, column, select, table

from warehouse.catalogue.transactions import reading
from warehouse.marts import VIEW
from warehouse.marts.view import ViewColumn

Schema = Mapping[str, pl.DataType]
AS_TEXT = (pl.Date, pl.Datetime, pl.Decimal)  # SQLite has no such types


def read_mart(engine: Engine, name: str, *, as_of: date | None = None) -> pl.DataFrame:
    """The rows of a view for analysts, with the types it declares; only those of an as-of date, where one is given.

    In no particular order. Raises `KeyError` for a view that does not exist, `CatalogueForbidden`,
    `CatalogueUnreachable`.
    """
    view = VIEW[name]
    query = select(*(_exact(one) for one in view.columns)).select_from(table(name))
    if as_of is not None:
        query = query.where(column("as_of") == as_of)
    (frame,) = read_frames(engine, [(query, {one.name: one.dtype for one in view.columns})])
    return frame


def _exact(shown: ViewColumn) -> ColumnElement[Any]:
    """Decimals as texts: drivers do not agree on what else they are."""
    found: ColumnElement[Any] = column(shown.name)
    return cast(found, String).label(shown.name) if isinstance(shown.dtype, pl.Decimal) else found


def read_frames(engine: Engine, queries: Iterable[tuple[Select[Any], Schema]]) -> Generator[pl.DataFrame, None, None]:
    """The rows of each query, typed by its schema, which has the columns of the query in their order."""
    with _transaction(engine) as run:
        for query, schema in queries:
            yield run(_statement(query, engine.dialect), schema)


def _statement(query: Select[Any], dialect: Dialect) -> str:
    """The query with its values in it: neither way takes parameters."""
    statement = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    return statement.replace("%%", "%") if dialect.paramstyle in {"format", "pyformat"} else statement


@contextmanager
def _transaction(engine: Engine) -> Iterator[Callable[[str, Schema], pl.DataFrame]]:
    if engine.dialect.name == "postgresql":
        from warehouse.catalogue.postgresql_arrow import arrow_reader  # noqa: PLC0415 - its driver is an extra

        with arrow_reader(engine.url) as read:
            yield lambda statement, schema: _typed(read(statement), schema)
        return
    with reading(engine) as connection:
        yield lambda statement, schema: _typed(
            pl.DataFrame(
                connection.exec_driver_sql(statement).cursor.fetchall(),
                schema={name: _in_sqlite(dtype) for name, dtype in schema.items()},
                orient="row",
            ),
            schema,
        )


def _in_sqlite(dtype: pl.DataType) -> pl.DataType:
    return pl.String() if isinstance(dtype, AS_TEXT) else pl.Int64() if dtype.is_(pl.Boolean()) else dtype


def _typed(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    return frame.select(_cast(name, frame.schema[name], dtype) for name, dtype in schema.items())


def _cast(name: str, have: pl.DataType, want: pl.DataType) -> pl.Expr:
    if isinstance(want, pl.Datetime) and isinstance(have, pl.String):
        return pl.col(name).str.to_datetime(time_unit="us", time_zone="UTC")
    return pl.col(name).cast(want)
