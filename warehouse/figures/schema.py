"""How a table of figures is declared: once, for its facts in the catalogue and for its published files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

Percent = pl.Decimal(18, 2)  # percent, and points, in hundredths
FinePercent = pl.Decimal(18, 4)  # a target as its issuer states it

TYPE_NAMES: tuple[tuple[pl.DataType, str], ...] = (
    (pl.Date(), "date"),
    (pl.String(), "string"),
    (pl.Int64(), "integer"),
    (pl.Int32(), "integer"),
    (Percent, "number"),
    (FinePercent, "number"),
)


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text in Indonesian and in English."""

    id: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of figures.

    required: never empty in the CSV. values: the closed set it is from. minimum: its least value. pattern: what its
    text matches. length: the most characters of a text, where that is known.
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
    length: int | None = None

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
class FactTable:
    """A table of figures: `<name>.csv` and `<name>.parquet` in every release, `stored_as` in the catalogue.

    every_region: there is one row (or a fixed number of rows) for each of the 553 regions on each of its bases; without
    it, rows of which there is nothing to say are left out. protected: columns as protection leaves them, where it
    empties cells or adds a column at the end.
    """

    name: str
    stored_as: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    every_region: bool = False
    protected: tuple[Column, ...] = ()

    @cached_property
    def published(self) -> "FactTable":
        """The table as it is published: what is stored, after protection."""
        columns = {column.name: column for column in (*self.columns, *self.protected)}
        return replace(self, columns=tuple(columns.values()), protected=()) if self.protected else self

    @property
    def column_names(self) -> list[str]:
        """Names in their order."""
        return [column.name for column in self.columns]

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Polars types by name."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """The table without rows."""
        return pl.DataFrame(schema=dict(self.schema))
