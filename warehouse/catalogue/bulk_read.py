"""Many rows out of the catalogue at once, as Polars frames: by ADBC on PostgreSQL, by the driver's own rows on SQLite.

Whatever the database, the same query gives the same frame. Several queries see one moment of the catalogue.
"""

from collections.abc import Generator, Iterable
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Dialect, Engine, Select, String, cast, column, select, table

from warehouse.catalogue.backend import Schema
from warehouse.catalogue.choose_backend import backend_of
from warehouse.marts import VIEW
from warehouse.marts.view import ViewColumn


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
    with backend_of(engine).reading_frames(engine) as read:
        for query, schema in queries:
            yield _typed(read(_statement(query, engine.dialect), schema), schema)


def _statement(query: Select[Any], dialect: Dialect) -> str:
    """The query with its values in it: neither way takes parameters."""
    statement = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    return statement.replace("%%", "%") if dialect.paramstyle in {"format", "pyformat"} else statement


def _typed(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    return frame.select(_cast(name, frame.schema[name], dtype) for name, dtype in schema.items())


def _cast(name: str, have: pl.DataType, want: pl.DataType) -> pl.Expr:
    if isinstance(want, pl.Datetime) and isinstance(have, pl.String):
        return pl.col(name).str.to_datetime(time_unit="us", time_zone="UTC")
    return pl.col(name).cast(want)
