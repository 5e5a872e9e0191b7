"""Metrics about the frame as a whole."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.expressions.domain import Domain, row_condition
from expectations.polars_engine.metrics.map_metric import TABLE_KEYS, answer_metric
from expectations.polars_engine.passes.requests import Aggregate, add_up

WHOLE = ("batch_id", "table")  # no row condition changes what columns there are


def columns(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> list[str]:
    """The names of the columns, in order."""
    return engine.batch_of(domain).schema.names()


def column_types(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The names and types of the columns, in order."""
    return [{"name": name, "type": dtype} for name, dtype in engine.batch_of(domain).schema.items()]


def column_count(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> int:
    """How many columns there are."""
    return len(engine.batch_of(domain).schema)


def row_count(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> Aggregate:
    """How many rows meet the row condition."""
    scope = row_condition(domain, engine.batch_of(domain).schema)
    return Aggregate(expr=pl.len() if scope is None else scope.sum(), merge=add_up, finish=int)


answer_metric("table.columns", columns, domain_keys=WHOLE)
answer_metric("table.column_types", column_types, domain_keys=WHOLE)
answer_metric("table.column_count", column_count, domain_keys=WHOLE)
answer_metric("table.row_count", row_count, domain_keys=TABLE_KEYS)
