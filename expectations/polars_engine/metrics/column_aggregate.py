"""Metrics that make one value of a column."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.errors import RejectedExpectationError
from expectations.polars_engine.expressions.comparisons import is_member
from expectations.polars_engine.expressions.domain import Domain, require_columns, row_condition
from expectations.polars_engine.expressions.literals import as_python, has_nanoseconds, is_text, same_value
from expectations.polars_engine.expressions.sums import sum_of
from expectations.polars_engine.metrics.map_metric import SHAPE_KEYS, answer_metric
from expectations.polars_engine.names import column
from expectations.polars_engine.passes.requests import Aggregate, add_up, greatest, least, unite

MAX_DISTINCT_VALUES = 20  # of a list of distinct values, Great Expectations shows so many


def in_scope(engine: PolarsExecutionEngine, domain: Domain) -> pl.Expr:
    """The column, with only the rows that meet the row condition."""
    schema = engine.batch_of(domain).schema
    require_columns([domain["column"]], schema)
    scope, values = row_condition(domain, schema), column(domain["column"])
    return values if scope is None else values.filter(scope)


def type_of(engine: PolarsExecutionEngine, domain: Domain) -> pl.DataType:
    """The type of the column."""
    return engine.batch_of(domain).schema[domain["column"]]


def require_numbers(engine: PolarsExecutionEngine, domain: Domain) -> None:
    """Raise UnknownColumnError or RejectedExpectationError unless the column holds numbers."""
    schema = engine.batch_of(domain).schema
    require_columns([domain["column"]], schema)
    if not schema[domain["column"]].is_numeric():
        raise RejectedExpectationError(f"the column {domain['column']!r} is {schema[domain['column']]}, not a number")


def extreme(
    of: Callable[[pl.Expr], pl.Expr], merge: Callable[[Sequence[Any]], Any]
) -> Callable[[PolarsExecutionEngine, Domain, Mapping[str, Any]], Aggregate]:
    """The least or greatest value, NaN passed over and text in the order of its characters; None of no values."""

    def answer(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> Aggregate:
        found, dtype = in_scope(engine, domain), type_of(engine, domain)
        if has_nanoseconds(dtype):
            return Aggregate(
                expr=of(found).to_physical(),
                merge=merge,
                finish=lambda step: None if step is None else as_python(pl.Series([step]).cast(dtype))[0],
            )
        found = found.drop_nans() if dtype.is_float() else found.cast(pl.String) if is_text(dtype) else found
        return Aggregate(expr=of(found), merge=merge, finish=lambda value: value)

    return answer


def total(engine: PolarsExecutionEngine, domain: Domain, _values: Mapping[str, Any]) -> Aggregate:
    """The sum, exact for integers and decimals however large; 0 of no values."""
    values = in_scope(engine, domain), type_of(engine, domain)
    return Aggregate(expr=sum_of(values), merge=add_up, finish=lambda value: value)


def members(engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> list[Any]:
    """The set without a missing value; its members as the column has them, if it can have them."""
    require_columns([domain["column"]], engine.batch_of(domain).schema)
    dtype = type_of(engine, domain)
    given = [value for value in values["value_set"] or () if value is not None]
    same = ((same_value(value, dtype), value) for value in given)
    return list(dict.fromkeys(value if found is None else found for found, value in same))


def values_outside(
    engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any], finish: Callable[[pl.Series], Any]
) -> Aggregate:
    """The distinct values that are not in the set, sorted."""
    found = in_scope(engine, domain)
    known = is_member((found, type_of(engine, domain)), members(engine, domain, values))
    others = found.filter(~known).drop_nulls().unique().implode()
    return Aggregate(expr=others, merge=unite, finish=finish)


def strangers_count(engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> Aggregate:
    """How many distinct values are not in the set."""
    return values_outside(engine, domain, values, finish=len)


def first_strangers(engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> Aggregate:
    """The first distinct values that are not in the set."""
    limit = values.get("limit") or MAX_DISTINCT_VALUES
    return values_outside(engine, domain, values, finish=lambda found: found.head(limit).to_list())


def absent(
    engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any], finish: Callable[[list[Any]], Any]
) -> Aggregate:
    """The members of the set that the column does not have, in their order."""
    found, known = in_scope(engine, domain), members(engine, domain, values)
    there = found.filter(is_member((found, type_of(engine, domain)), known)).unique().implode()

    def missing(found: pl.Series) -> Any:
        present = set(found.to_list())
        return finish([member for member in known if member not in present])

    return Aggregate(expr=there, merge=unite, finish=missing)


def absent_count(engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> Aggregate:
    """How many members of the set the column does not have."""
    return absent(engine, domain, values, finish=len)


def first_absent(engine: PolarsExecutionEngine, domain: Domain, values: Mapping[str, Any]) -> Aggregate:
    """The first members of the set that the column does not have."""
    limit = values.get("limit") or MAX_DISTINCT_VALUES
    return absent(engine, domain, values, finish=lambda found: found[:limit])


COLUMN = SHAPE_KEYS["column"]
answer_metric("column.min", extreme(pl.Expr.min, least), domain_keys=COLUMN)
answer_metric("column.max", extreme(pl.Expr.max, greatest), domain_keys=COLUMN)
answer_metric("column.sum", total, domain_keys=COLUMN)
for _part, _count, _first in (
    ("not_in_set", strangers_count, first_strangers),
    ("missing_from_column", absent_count, first_absent),
):
    _name = f"column.distinct_values.{_part}"
    answer_metric(f"{_name}.count", _count, domain_keys=COLUMN, value_keys=("value_set",))
    answer_metric(_name, _first, domain_keys=COLUMN, value_keys=("value_set", "limit"))
