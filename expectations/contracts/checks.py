"""The vocabulary in which rules state what must hold; each check is one Great Expectations expectation.

Nothing here imports Great Expectations (3 s): `suite.py` turns checks into expectations when a suite is built.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Check:
    """The class name of an expectation in `great_expectations.expectations`, and its arguments."""

    expectation: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def readable(column: str) -> Check:
    """What the cell holds could be read as what the contract says."""
    return Check(
        expectation="ExpectColumnValuesToBeInSet",
        arguments={"column": f"{column}__unreadable", "value_set": [False]},
    )


def matches(column: str, regex: str) -> Check:
    """The text matches a regular expression (Rust dialect: no look-around)."""
    return Check(expectation="ExpectColumnValuesToMatchRegex", arguments={"column": column, "regex": regex})


def matches_not(column: str, regex: str) -> Check:
    """The text does not match a regular expression."""
    return Check(expectation="ExpectColumnValuesToNotMatchRegex", arguments={"column": column, "regex": regex})


def true(column: str) -> Check:
    """The Boolean column is true."""
    return Check(expectation="ExpectColumnValuesToBeInSet", arguments={"column": column, "value_set": [True]})


def between(column: str, *, low: float | None = None, high: float | None = None) -> Check:
    """The number lies in a closed interval."""
    return Check(
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"column": column, "min_value": low, "max_value": high},
    )


def not_after(earlier: str, later: str) -> Check:
    """The first date is not after the second, where both are there."""
    return Check(
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={
            "column_A": later,
            "column_B": earlier,
            "or_equal": True,
            "ignore_row_if": "either_value_is_missing",
        },
    )


def satisfies(condition: str, *columns: str, **parameters: Any) -> Check:
    """A named condition over several columns holds; conditions live in `expectations/contracts/conditions.py`."""
    return Check(
        expectation="ExpectRowsToSatisfy",
        arguments={"column_list": list(columns), "condition": condition, "parameters": parameters},
    )


def filled(column: str) -> Check:
    """The cell is not empty; whether it can be read is another rule."""
    return satisfies("filled", column, f"{column}__unreadable", column=column)
