"""Frames and suites that hypothesis draws, and how one frame is given to both engines."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import great_expectations.expectations
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column, Condition
from hypothesis import strategies as st

gxe: Any = great_expectations.expectations  # untyped from here

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.Int32,
    "number": pl.Int64,
    "other": pl.Int64,
    "amount": pl.Float64,
    "text": pl.String,
    "word": pl.String,
    "day": pl.Date,
    "later": pl.Date,
    "flag": pl.Boolean,
    "money": pl.Decimal(12, 2),
}
COLUMNS = tuple(SCHEMA)[1:]

numbers = st.integers(-5, 5)
texts = st.text(alphabet="aBé漢😀 0.", max_size=4)
days = st.dates(date(2019, 12, 30), date(2020, 1, 3))
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "number": numbers,
    "other": numbers,
    "amount": st.sampled_from([-1.5, 0.0, 0.25, 3.0, 1e9]),
    "text": texts,
    "word": st.sampled_from(["a", "b", "Ж"]),
    "day": days,
    "later": days,
    "flag": st.booleans(),
    "money": st.sampled_from([Decimal("-0.01"), Decimal("0.00"), Decimal("12.34")]),
}


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    """Small frames: empty, one row, all missing, repeated and mixed ones; the row numbers are those of a file."""
    missing = draw(st.sampled_from([st.just(False), st.booleans(), st.just(True)]))
    height = draw(st.integers(0, 9))
    first = draw(st.integers(1, 100))

    def cells(strategy: st.SearchStrategy[Any]) -> list[Any]:
        drawn = st.tuples(missing, strategy).map(lambda pair: None if pair[0] else pair[1])
        return draw(st.lists(drawn, min_size=height, max_size=height))

    data = {"row_no": list(range(first, first + height))} | {name: cells(CELLS[name]) for name in COLUMNS}
    return pl.DataFrame(data, schema=SCHEMA)


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """The same rows as plain Python values in pandas, as its users have them: numbers with gaps are floats."""
    data = pd.DataFrame(frame.to_dict(as_series=False), columns=list(SCHEMA))
    for name in ("number", "other", "amount"):
        data[name] = data[name].astype("float64")
    for name in ("text", "word"):
        data[name] = data[name].astype("object").where(frame[name].is_not_null().to_numpy(), None)
    return data


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


@st.composite
def suites(draw: st.DrawFn) -> list[Expectation]:
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
    lengths = {"min_value": draw(st.integers(0, 2)), "max_value": draw(st.integers(2, 4))}
    regex = {"regex": draw(st.sampled_from(["^a", "é|漢", "[0-9]", "^[a-zA-Z]+$", r"^\S*$", "😀"]))}
    words = {"value_set": draw(st.sampled_from([["a"], ["a", "Ж"], ["x"]]))}
    order = {"or_equal": draw(st.booleans())}
    pair_missing = {"ignore_row_if": draw(st.sampled_from(["both_values_are_missing", "either_value_is_missing"]))}
    some_missing = {"ignore_row_if": draw(st.sampled_from(["all_values_are_missing", "any_value_is_missing", "never"]))}
    several = draw(st.permutations(["number", "word", "flag"]))[: draw(st.integers(2, 3))]
    return [
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
        gxe.ExpectColumnValueLengthsToEqual(column="text", value=lengths["max_value"], **rows),
        gxe.ExpectColumnValueLengthsToBeBetween(column="text", **lengths, **strict, **rows),
        *(gxe.ExpectColumnValuesToBeUnique(column=name, **rows) for name in ("number", "text", "day", "amount")),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=several, **some_missing, **rows),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="number", column_B="other", **order, **pair_missing, **rows
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="later", column_B="day", **order, ignore_row_if="either_value_is_missing", **rows
        ),
        gxe.ExpectColumnPairValuesToBeEqual(column_A="number", column_B="other", **pair_missing, **rows),
        *aggregates(only, bounds, words),
        gxe.ExpectTableRowCountToBeBetween(min_value=0, max_value=max(high, 1), **only),
        gxe.ExpectTableRowCountToEqual(value=max(high, 0), **only),
        gxe.ExpectTableColumnCountToEqual(value=draw(st.sampled_from([3, len(SCHEMA)]))),
        gxe.ExpectTableColumnsToMatchSet(column_set=draw(st.permutations(list(SCHEMA)))),
        gxe.ExpectTableColumnsToMatchSet(column_set=["row_no", "stranger"], exact_match=False),
        gxe.ExpectTableColumnsToMatchOrderedList(column_list=draw(st.permutations(list(SCHEMA)))),
        gxe.ExpectTableColumnsToMatchOrderedList(column_list=list(SCHEMA)),
        gxe.ExpectColumnToExist(column=draw(st.sampled_from(["text", "stranger"]))),
    ]


def aggregates(only: dict[str, Any], bounds: dict[str, Any], words: dict[str, Any]) -> list[Expectation]:
    """The expectations about one value of a column."""
    kinds: list[Callable[..., Expectation]] = [
        gxe.ExpectColumnMinToBeBetween,
        gxe.ExpectColumnMaxToBeBetween,
        gxe.ExpectColumnSumToBeBetween,
    ]
    made = [kind(column=name, **bounds, **only) for kind in kinds for name in ("number", "amount")]
    return [*made, gxe.ExpectColumnDistinctValuesToBeInSet(column="word", **words, **only)]
