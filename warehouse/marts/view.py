"""How a view for analysts is declared: once, for every database."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import polars as pl
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Date,
    Dialect,
    Enum,
    FromClause,
    Integer,
    Select,
    String,
    select,
)
from sqlalchemy.sql.elements import KeyedColumnElement
from sqlalchemy.types import TypeEngine

from warehouse.models.types import UtcDateTime

DTYPES: tuple[tuple[type, pl.DataType], ...] = (
    (Date, pl.Date()),
    (UtcDateTime, pl.Datetime("us", "UTC")),
    (Boolean, pl.Boolean()),
    (Integer, pl.Int64()),
    (BigInteger, pl.Int64()),
    (Enum, pl.String()),
    (String, pl.String()),
)


@dataclass(frozen=True, kw_only=True)
class ViewColumn:
    """A column of a view: its name, what it is, its type when read in bulk, and its meaning."""

    name: str
    expression: ColumnElement[Any]
    dtype: pl.DataType
    text: str


@dataclass(frozen=True, kw_only=True)
class MartView:
    """A view: columns of a source, of the rows that meet `where`."""

    name: str
    text: str
    columns: tuple[ViewColumn, ...]
    source: FromClause
    where: ColumnElement[bool] | None = None

    @property
    def query(self) -> Select[Any]:
        """The SELECT of the view."""
        query = select(*(column.expression.label(column.name) for column in self.columns)).select_from(self.source)
        return query if self.where is None else query.where(self.where)

    def definition(self, dialect: Dialect) -> str:
        """The statement that makes it, on one kind of database."""
        query = self.query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        return f"CREATE VIEW {self.name} AS {query}"

    def comment(self, connection: Connection) -> str:
        """The view's comment: its meaning, and the beginning of the hash of its definition, by which an outdated
        view is told."""
        digest = sha256(self.definition(connection.dialect).encode()).hexdigest()
        return f"{self.text} [definition {digest[:8]}]"


def plain(column: KeyedColumnElement[Any], *, name: str | None = None, text: str | None = None) -> ViewColumn:
    """A column of a table as it is, with its own meaning; one of an alias has none of its own, so it needs `text`."""
    meaning = text or getattr(column, "comment", None)
    if not meaning:
        raise LookupError(f"The column {column} needs a text.")
    return ViewColumn(
        name=name or column.key,
        expression=column,
        dtype=dtype_of(column.type),
        text=meaning,
    )


def dtype_of(kind: TypeEngine[Any]) -> pl.DataType:
    """What a column is in a frame."""
    return next(dtype for known, dtype in DTYPES if isinstance(kind, known))
