"""Row-wise metrics of a column of numbers that compare a value with how all are spread, which takes a pass over it.

Where a spread has no meaning (fewer than two values, an infinite one) every value is good. NaN lies nowhere and is bad.
"""

from dataclasses import dataclass
from math import isfinite

import polars as pl

from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.expressions.domain import Domain
from expectations.polars_engine.metrics.column_aggregate import require_numbers
from expectations.polars_engine.metrics.column_order import values_in_order
from expectations.polars_engine.metrics.map_metric import Asked, MapMetric, answer_map_metric
from expectations.polars_engine.names import column

ALL_GOOD = pl.lit(value=True)


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The mean and the standard deviation of a sample; None of too few values."""

    mean: float | None
    deviation: float | None


def spread(engine: PolarsExecutionEngine, domain: Domain) -> Spread:
    """Standard deviation of the values that the row condition selects."""
    require_numbers(engine, domain)
    values = column(domain["column"]).cast(pl.Float64).drop_nans()

    def measure(rows: pl.LazyFrame) -> Spread:
        found = rows.select(mean=values.mean(), deviation=values.std()).collect(engine="streaming")
        return Spread(**found.row(0, named=True))

    return engine.key_pass("spread", domain, measure)


def z_score_under_threshold(asked: Asked) -> pl.Expr:
    """The distance from the mean is less than so many standard deviations."""
    found, threshold = spread(asked.engine, asked.domain), asked.values["threshold"]
    if not found.deviation or not isfinite(found.deviation):
        return ALL_GOOD
    score: pl.Expr = (asked.column.cast(pl.Float64) - found.mean) / found.deviation
    return score.abs().lt(abs(threshold)) if asked.values["double_sided"] else score.lt(threshold)


def not_outlier(asked: Asked) -> pl.Expr:
    """The value lies near the quartiles ("iqr", fences included) or near the mean ("std")."""
    method, multiplier = asked.values.get("method") or "iqr", asked.values.get("multiplier")
    reach = 1.5 if multiplier is None else multiplier
    if method == "iqr":
        return _within_fences(asked, reach)
    if method == "std":
        return _near_the_mean(asked, reach)
    raise RejectedExpectationError("method must be 'iqr' or 'std'")


def _within_fences(asked: Asked, reach: float) -> pl.Expr:
    ordered = values_in_order(asked.engine, asked.domain).cast(pl.Float64).drop_nans()
    low, high = ordered.quantile(0.25, "linear"), ordered.quantile(0.75, "linear")
    if low is None or high is None or not isfinite(high - low):
        return ALL_GOOD
    value, distance = asked.column.cast(pl.Float64), reach * (high - low)
    return (value >= low - distance) & (value <= high + distance)


def _near_the_mean(asked: Asked, reach: float) -> pl.Expr:
    found, value = spread(asked.engine, asked.domain), asked.column.cast(pl.Float64)
    if found.deviation is None or not isfinite(found.deviation):
        return ALL_GOOD
    distance = reach * found.deviation
    return (value - found.mean).abs() < distance if distance > 0 else value == found.mean


for _name, _good, _keys in (
    ("column_values.z_score.under_threshold", z_score_under_threshold, ("double_sided", "threshold")),
    ("column_values.not_outliers", not_outlier, ("method", "multiplier")),
):
    answer_map_metric(MapMetric(name=_name, shape="column", good=_good), value_keys=_keys)
