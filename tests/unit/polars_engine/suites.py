"""A frame with one fault of each kind, and the suite that finds them."""

from collections.abc import Mapping
from typing import Any, ClassVar

import great_expectations as gx
import great_expectations.expectations
import polars as pl
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.row_conditions import Column

from expectations.polars_engine.conditions import register_condition
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy

gxe: Any = great_expectations.expectations  # untyped from here

SECRET = "7205011203850009"


class ExpectColumnValuesToBeUnheardOf(ColumnMapExpectation):
    """An expectation about rows whose metric no engine has."""

    map_metric: ClassVar[str | None] = "column_values.unheard_of"
    success_keys: ClassVar[tuple[str, ...]] = ("mostly",)


@register_condition("test_at_least")
def at_least(parameters: Mapping[str, Any]) -> pl.Expr:
    return pl.col(parameters["column"]).ge(parameters["least"])


@register_condition("test_number_in_text")
def number_in_text(parameters: Mapping[str, Any]) -> pl.Expr:
    return pl.col(parameters["column"]).cast(pl.Int8) > 0


@register_condition("test_not_boolean")
def not_boolean(_parameters: Mapping[str, Any]) -> pl.Expr:
    return pl.col("wage").add(1)


def frame() -> pl.DataFrame:
    """Rows 11-16; their faults are told by the columns."""
    return pl.DataFrame(
        {
            "row_no": [11, 12, 13, 14, 15, 16],
            "id": ["a", "b", "b", None, "e", "e"],
            "segment": ["PU", "PU", "BPU", "X", None, "PU"],
            "wage": [10, -1, 5, 7, None, 0],
        }
    )


def coded(code: str) -> dict[str, Any]:
    return {"meta": {"code": code}}


def suite(*more: Any) -> gx.ExpectationSuite:
    """Finds ID_MISSING in 14, ID_TWICE in 12, 13, 15, 16, SEGMENT in 14, WAGE in 12, WAGE_PU in 12, 16."""
    return gx.ExpectationSuite(
        name="unit",
        expectations=[
            gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=10, **coded("ROWS")),
            gxe.ExpectColumnValuesToNotBeNull(column="id", **coded("ID_MISSING")),
            gxe.ExpectColumnValuesToBeUnique(column="id", **coded("ID_TWICE")),
            gxe.ExpectColumnValuesToBeInSet(column="segment", value_set=["PU", "BPU"], **coded("SEGMENT")),
            gxe.ExpectColumnValuesToBeBetween(column="wage", min_value=0, **coded("WAGE")),
            ExpectRowsToSatisfy(
                column_list=["wage"],
                condition="test_at_least",
                parameters={"column": "wage", "least": 1},
                row_condition=Column("segment") == "PU",
                **coded("WAGE_PU"),
            ),
            gxe.ExpectColumnValueLengthsToBeBetween(column="id", min_value=1, max_value=1, **coded("ID_LENGTH")),
            *more,
        ],
    )


def rows_of(failing: pl.DataFrame, code: str) -> list[int]:
    return failing.filter(pl.col(code)).get_column("row_no").to_list()
