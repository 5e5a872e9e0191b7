"""Metrics that make one number of a column of numbers, in the one pass; missing values are passed over."""

from collections.abc import Callable, Mapping, Sequence
from math import sqrt
from typing import Any

import polars as pl

from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.expressions.domain import Domain
from expectations.polars_engine.metrics.column_aggregate import in_scope, require_numbers
from expectations.polars_engine.metrics.map_metric import SHAPE_KEYS, answer_metric
from expectations.polars_engine.passes.requests import Aggregate, add_up

Finish = Callable[[Mapping[str, Any]], float | None]


def mean(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> Aggregate:
    """The mean; None of no values."""
    return moments(engine, domain, lambda found: found["mean"] if found["rows"] else None)


def standard_deviation(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> Aggregate:
    """The standard deviation of a sample; None of fewer than two values."""
    return moments(
        engine, domain, lambda found: sqrt(found["squares"] / (found["rows"] - 1)) if found["rows"] > 1 else None
    )


def moments(engine: PolarsExecutionEngine, domain: Domain, finish: Finish) -> Aggregate:
    """Number, mean and sum of squared deviations from it."""
    require_numbers(engine, domain)
    values = in_scope(engine, domain).cast(pl.Float64)
    parts = pl.struct(rows=values.count(), mean=values.mean(), squares=values.var(ddof=0) * values.count())
    return Aggregate(expr=parts, merge=pool, finish=finish)


def pool(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The moments of slices as those of the whole (Chan, Golub and LeVeque 1979)."""
    rows, mean, squares = 0, 0.0, 0.0
    for part in parts:
        if part["rows"]:
            both = rows + part["rows"]
            apart = part["mean"] - mean
            squares += part["squares"] + apart * apart * rows * part["rows"] / both
            mean += apart * part["rows"] / both
            rows = both
    return {"rows": rows, "mean": mean, "squares": squares}


def non_null_count(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> Aggregate:
    """How many values there are."""
    return Aggregate(expr=in_scope(engine, domain).count(), merge=add_up, finish=int)


def non_null_proportion(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> Aggregate:
    """Values per row; 0 of no rows."""
    column = in_scope(engine, domain)

    def total(parts: Sequence[Mapping[str, int]]) -> tuple[int, int]:
        return sum(part["values"] for part in parts), sum(part["rows"] for part in parts)

    return Aggregate(
        expr=pl.struct(values=column.count(), rows=column.len()),
        merge=total,
        finish=lambda found: found[0] / found[1] if found[1] else 0,
    )


COLUMN = SHAPE_KEYS["column"]
answer_metric("column.mean", mean, domain_keys=COLUMN)
answer_metric("column.standard_deviation", standard_deviation, domain_keys=COLUMN)
answer_metric("column.non_null_count", non_null_count, domain_keys=COLUMN)
answer_metric("column.non_null_proportion", non_null_proportion, domain_keys=COLUMN)
