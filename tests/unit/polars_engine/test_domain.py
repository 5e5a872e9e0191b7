from datetime import date
from typing import Any

import polars as pl
import pytest
from great_expectations.expectations.row_conditions import Column, PassThroughCondition

from expectations.polars_engine.errors import (
    RejectedExpectationError,
    UnknownColumnError,
    UnsupportedRowConditionError,
)
from expectations.polars_engine.expressions.domain import scope_of

FRAME = pl.DataFrame(
    {"n": [1, None, 3], "t": ["x", "y", None], "d": [date(2020, 1, 1), date(2021, 1, 1), None]},
)


def kept(**domain: Any) -> list[bool]:
    scope = scope_of(domain, FRAME.schema)
    assert scope is not None
    return FRAME.select(scope).to_series().to_list()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Column("n") == 1, [True, False, False]),
        (Column("n") != 1, [False, True, True]),
        (Column("n") < 3, [True, False, False]),
        (Column("n") >= 3, [False, False, True]),
        (Column("t").is_in(["x"]), [True, False, False]),
        (Column("t").is_not_in(["x"]), [False, True, True]),
        (Column("t").is_null(), [False, False, True]),
        ((Column("n") > 0) & Column("t").is_not_null(), [True, False, False]),
        ((Column("n") == 3) | (Column("t") == "y"), [False, True, True]),
        (Column("d") > date(2020, 6, 1), [False, True, False]),
        (Column("d") > "2020-06-01", [False, True, False]),
    ],
    ids=repr,
)
def test_row_condition_is_never_null(condition: Any, expected: list[bool]) -> None:
    assert kept(row_condition=condition) == expected
    assert kept(row_condition=condition.dict()) == expected


def test_rows_are_ignored_as_the_expectation_says() -> None:
    pair = {"column_A": "n", "column_B": "t"}
    assert kept(**pair, ignore_row_if="both_values_are_missing") == [True, True, True]
    assert kept(**pair, ignore_row_if="either_value_is_missing") == [True, False, False]
    assert kept(column_list=["n", "t"], ignore_row_if="any_value_is_missing") == [True, False, False]
    assert scope_of({**pair, "ignore_row_if": "neither"}, FRAME.schema) is None
    assert kept(**pair, ignore_row_if="either_value_is_missing", row_condition=Column("n") != 1) == [False] * 3


@pytest.mark.parametrize(
    ("domain", "error"),
    [
        ({"row_condition": Column("z") == 1}, UnknownColumnError),
        ({"row_condition": Column("z").is_null()}, UnknownColumnError),
        ({"row_condition": "n == 1"}, UnsupportedRowConditionError),
        ({"row_condition": PassThroughCondition(pass_through_filter="n == 1")}, UnsupportedRowConditionError),
        ({"row_condition": Column("d") == "yesterday"}, RejectedExpectationError),
        ({"column_list": ["n"], "ignore_row_if": "sometimes"}, RejectedExpectationError),
    ],
)
def test_what_is_not_understood_is_refused(domain: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        scope_of(domain, FRAME.schema)
