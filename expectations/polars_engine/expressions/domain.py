"""Which rows an expectation is about, as one Boolean expression: so that all domains share one scan."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, or_
from typing import Any

import polars as pl

from expectations.polars_engine.errors import (
    RejectedExpectationError,
    UnknownColumnError,
    UnsupportedRowConditionError,
)
from expectations.polars_engine.expressions.comparisons import compare, is_member
from expectations.polars_engine.internals import (
    AndCondition,
    ComparisonCondition,
    Condition,
    NullityCondition,
    Operator,
    OrCondition,
    deserialize_row_condition,
)
from expectations.polars_engine.names import column

Domain = Mapping[str, Any]

ORDERINGS = {
    Operator.LESS_THAN: lt,
    Operator.LESS_THAN_OR_EQUAL: le,
    Operator.GREATER_THAN: gt,
    Operator.GREATER_THAN_OR_EQUAL: ge,
}
ANY_VALUE_COUNTS = ("both_values_are_missing", "all_values_are_missing")
ALL_VALUES_COUNT = ("either_value_is_missing", "any_value_is_missing")
EVERY_ROW_COUNTS = ("neither", "never")


def columns_of(domain: Domain) -> tuple[str, ...]:
    """The columns an expectation is about, in its order."""
    if domain.get("column") is not None:
        return (domain["column"],)
    if domain.get("column_A") is not None:
        return (domain["column_A"], domain["column_B"])
    return tuple(domain.get("column_list") or ())


def require_columns(names: Sequence[str], schema: pl.Schema) -> None:
    """Raise UnknownColumnError unless the frame has all these columns."""
    missing = [name for name in names if name not in schema]
    if missing:
        raise UnknownColumnError(f"the frame has no column {', '.join(map(repr, missing))}")


def scope_of(domain: Domain, schema: pl.Schema) -> pl.Expr | None:
    """The rows that count: `row_condition` and `ignore_row_if` together; None = every row.

    The expression is never null. Raises UnknownColumnError, UnsupportedRowConditionError, RejectedExpectationError.
    """
    parts = [part for part in (row_condition(domain, schema), ignored(domain)) if part is not None]
    return reduce(and_, parts) if parts else None


def row_condition(domain: Domain, schema: pl.Schema) -> pl.Expr | None:
    """The rows named by `row_condition`; None = every row."""
    given = domain.get("row_condition")
    if not given:
        return None
    condition = deserialize_row_condition(given)
    if not isinstance(condition, Condition):
        raise UnsupportedRowConditionError("row_condition as text is not supported: build it with gx Column(...)")
    return condition_expr(condition, schema)


def condition_expr(condition: Condition, schema: pl.Schema) -> pl.Expr:
    """A condition as an expression, true, false, never null; a missing value differs from every value."""
    if isinstance(condition, AndCondition):
        return reduce(and_, [condition_expr(part, schema) for part in condition.conditions])
    if isinstance(condition, OrCondition):
        return reduce(or_, [condition_expr(part, schema) for part in condition.conditions])
    if isinstance(condition, NullityCondition):
        require_columns([condition.column.name], schema)
        found = column(condition.column.name)
        return found.is_null() if condition.is_null else found.is_not_null()
    if isinstance(condition, ComparisonCondition):
        return comparison_expr(condition, schema)
    raise UnsupportedRowConditionError(
        f"{type(condition).__name__} is not supported: build row_condition with gx Column(...)"
    )


def comparison_expr(condition: ComparisonCondition, schema: pl.Schema) -> pl.Expr:
    """A comparison of a column with a value or a set."""
    name, operator = condition.column.name, Operator(condition.operator)
    require_columns([name], schema)
    values, parameter = (column(name), schema[name]), condition.parameter
    if operator in {Operator.IN, Operator.NOT_IN}:
        member = is_member(values, parameter).fill_null(value=False)
        return member if operator is Operator.IN else ~member
    if operator in {Operator.EQUAL, Operator.NOT_EQUAL}:
        equal = compare(eq, values, parameter).fill_null(value=False)
        return equal if operator is Operator.EQUAL else ~equal
    return compare(ORDERINGS[operator], values, parameter).fill_null(value=False)


def ignored(domain: Domain) -> pl.Expr | None:
    """The rows that `ignore_row_if` leaves; None = every row."""
    columns, rule = columns_of(domain), domain.get("ignore_row_if")
    if not rule or rule in EVERY_ROW_COUNTS:
        return None
    present = [column(name).is_not_null() for name in columns]
    if rule in ANY_VALUE_COUNTS:
        return pl.any_horizontal(present)
    if rule in ALL_VALUES_COUNT:
        return pl.all_horizontal(present)
    raise RejectedExpectationError(f"ignore_row_if={rule!r} is not known")
