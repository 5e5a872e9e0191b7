"""Row-wise metrics of one column that compare a value with the one before it, in the order of the rows.

The one before is the last that is not missing, among the rows in scope; the first value has none and is good.
"""

from operator import ge, gt, le, lt

import polars as pl

from expectations.polars_engine.engine import fault_key
from expectations.polars_engine.expressions.comparisons import Comparison, compare_columns
from expectations.polars_engine.expressions.domain import scope_of
from expectations.polars_engine.metrics.map_metric import Asked, Good, MapMetric, answer_map_metric
from expectations.polars_engine.names import column
from expectations.polars_engine.passes.requests import Before


def in_order(strictly: Comparison, otherwise: Comparison) -> Good:
    """Values compare with the one before as they should."""

    def good(asked: Asked) -> pl.Expr:
        known = before(asked)
        previous = known.value.forward_fill().shift(1).fill_null(column(known.name))
        compare = strictly if asked.values.get("strictly") else otherwise
        return previous.is_null() | compare_columns(compare, asked.typed, (previous, asked.dtype))

    return good


def before(asked: Asked) -> Before:
    """The last value of the slices before."""
    scope = scope_of(asked.domain, asked.schema)
    value = asked.column if scope is None else pl.when(scope).then(asked.column)
    return Before(name=fault_key("before", asked.domain, {}), value=value, dtype=asked.dtype)


for _name, _good in (
    ("column_values.increasing", in_order(gt, ge)),
    ("column_values.decreasing", in_order(lt, le)),
):
    answer_map_metric(MapMetric(name=_name, shape="column", good=_good, before=before), value_keys=("strictly",))
