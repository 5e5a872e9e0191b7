"""Row-wise metrics of several columns."""

from functools import reduce
from itertools import combinations
from operator import add

import polars as pl

from expectations.polars_engine.conditions import condition_named
from expectations.polars_engine.domain import columns_of
from expectations.polars_engine.map_metric import Asked, Good, MapMetric, answer_map_metric

SATISFY = "rows.satisfy"


def unique(asked: Asked) -> pl.Expr:
    """No other row in scope has the same values; missing values are equal to each other."""
    return ~asked.engine.duplicates(asked.domain).is_duplicate


def unique_within_record(asked: Asked) -> pl.Expr:
    """No two of the columns have the same value; missing values are equal to each other."""
    pairs = combinations(columns(asked), 2)
    return ~pl.any_horizontal([a.eq_missing(b) for a, b in pairs])


def equal(asked: Asked) -> pl.Expr:
    """All columns have the same value, or all lack one."""
    first, *others = columns(asked)
    return pl.all_horizontal([first.eq_missing(other) for other in others])


def sum_equal(asked: Asked) -> pl.Expr:
    """The columns add up to the total; a sum with a missing part adds up to nothing."""
    total: pl.Expr = reduce(add, columns(asked))
    return total.eq(asked.values["sum_total"])


def columns(asked: Asked) -> list[pl.Expr]:
    """The columns."""
    return [pl.col(name) for name in columns_of(asked.domain)]


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
