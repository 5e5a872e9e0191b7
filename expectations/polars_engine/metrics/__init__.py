"""Metric providers of the Polars engine; importing this package registers them with Great Expectations."""

from expectations.polars_engine.metrics import (
    column_aggregate,
    column_like,
    column_map,
    column_order,
    column_pair,
    column_parse,
    column_sequence,
    column_spread,
    column_statistics,
    multicolumn,
    table,
    types,
)

__all__ = [
    "column_aggregate",
    "column_like",
    "column_map",
    "column_order",
    "column_pair",
    "column_parse",
    "column_sequence",
    "column_spread",
    "column_statistics",
    "multicolumn",
    "table",
    "types",
]
