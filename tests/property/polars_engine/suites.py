"""Suites that hypothesis draws: every supported expectation, with parameters drawn anew."""

from datetime import date
from decimal import Decimal
from typing import Any

import great_expectations.expectations
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column, Condition
from hypothesis import strategies as st

from tests.property.polars_engine.frames import SCHEMA, days, moments, numbers
from tests.property.polars_engine.suite_parts import aggregates, readings, records, sequences, spreads, statistics

gxe: Any = great_expectations.expectations  # untyped from here

row_conditions: st.SearchStrategy[Condition | None] = st.sampled_from(
    [
        None,
        Column("word") == "a",
        Column("word") != "a",
        Column("word").is_in(["a", "Ж"]),
        Column("word").is_not_in(["b"]),
        Column("number").is_null(),
        Column("number").is_not_null(),
        Column("number") > 0,
        (Column("number") >= -1) & (Column("other") <= 2),
        (Column("word") == "b") | (Column("amount") < 1.0),
    ]
)


class Suite(list[Expectation]):
    """Expectations, too many to print."""

    def __repr__(self) -> str:
        return f"<{len(self)} expectations>"


@st.composite
def suites(draw: st.DrawFn) -> Suite:
    """Every supported expectation, with parameters drawn anew."""
    condition = draw(row_conditions)
    rows = {"row_condition": condition, "mostly": draw(st.sampled_from([1, 0.9, 0.5, 0]))}
    if condition is None:
        del rows["row_condition"]
    only = {key: value for key, value in rows.items() if key == "row_condition"}
    low, high = sorted(draw(st.tuples(numbers, numbers)))
    strict = {"strict_min": draw(st.booleans()), "strict_max": draw(st.booleans())}
    bounds = {"min_value": low, "max_value": high, **strict}
    day_bounds = dict(zip(("min_value", "max_value"), sorted(draw(st.tuples(days, days))), strict=True))
    moment_bounds = dict(zip(("min_value", "max_value"), sorted(draw(st.tuples(moments, moments))), strict=True))
    lengths = {"min_value": draw(st.integers(0, 2)), "max_value": draw(st.integers(2, 4))}
    regex = {"regex": draw(st.sampled_from(["^a", "é|漢", "[0-9]", "^[a-zA-Z]+$", r"^\S*$", "😀"]))}
    words = {"value_set": draw(st.sampled_from([["a"], ["a", "Ж"], ["x"]]))}
    order = {"or_equal": draw(st.booleans())}
    pair_missing = {"ignore_row_if": draw(st.sampled_from(["both_values_are_missing", "either_value_is_missing"]))}
    some_missing = {"ignore_row_if": draw(st.sampled_from(["all_values_are_missing", "any_value_is_missing", "never"]))}
    several = draw(st.permutations(["number", "word", "flag"]))[: draw(st.integers(2, 3))]
    return Suite(
        [
            *(gxe.ExpectColumnValuesToNotBeNull(column=name, **rows) for name in ("number", "text", "day", "money")),
            gxe.ExpectColumnValuesToBeNull(column="flag", **rows),
            gxe.ExpectColumnValuesToBeInSet(column="word", **words, **rows),
            gxe.ExpectColumnValuesToBeInSet(column="number", value_set=[low, high], **rows),
            gxe.ExpectColumnValuesToBeInSet(column="flag", value_set=[True], **rows),
            gxe.ExpectColumnValuesToBeInSet(column="day", value_set=[date(2020, 1, 1)], **rows),
            gxe.ExpectColumnValuesToNotBeInSet(column="word", **words, **rows),
            gxe.ExpectColumnValuesToMatchRegex(column="text", **regex, **rows),
            gxe.ExpectColumnValuesToNotMatchRegex(column="text", **regex, **rows),
            gxe.ExpectColumnValuesToBeBetween(column="number", **bounds, **rows),
            gxe.ExpectColumnValuesToBeBetween(column="amount", min_value=0, **strict, **rows),
            gxe.ExpectColumnValuesToBeBetween(column="money", max_value=Decimal("0.00"), **strict, **rows),
            gxe.ExpectColumnValuesToBeBetween(column="day", **day_bounds, **strict, **rows),
            gxe.ExpectColumnValuesToBeBetween(column="moment", **moment_bounds, **strict, **rows),
            gxe.ExpectColumnValueLengthsToEqual(column="text", value=lengths["max_value"], **rows),
            gxe.ExpectColumnValueLengthsToBeBetween(column="text", **lengths, **strict, **rows),
            *(gxe.ExpectColumnValuesToBeUnique(column=name, **rows) for name in ("number", "text", "moment", "amount")),
            gxe.ExpectCompoundColumnsToBeUnique(column_list=["word", "flag"], **some_missing, **rows),
            gxe.ExpectCompoundColumnsToBeUnique(column_list=several, **some_missing, **rows),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="number", column_B="other", **order, **pair_missing, **rows
            ),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="later", column_B="day", **order, ignore_row_if="either_value_is_missing", **rows
            ),
            gxe.ExpectColumnPairValuesToBeEqual(column_A="number", column_B="other", **pair_missing, **rows),
            *sequences(draw, rows),
            *spreads(draw, rows),
            *readings(draw, rows),
            *records(draw, rows, some_missing, low),
            gxe.ExpectColumnPairValuesToBeInSet(
                column_A="word",
                column_B="flag",
                value_pairs_set=[("a", True), ("b", None), (None, False)],
                **pair_missing,
            ),
            *aggregates(only, bounds, words),
            *statistics(draw, only, bounds),
            gxe.ExpectTableRowCountToBeBetween(min_value=0, max_value=max(high, 1), **only),
            gxe.ExpectTableRowCountToEqual(value=max(high, 0), **only),
            gxe.ExpectTableColumnCountToBeBetween(min_value=draw(st.sampled_from([3, 40])), max_value=50),
            gxe.ExpectTableColumnCountToEqual(value=draw(st.sampled_from([3, len(SCHEMA)]))),
            gxe.ExpectTableColumnsToMatchSet(column_set=draw(st.permutations(list(SCHEMA)))),
            gxe.ExpectTableColumnsToMatchSet(column_set=["row_no", "stranger"], exact_match=False),
            gxe.ExpectTableColumnsToMatchOrderedList(column_list=draw(st.permutations(list(SCHEMA)))),
            gxe.ExpectTableColumnsToMatchOrderedList(column_list=list(SCHEMA)),
            gxe.ExpectColumnToExist(column=draw(st.sampled_from(["text", "stranger"]))),
        ]
    )
