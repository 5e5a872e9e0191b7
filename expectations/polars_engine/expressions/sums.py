"""Sums that do not wrap: in a type that has room for them."""

from collections.abc import Sequence
from functools import reduce
from operator import add

import polars as pl

from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.expressions.comparisons import Typed

DECIMAL_DIGITS = 38  # the most that Polars has; it raises an error where a sum has more


def summand(dtype: pl.DataType, *, scale: int = 0) -> pl.DataType:
    """The type in which values of a type are added up; `scale` is that of the sum, if it is one of decimals.

    Raises RejectedExpectationError if there is none.
    """
    if dtype.is_float():
        return pl.Float64()
    if dtype.is_decimal():
        return pl.Decimal(DECIMAL_DIGITS, scale)
    if dtype == pl.Boolean or (dtype.is_integer() and dtype not in (pl.Int128, pl.UInt128)):
        return pl.Int128()
    raise RejectedExpectationError(f"values of {dtype} are not added up")


def sum_of(values: Typed) -> pl.Expr:
    """The sum of a column."""
    expr, dtype = values
    return expr.cast(summand(dtype, scale=dtype.scale if isinstance(dtype, pl.Decimal) else 0)).sum()


def add_up_columns(columns: Sequence[Typed]) -> Typed:
    """The sum of several columns, row by row; null where one is."""
    scale = max((dtype.scale for _, dtype in columns if isinstance(dtype, pl.Decimal)), default=0)
    wide = [summand(dtype, scale=scale) for _, dtype in columns]
    if any(dtype.is_float() for dtype in wide):
        common: pl.DataType = pl.Float64()
    else:
        common = next((dtype for dtype in wide if dtype.is_decimal()), pl.Int128())
    numbers = [expr.cast(pl.Int8) if dtype == pl.Boolean else expr for expr, dtype in columns]
    return reduce(add, [number.cast(common) for number in numbers]), common
