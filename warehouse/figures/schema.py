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


VALUE, CONFIDENTIAL, NOT_REPORTED, NOT_AVAILABLE = "value", "confidential", "not_reported", "not_available"
CELL_STATUSES = (VALUE, CONFIDENTIAL, NOT_REPORTED, NOT_AVAILABLE)


def status_name(column: str) -> str:
    """The column that says why a cell of a column is empty."""
    return f"{column}_status"


def status_column(of: Column) -> Column:
    """The column that says of each cell of another one whether it has a value, and if not, why.

    The codes are those of SDMX in words: value = A, confidential = Q with C, not_reported = L, not_available = O.
    """
    return Column(
        name=status_name(of.name),
        dtype=pl.String(),
        title=Text(id=f"Status: {of.title.id}", en=f"Status: {of.title.en}"),
        description=Text(
            id=f"Status {of.name}: value = ada nilai, confidential = tidak ditampilkan demi kerahasiaan orang, "
            "not_reported = tidak dinyatakan karena datanya belum cukup, not_available = tidak tersedia.",
            en=f"Status of {of.name}: value, confidential = hidden so that nobody can be recognised, not_reported = "
            "not stated since its data do not suffice, not_available.",
        ),
        values=CELL_STATUSES,
    )


@dataclass(frozen=True, kw_only=True)
class ForeignKey:
    """Columns whose values all occur in columns of the same name of another table."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True, kw_only=True)
class FactTable:
    """A table of figures: `<name>.csv` and `<name>.parquet` in every release, `stored_as` in the catalogue.

    every_region: there is one row (or a fixed number of rows) for each of the 553 regions on each of its bases; without
    it, rows of which there is nothing to say are left out. with_status: figures that protection may empty: each has a
    column `<name>_status` at the end of the published table. protected: further columns that protection changes or
    adds. stored_only: columns that protection needs and nobody is shown, in no edition and no view.
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
    with_status: tuple[str, ...] = ()
    stored_only: tuple[str, ...] = ()

    @cached_property
    def published(self) -> "FactTable":
        """The table as it is published: what is stored, after protection."""
        if not (self.protected or self.with_status or self.stored_only):
            return self
        columns = {column.name: column for column in (*self.shown_columns, *self.protected)}
        for name in self.with_status:
            columns[name] = replace(columns[name], required=False)
            columns[status_name(name)] = status_column(columns[name])
        return replace(self, columns=tuple(columns.values()), protected=(), stored_only=())

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """The stored columns that somebody is shown."""
        return tuple(column for column in self.columns if column.name not in self.stored_only)

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
