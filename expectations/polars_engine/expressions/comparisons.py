"""Comparisons of a column with an argument, and of two columns: exact whatever their types, true, false or null.

NaN equals NaN, and is neither greater nor less than anything.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_, eq, ge, gt, le, lt
from typing import Any

import polars as pl

from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.expressions.literals import (
    has_steps,
    is_text,
    literal,
    neighbours,
    same_value,
    values_of,
)

Comparison = Callable[[Any, Any], Any]
Typed = tuple[pl.Expr, pl.DataType]
DIGITS_OF_A_FLOAT = 15  # decimals of no more can be told apart as floats
FAR = 2.0**100  # beyond every integer of 64 bits
NANOSECONDS = {"ms": 10**6, "us": 10**3, "ns": 1}
DAY = 86_400 * 10**9


def compare(operator: Comparison, values: Typed, argument: Any) -> pl.Expr:
    """Whether values compare with an argument, of whatever size and precision.

    Raises RejectedExpectationError if they cannot be compared.
    """
    expr, dtype = values
    if not (has_steps(dtype) or dtype.is_float()):
        known = same_value(argument, dtype) is not None and dtype != pl.Null
        compared: pl.Expr = operator(expr, argument)
        return compared if known or operator is not eq else everywhere(expr, holds=False)
    below, above = neighbours(argument, dtype)
    if operator is eq and below != above:
        return everywhere(expr, holds=False)
    bound = above if operator in {ge, lt} else below
    if bound is None:  # beyond all values of the type
        return everywhere(expr, holds=operator in {gt, lt})
    return _float_aware(operator, (expr, dtype), (literal(bound, dtype), dtype))


def within(values: Typed, bounds: Mapping[str, Any]) -> pl.Expr:
    """Values within bounds, of which one may be open.

    Raises RejectedExpectationError if both are, or cannot be compared with the values.
    """
    low, high = bounds.get("min_value"), bounds.get("max_value")
    parts: list[pl.Expr] = []
    if low is not None:
        parts.append(compare(gt if bounds.get("strict_min") else ge, values, low))
    if high is not None:
        parts.append(compare(lt if bounds.get("strict_max") else le, values, high))
    if not parts:
        raise RejectedExpectationError("min_value and max_value cannot both be missing")
    return reduce(and_, parts)


def is_member(values: Typed, given: Iterable[Any]) -> pl.Expr:
    """Whether values are members of a set.

    Raises RejectedExpectationError if any member cannot be compared with them.
    """
    expr, dtype = values
    members = values_of(given, dtype)
    return expr.is_in(pl.Series(members, dtype=dtype).implode()) if members else everywhere(expr, holds=False)


def compare_columns(operator: Comparison, a: Typed, b: Typed) -> pl.Expr:
    """Whether values of two columns compare, each as what it is, in whatever type.

    Raises RejectedExpectationError if they cannot be compared.
    """
    (left, of_left), (right, of_right) = a, b
    if of_left == of_right or pl.Null in (of_left, of_right) or (is_text(of_left) and is_text(of_right)):
        return _float_aware(operator, a, b)
    if of_left.is_numeric() and of_right.is_numeric():
        return _compare_numbers(operator, a, b)
    if _kind_of_time(of_left) == _kind_of_time(of_right) is not None:
        compared: pl.Expr = operator(_nanoseconds(left, of_left), _nanoseconds(right, of_right))
        return compared
    raise RejectedExpectationError(f"a column of {of_left} cannot be compared with one of {of_right}")


def same(a: Typed, b: Typed) -> pl.Expr:
    """Whether values of two columns are the same, or both are missing."""
    (left, _), (right, _) = a, b
    return compare_columns(eq, a, b).fill_null(value=False) | (left.is_null() & right.is_null())


def everywhere(values: pl.Expr, *, holds: bool) -> pl.Expr:
    """True wherever there is a value, or false in every row; as many rows as the values have."""
    return values.is_not_null() if holds else values.is_null() & values.is_not_null()


def _float_aware(operator: Comparison, a: Typed, b: Typed) -> pl.Expr:
    """Polars takes NaN for the greatest number."""
    compared: pl.Expr = operator(a[0], b[0])
    if operator is eq:
        return compared
    return reduce(and_, [expr.is_not_nan() for expr, dtype in (a, b) if dtype.is_float()], compared)


def _compare_numbers(operator: Comparison, a: Typed, b: Typed) -> pl.Expr:
    types = (a[1], b[1])
    if all(dtype.is_integer() for dtype in types):
        wide = widest(types)
        return _float_aware(operator, (a[0].cast(wide), wide), (b[0].cast(wide), wide))
    if any(dtype.is_float() for dtype in types):
        if any(_finer_than_floats(dtype) for dtype in types):
            raise RejectedExpectationError(f"{types[0]} and {types[1]} cannot be compared exactly: convert one of them")
        if any(dtype.is_integer() for dtype in types):
            return _compare_in_parts(operator, a, b)
        common: pl.DataType = pl.Float64()
    else:
        common = pl.Decimal(38, max(dtype.scale for dtype in types if isinstance(dtype, pl.Decimal)))
    return _float_aware(operator, (a[0].cast(common), common), (b[0].cast(common), common))


def _compare_in_parts(operator: Comparison, a: Typed, b: Typed) -> pl.Expr:
    """Integers and floats: by the whole part, then by the rest."""
    (whole_a, rest_a), (whole_b, rest_b) = _parts(a), _parts(b)
    level = whole_a == whole_b
    if operator is eq:
        return level & (rest_a == rest_b)
    apart = gt if operator in {gt, ge} else lt
    found: pl.Expr = apart(whole_a, whole_b) | (level & operator(rest_a, rest_b))
    return reduce(and_, [expr.is_not_nan() for expr, dtype in (a, b) if dtype.is_float()], found)


def _parts(values: Typed) -> tuple[pl.Expr, pl.Expr]:
    expr, dtype = values
    if dtype.is_integer():
        return expr.cast(pl.Int128), pl.lit(0.0)
    number = expr.cast(pl.Float64)
    whole = number.floor()
    return whole.clip(-FAR, FAR).fill_nan(FAR).cast(pl.Int128), number - whole


def widest(types: Iterable[pl.DataType]) -> pl.DataType:
    """The integers of all these types; raises RejectedExpectationError if no type has them all."""
    known = list(types)
    if pl.UInt128 not in known:
        return pl.Int128()
    if all(dtype.is_unsigned_integer() for dtype in known):
        return pl.UInt128()
    raise RejectedExpectationError("UInt128 and signed integers are not compared: convert one of them")


def _finer_than_floats(dtype: pl.DataType) -> bool:
    if isinstance(dtype, pl.Decimal):
        return dtype.precision > DIGITS_OF_A_FLOAT
    return dtype in (pl.Int128, pl.UInt128)


def _kind_of_time(dtype: pl.DataType) -> str | None:
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
        return "moment of the world"
    return "duration" if dtype == pl.Duration else "day and time" if dtype in (pl.Date, pl.Datetime) else None


def _nanoseconds(expr: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    unit = NANOSECONDS[dtype.time_unit] if isinstance(dtype, pl.Datetime | pl.Duration) else DAY
    return expr.to_physical().cast(pl.Int128) * unit
