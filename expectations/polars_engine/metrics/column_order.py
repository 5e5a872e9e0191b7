"""Metrics for which all values of a column are needed at once: a pass over that column alone.

Memory: the values of the column, or its distinct values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, isnan, nan
from typing import Any

import polars as pl

from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.expressions.domain import Domain, require_columns
from expectations.polars_engine.expressions.literals import as_python
from expectations.polars_engine.metrics.column_aggregate import require_numbers
from expectations.polars_engine.metrics.map_metric import SHAPE_KEYS, answer_metric
from expectations.polars_engine.names import column

INTERPOLATIONS = ("linear", "lower", "higher", "midpoint", "nearest")


@dataclass(frozen=True, kw_only=True)
class Distinct:
    """How many values a column has, and how many that differ."""

    values: int
    distinct: int


def values_in_order(engine: PolarsExecutionEngine, domain: Domain) -> pl.Series:
    """The values, sorted."""
    require_numbers(engine, domain)
    values = column(domain["column"])
    return engine.key_pass(
        "order", domain, lambda rows: rows.select(values.drop_nulls().sort()).collect(engine="streaming").to_series()
    )


def distinct(engine: PolarsExecutionEngine, domain: Domain) -> Distinct:
    """Counts of values."""
    require_columns([domain["column"]], engine.batch_of(domain).schema)
    values = column(domain["column"])

    def count(rows: pl.LazyFrame) -> Distinct:
        counts = rows.select(values=values.count(), distinct=values.drop_nulls().n_unique())
        return Distinct(**counts.collect(engine="streaming").row(0, named=True))

    return engine.key_pass("distinct", domain, count)


def distinct_count(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> int:
    """How many values differ."""
    return distinct(engine, domain).distinct


def unique_proportion(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> float:
    """Distinct values per value; 0 of no values."""
    found = distinct(engine, domain)
    return found.distinct / found.values if found.values else 0


def median(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> float | None:
    """The middle value, or the mean of the two; None of no values."""
    found: Any = _quantile(values_in_order(engine, domain), 0.5, "midpoint")
    return float(found) if found is not None and float(found) == found else found


def quantile_values(engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> list[Any]:
    """The values at the quantiles; `allow_relative_error` names how to choose between two, by default the nearest."""
    interpolation = values.get("allow_relative_error") or "nearest"
    if interpolation not in INTERPOLATIONS:
        raise RejectedExpectationError(f"allow_relative_error must be one of {', '.join(INTERPOLATIONS)}")
    ordered = values_in_order(engine, domain)
    return [_quantile(ordered, quantile, interpolation) for quantile in values["quantiles"]]


def _quantile(ordered: pl.Series, quantile: float, interpolation: str) -> Any:
    """As numpy does it: of two values equally near, the one with the even number. Among NaN nothing has a place."""
    if ordered.is_empty():
        return None
    if ordered.dtype.is_float() and isnan(ordered[-1]):
        return nan
    place = quantile * (ordered.len() - 1)
    chosen = round(place) if interpolation == "nearest" else floor(place) if interpolation == "lower" else ceil(place)
    low, high = _number(ordered[floor(place)]), _number(ordered[ceil(place)])
    if low == high or interpolation not in {"linear", "midpoint"}:
        return _number(ordered[chosen])
    return low + (high - low) * (place - floor(place) if interpolation == "linear" else 0.5)


def _number(value: float | Decimal) -> float:
    """Decimals as floats, which is what they are compared with."""
    return float(value) if isinstance(value, Decimal) else value


def most_common_value(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> list[Any]:
    """The values of which there are most, sorted."""
    require_columns([domain["column"]], engine.batch_of(domain).schema)
    values = column(domain["column"])

    def modes(rows: pl.LazyFrame) -> list[Any]:
        counted = rows.filter(values.is_not_null()).group_by(value=values).agg(rows=pl.len())
        often = column("rows")
        most = counted.filter(often == often.max()).select(column("value").sort())
        return as_python(most.collect(engine="streaming").to_series())

    return engine.key_pass("modes", domain, modes)


COLUMN = SHAPE_KEYS["column"]
answer_metric("column.distinct_values.count", distinct_count, domain_keys=COLUMN)
answer_metric("column.unique_proportion", unique_proportion, domain_keys=COLUMN)
answer_metric("column.median", median, domain_keys=COLUMN)
answer_metric(
    "column.quantile_values", quantile_values, domain_keys=COLUMN, value_keys=("quantiles", "allow_relative_error")
)
answer_metric("column.most_common_value", most_common_value, domain_keys=COLUMN)
