"""Row-wise metrics of several columns."""

from itertools import combinations
from operator import eq

import polars as pl

from expectations.polars_engine.conditions import condition_named
from expectations.polars_engine.expressions.comparisons import compare, same
from expectations.polars_engine.expressions.sums import add_up_columns
from expectations.polars_engine.metrics.map_metric import Asked, Good, MapMetric, answer_map_metric

SATISFY = "rows.satisfy"


def unique(asked: Asked) -> pl.Expr:
    """No other row in scope has the same values; missing values are equal to each other."""
    return ~asked.engine.duplicates(asked.domain).is_duplicate


def unique_within_record(asked: Asked) -> pl.Expr:
    """No two of the columns have the same value; missing values are equal to each other."""
    return ~pl.any_horizontal([same(a, b) for a, b in combinations(asked.several, 2)])


def equal(asked: Asked) -> pl.Expr:
    """All columns have the same value, or all lack one."""
    first, *others = asked.several
    return pl.all_horizontal([same(first, other) for other in others])


def sum_equal(asked: Asked) -> pl.Expr:
    """The columns add up to the total; a sum with a missing part adds up to nothing."""
    return compare(eq, add_up_columns(asked.several), asked.values["sum_total"])


def satisfy(asked: Asked) -> pl.Expr:
    """The named condition holds."""
    condition = condition_named(asked.values["condition"])
    return condition(asked.values.get("parameters") or {})


def _answer(name: str, good: Good, *value_keys: str) -> None:
    answer_map_metric(MapMetric(name=name, shape="multicolumn", good=good), value_keys=value_keys)


_answer("compound_columns.unique", unique)
_answer("select_column_values.unique.within_record", unique_within_record)
_answer("multicolumn_values.equal", equal)
_answer("multicolumn_sum.equal", sum_equal, "sum_total")
_answer(SATISFY, satisfy, "condition", "parameters")
