"""Arguments of expectations as values of a column's type, exactly: nothing is rounded, wrapped or cast on the way.

Suites come back from JSON with dates as text and decimals as floats: ISO text is read as a time, and a float that is
compared with decimals as the decimal that is written the same way.
"""

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

import polars as pl

from expectations.polars_engine.errors import RejectedExpectationError

Position = Fraction | float  # a float where it is infinite
UNITS_IN_SECOND = {"ms": 10**3, "us": 10**6, "ns": 10**9}
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - compared with times without a zone


def has_steps(dtype: pl.DataType) -> bool:
    """Whether the values of a type are whole numbers of a unit: integers, decimals, dates and times."""
    return dtype.is_integer() or dtype.is_decimal() or dtype.is_temporal()


def position(value: Any, dtype: pl.DataType) -> Position:
    """Where a value lies among those of a type with steps, counted in steps from zero.

    Raises RejectedExpectationError if it cannot be compared with them.
    """
    if dtype.is_temporal():
        return _moment(value, dtype)
    number = exact(value, dtype, as_written=dtype.is_decimal())
    return number * 10**dtype.scale if isinstance(dtype, pl.Decimal) and isinstance(number, Fraction) else number


def in_order(value: Any, dtype: pl.DataType) -> Any:
    """The value in a form in which all that compare with a column of the type compare with each other."""
    return position(value, dtype) if has_steps(dtype) else exact(value, dtype) if dtype.is_float() else value


def exact(value: Any, dtype: pl.DataType, *, as_written: bool = False) -> Position:
    """The number in a type that holds it exactly.

    Raises RejectedExpectationError if it is none.
    """
    if isinstance(value, bool) or not isinstance(value, Real | Decimal) or math.isnan(value):
        raise mismatch(value, dtype)
    if math.isinf(value):
        return float(value)
    if isinstance(value, Integral):
        return Fraction(int(value))
    if isinstance(value, Decimal):
        return Fraction(value)
    return Fraction(repr(float(value))) if as_written else Fraction(float(value))


def limits(dtype: pl.DataType) -> tuple[int, int]:
    """The least and the greatest value of a type with steps, in steps."""
    if isinstance(dtype, pl.Decimal):
        greatest = 10**dtype.precision - 1
        return -greatest, greatest
    bits = 32 if dtype == pl.Date else 64 if dtype.is_temporal() else int(str(dtype).lstrip("UInt"))
    return (0, 2**bits - 1) if dtype.is_unsigned_integer() else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def neighbours(value: Any, dtype: pl.DataType) -> tuple[int | float | None, int | float | None]:
    """The greatest value of a type that is not above, and the least that is not below; None where there is none.

    Both are the same where the type has the value itself. Values of a type with steps are told in steps. An argument is
    rounded to floats of less than 64 bits.
    """
    if dtype.is_float():
        return _floats_around(exact(value, dtype), dtype)
    place, (least, greatest) = position(value, dtype), limits(dtype)
    below = greatest if place >= greatest else None if place < least else math.floor(place)
    above = least if place <= least else None if place > greatest else math.ceil(place)
    return below, above


def _floats_around(number: Position, dtype: pl.DataType) -> tuple[float, float]:
    try:
        nearest = float(number)
    except OverflowError:
        nearest = math.inf if number > 0 else -math.inf
    if dtype != pl.Float64 or nearest == number:
        return nearest, nearest
    next_one = math.nextafter(nearest, math.inf if nearest < number else -math.inf)
    return min(nearest, next_one), max(nearest, next_one)


def literal(step: float, dtype: pl.DataType) -> pl.Expr:
    """A value of a type, told in steps if the type has some."""
    if isinstance(dtype, pl.Decimal):
        return pl.lit(decimal_of(int(step), dtype), dtype=dtype)
    return pl.lit(step, dtype=pl.Int64).cast(dtype) if dtype.is_temporal() else pl.lit(step, dtype=dtype)


def decimal_of(steps: int, dtype: pl.Decimal) -> Decimal:
    """A decimal of a type, not rounded to any context."""
    return Decimal((int(steps < 0), tuple(map(int, str(abs(steps)))), -dtype.scale))


def same_value(value: Any, dtype: pl.DataType) -> Any:
    """The value of a type that is the same; None if there is none.

    Raises RejectedExpectationError if it cannot be compared with values of the type.
    """
    if has_steps(dtype) or dtype.is_float():
        below, above = neighbours(value, dtype)
        return pl.select(literal(below, dtype)).item() if below is not None and below == above else None
    kind = bool if dtype == pl.Boolean else bytes if dtype == pl.Binary else str if is_text(dtype) else object
    if not isinstance(value, kind):
        raise mismatch(value, dtype)
    return None if isinstance(dtype, pl.Enum) and value not in dtype.categories else value


def values_of(given: Iterable[Any], dtype: pl.DataType) -> list[Any]:
    """The members of a set that a column of the type can have; a missing value belongs to no set."""
    found = (same_value(value, dtype) for value in given if value is not None)
    return [value for value in found if value is not None]


def has_nanoseconds(dtype: pl.DataType) -> bool:
    """Whether values of the type may be finer than those of Python."""
    return isinstance(dtype, pl.Time) or getattr(dtype, "time_unit", None) == "ns"


def as_python(values: pl.Series) -> list[Any]:
    """Python values of a Polars series, as expectations report them.

    Raises RejectedExpectationError if they are finer.
    """
    if has_nanoseconds(values.dtype) and (values.to_physical() % 1000 != 0).any():
        raise RejectedExpectationError("moments finer than a microsecond cannot be told: convert the column")
    return values.to_list()


def is_text(dtype: pl.DataType) -> bool:
    """Whether values of the type are read as text."""
    return dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum)


def mismatch(value: Any, dtype: pl.DataType) -> RejectedExpectationError:
    """What is raised where an argument cannot be compared with a column."""
    kind = "NaN" if isinstance(value, float) and math.isnan(value) else type(value).__name__
    return RejectedExpectationError(f"an argument of the expectation is {kind}, which cannot be compared with {dtype}")


def _moment(value: Any, dtype: pl.DataType) -> Fraction:
    since = _since(value, dtype)
    if dtype == pl.Date:
        return Fraction(since // MICROSECOND, DAY // MICROSECOND)
    unit = dtype.time_unit if isinstance(dtype, pl.Datetime | pl.Duration) else "ns"
    return Fraction(since // MICROSECOND * UNITS_IN_SECOND[unit], 10**6)


def _since(value: Any, dtype: pl.DataType) -> timedelta:
    """How long after the zero of a type a moment is."""
    if dtype == pl.Duration and isinstance(value, timedelta):
        return value
    if dtype == pl.Time and isinstance(value, time) and value.tzinfo is None:
        return datetime.combine(EPOCH, value) - EPOCH
    moment = _read(value) if isinstance(value, str) else value
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    has_zone = isinstance(dtype, pl.Datetime) and dtype.time_zone is not None
    if dtype not in (pl.Date, pl.Datetime) or not isinstance(moment, datetime):
        raise mismatch(value, dtype)
    if (moment.tzinfo is not None) != has_zone:
        raise RejectedExpectationError(f"of an argument and a column of {dtype} only one has a time zone")
    return moment - (EPOCH.replace(tzinfo=UTC) if has_zone else EPOCH)


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise RejectedExpectationError(
            "an argument of the expectation is compared with dates but is not an ISO date"
        ) from None
