"""Row-wise metrics of two columns; a row that `ignore_row_if` leaves and that lacks a value is bad."""

from functools import reduce
from operator import and_, eq, ge, gt

import polars as pl

from expectations.polars_engine.expressions.comparisons import Typed, compare, compare_columns
from expectations.polars_engine.metrics.map_metric import Asked, MapMetric, answer_map_metric


def a_greater_than_b(asked: Asked) -> pl.Expr:
    """A is greater than B, or equal if `or_equal`."""
    a, b = asked.several
    return compare_columns(ge if asked.values.get("or_equal") else gt, a, b)


def equal(asked: Asked) -> pl.Expr:
    """A and B are the same."""
    a, b = asked.several
    return compare_columns(eq, a, b)


def in_set(asked: Asked) -> pl.Expr:
    """A and B are one of the pairs, in which None stands for a missing value; every pair if no set is given."""
    pairs = asked.values.get("value_pairs_set")
    if pairs is None:
        return pl.lit(value=True)
    found = [
        reduce(and_, [_is(values, wanted) for values, wanted in zip(asked.several, given, strict=True)])
        for given in pairs
    ]
    return pl.any_horizontal(found) if found else pl.lit(value=False)


def _is(values: Typed, wanted: object) -> pl.Expr:
    return values[0].is_null() if wanted is None else compare(eq, values, wanted).fill_null(value=False)


answer_map_metric(
    MapMetric(name="column_pair_values.a_greater_than_b", shape="pair", good=a_greater_than_b),
    value_keys=("or_equal",),
)
answer_map_metric(MapMetric(name="column_pair_values.equal", shape="pair", good=equal))
answer_map_metric(
    MapMetric(name="column_pair_values.in_set", shape="pair", good=in_set), value_keys=("value_pairs_set",)
)
