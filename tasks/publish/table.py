"""How a published table is declared."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from warehouse.fact_schema import Percent

TYPE_NAMES: tuple[tuple[pl.DataType, str], ...] = (
    (pl.Date(), "date"),
    (pl.String(), "string"),
    (pl.Int64(), "integer"),
    (pl.Int32(), "integer"),
    (Percent, "number"),
)


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text in Indonesian and in English."""

    id: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """A published column.

    required: never empty in the CSV. values: the closed set it is from. minimum: its least value. pattern: what its
    text matches.
    """

    name: str
    dtype: pl.DataType
    title: Text
    description: Text
    unit: str | None = None
    required: bool = True
    values: tuple[str, ...] = ()
    minimum: int | None = None
    pattern: str | None = None

    @property
    def type_name(self) -> str:
        """The type as Table Schema calls it."""
        return next(name for dtype, name in TYPE_NAMES if dtype == self.dtype)


@dataclass(frozen=True, kw_only=True)
class ForeignKey:
    """Columns whose values all occur in columns of the same name of another table."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A published table: `<name>.csv` and `<name>.parquet` in every release."""

    name: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def column_names(self) -> list[str]:
        """Names in their order."""
        return [column.name for column in self.columns]

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Polars types by name."""
        return {column.name: column.dtype for column in self.columns}
