"""How declared columns are stored in the catalogue: what has decimals becomes whole numbers of its last decimal.

So it is exact on every database (SQLite has no decimals) and still sortable.
"""

from typing import Any, Protocol

import polars as pl
import sqlalchemy as sa

WHOLE = {2: "_bp", 4: "_ppm"}  # hundredths and ten-thousandths of a percent
PERCENT = "_pct"


class DeclaredColumn(Protocol):
    """A column of a figures table or of a feed's objects in the lake."""

    @property
    def name(self) -> str:
        """Its name outside the catalogue."""

    @property
    def dtype(self) -> pl.DataType:
        """Its Polars type outside the catalogue."""

    @property
    def length(self) -> int | None:
        """The most characters of a text, where that is known."""


def stored_name(column: DeclaredColumn) -> str:
    """A column's name in the catalogue: that of a percentage tells its unit (`coverage_bp`)."""
    decimals = decimals_of(column)
    return column.name if decimals is None else column.name.removesuffix(PERCENT) + WHOLE[decimals]


def stored_type(column: DeclaredColumn) -> sa.types.TypeEngine[Any]:
    """A column's type in the catalogue."""
    if column.dtype == pl.Date():
        return sa.Date()
    if column.dtype == pl.String():
        return sa.String(column.length)
    return sa.Integer() if column.dtype == pl.Int32() else sa.BigInteger()


def read_type(column: DeclaredColumn) -> pl.DataType:
    """The Polars type in which a stored column is read, before `from_whole`."""
    return column.dtype if decimals_of(column) is None else pl.Int64()


def to_whole(column: DeclaredColumn) -> pl.Expr:
    """A column as it is stored, under its name there."""
    decimals, value = decimals_of(column), pl.col(column.name)
    if decimals is not None:
        value = (value.cast(pl.Decimal(38, decimals)) * int(10**decimals)).cast(pl.Int64)  # 38 digits: none is lost
    return value.alias(stored_name(column))


def from_whole(column: DeclaredColumn) -> pl.Expr:
    """A column that was read under its own name [`read_type`], as it was declared."""
    decimals, value = decimals_of(column), pl.col(column.name)
    if decimals is None:
        return value
    exact = pl.Decimal(18, decimals)
    return (value.cast(exact) / int(10**decimals)).cast(exact).cast(column.dtype)


def decimals_of(column: DeclaredColumn) -> int | None:
    """Decimals of a percentage, of points or of an amount; None for other columns."""
    return column.dtype.scale if isinstance(column.dtype, pl.Decimal) else None
