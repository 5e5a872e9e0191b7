"""Row-wise metrics of two columns; a row that `ignore_row_if` leaves and that lacks a value is bad."""

import polars as pl

from expectations.polars_engine.map_metric import Asked, MapMetric, answer_map_metric


def a_greater_than_b(asked: Asked) -> pl.Expr:
    """A is greater than B, or equal if `or_equal`."""
    a, b = pl.col(asked.domain["column_A"]), pl.col(asked.domain["column_B"])
    return a >= b if asked.values.get("or_equal") else a > b


def equal(asked: Asked) -> pl.Expr:
    """A and B are the same."""
    return pl.col(asked.domain["column_A"]) == pl.col(asked.domain["column_B"])


answer_map_metric(
    MapMetric(name="column_pair_values.a_greater_than_b", shape="pair", good=a_greater_than_b),
    value_keys=("or_equal",),
)
answer_map_metric(MapMetric(name="column_pair_values.equal", shape="pair", good=equal))
