"""Row-wise metrics of several columns."""

import polars as pl

from expectations.polars_engine.conditions import condition_named
from expectations.polars_engine.map_metric import Asked, MapMetric, answer_map_metric

SATISFY = "rows.satisfy"


def unique(asked: Asked) -> pl.Expr:
    """No other row in scope has the same values; missing values are equal to each other."""
    return ~asked.engine.duplicates(asked.domain).is_duplicate


def satisfy(asked: Asked) -> pl.Expr:
    """The named condition holds."""
    condition = condition_named(asked.values["condition"])
    return condition(asked.values.get("parameters") or {})


answer_map_metric(MapMetric(name="compound_columns.unique", shape="multicolumn", good=unique))
answer_map_metric(MapMetric(name=SATISFY, shape="multicolumn", good=satisfy), value_keys=("condition", "parameters"))
