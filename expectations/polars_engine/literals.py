"""Arguments of expectations as literals that compare with a column: suites come back from JSON with dates as text."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

import polars as pl

from expectations.polars_engine.errors import RejectedExpectationError


def literal_for(value: Any, dtype: pl.DataType) -> Any:
    """The value as it compares with a column of that type: ISO text becomes a date or a time."""
    if isinstance(value, str) and dtype.is_temporal():
        value = _parse(value)
    if dtype == pl.Date and isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value


def literals_for(values: Iterable[Any], dtype: pl.DataType) -> list[Any]:
    """The values of a set, without None: a missing value belongs to no set."""
    return [literal_for(value, dtype) for value in values if value is not None]


def _parse(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise RejectedExpectationError(
            "an argument of the expectation is compared with dates but is not an ISO date"
        ) from None
