"""Row-wise metrics of two columns; a row that `ignore_row_if` leaves and that lacks a value is bad."""

from functools import reduce
from operator import and_

import polars as pl

from expectations.polars_engine.literals import literal_for
from expectations.polars_engine.map_metric import Asked, MapMetric, answer_map_metric


def a_greater_than_b(asked: Asked) -> pl.Expr:
    """A is greater than B, or equal if `or_equal`."""
    a, b = pair(asked)
    return a >= b if asked.values.get("or_equal") else a > b


def equal(asked: Asked) -> pl.Expr:
    """A and B are the same."""
    a, b = pair(asked)
    return a == b


def in_set(asked: Asked) -> pl.Expr:
    """A and B are one of the pairs, in which None stands for a missing value; every pair if no set is given."""
    pairs = asked.values.get("value_pairs_set")
    if pairs is None:
        return pl.lit(value=True)
    columns = tuple(asked.domain[key] for key in ("column_A", "column_B"))
    found = [
        reduce(and_, [_is(name, value, asked.schema[name]) for name, value in zip(columns, given, strict=True)])
        for given in pairs
    ]
    return pl.any_horizontal(found) if found else pl.lit(value=False)


def pair(asked: Asked) -> tuple[pl.Expr, pl.Expr]:
    """The two columns."""
    return pl.col(asked.domain["column_A"]), pl.col(asked.domain["column_B"])


def _is(name: str, value: object, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    return column.is_null() if value is None else (column == literal_for(value, dtype)).fill_null(value=False)


answer_map_metric(
    MapMetric(name="column_pair_values.a_greater_than_b", shape="pair", good=a_greater_than_b),
    value_keys=("or_equal",),
)
answer_map_metric(MapMetric(name="column_pair_values.equal", shape="pair", good=equal))
answer_map_metric(
    MapMetric(name="column_pair_values.in_set", shape="pair", good=in_set), value_keys=("value_pairs_set",)
)
