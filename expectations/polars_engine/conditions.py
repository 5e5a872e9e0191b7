"""Named conditions for `ExpectRowsToSatisfy`: suites are stored as text, so they name code instead of holding it."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from expectations.polars_engine.errors import UnknownConditionError

Condition = Callable[[Mapping[str, Any]], pl.Expr]

_conditions: dict[str, Condition] = {}


def register_condition(name: str) -> Callable[[Condition], Condition]:
    """Decorator: make a function known under a name; the last one registered holds.

    It gets the `parameters` of the expectation and returns an expression that is true for good rows; null is bad.
    The expression must look at one row at a time (no aggregate, no shift, no window): frames are walked in slices.
    """

    def register(condition: Condition) -> Condition:
        _conditions[name] = condition
        return condition

    return register


def condition_named(name: str) -> Condition:
    """The condition of that name.

    Raises UnknownConditionError.
    """
    if name not in _conditions:
        raise UnknownConditionError(
            f"no condition {name!r} is registered: define it with @register_condition({name!r})"
        )
    return _conditions[name]
