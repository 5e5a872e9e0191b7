"""Suites that hypothesis draws, in part: what values are read as, their order and spread, records, statistics."""

from collections.abc import Callable
from datetime import date
from typing import Any

import great_expectations.expectations
from great_expectations.expectations.expectation import Expectation
from hypothesis import strategies as st

gxe: Any = great_expectations.expectations  # untyped from here
Kinds = list[Callable[..., Expectation]]


def sequences(draw: st.DrawFn, rows: dict[str, Any]) -> list[Expectation]:
    """The expectations about the order of the rows."""
    strictly = {"strictly": draw(st.sampled_from([None, False, True]))}
    kinds: Kinds = [gxe.ExpectColumnValuesToBeIncreasing, gxe.ExpectColumnValuesToBeDecreasing]
    return [
        kind(column=name, **strictly, **rows)
        for kind in kinds
        for name in ("number", "amount", "later", "moment", "money")
    ]


def readings(draw: st.DrawFn, rows: dict[str, Any]) -> list[Expectation]:
    """The expectations about what a text can be read as."""
    regexes = {"regex_list": draw(st.lists(st.sampled_from(["^a", "é", "[0-9]"]), min_size=1, max_size=3))}
    match_on = {"match_on": draw(st.sampled_from(["any", "all"]))}
    template = draw(st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%y", "%Y-%m-%dT%H:%M"]))
    schema = draw(st.sampled_from([{"type": "object"}, {"properties": {"a": {"minimum": 0}}}, {"enum": [7, None]}]))
    return [
        gxe.ExpectColumnValuesToMatchJsonSchema(column="record", json_schema=schema, **rows),
        gxe.ExpectColumnValuesToMatchRegexList(column="text", **regexes, **match_on, **rows),
        gxe.ExpectColumnValuesToNotMatchRegexList(column="text", **regexes, **rows),
        gxe.ExpectColumnValuesToMatchStrftimeFormat(column="stamp", strftime_format=template, **rows),
        gxe.ExpectColumnValuesToBeJsonParseable(column="stamp", **rows),
        gxe.ExpectColumnValuesToBeDateutilParseable(column="stamp", **rows),
    ]


def records(draw: st.DrawFn, rows: dict[str, Any], some_missing: dict[str, Any], total: int) -> list[Expectation]:
    """The expectations about several columns of one row."""
    columns = {"column_list": draw(st.permutations(["number", "other", "amount"]))[: draw(st.integers(2, 3))]}
    return [
        gxe.ExpectSelectColumnValuesToBeUniqueWithinRecord(**columns, **some_missing, **rows),
        gxe.ExpectMulticolumnValuesToBeEqual(**columns, **some_missing, **rows),
        gxe.ExpectMulticolumnSumToEqual(column_list=["number", "other"], sum_total=total, **some_missing, **rows),
    ]


def spreads(draw: st.DrawFn, rows: dict[str, Any]) -> list[Expectation]:
    """The expectations about values far from the others; the limits are such that no value lies on them."""
    score = {"threshold": draw(st.sampled_from([-0.31, 0.53, 1.07])), "double_sided": draw(st.booleans())}
    outliers = [
        {"method": "iqr", "multiplier": draw(st.sampled_from([0, 0.53, 1.5]))},
        {"method": "std", "multiplier": draw(st.sampled_from([0, 0.53, 1.07]))},
    ]
    return [
        *(gxe.ExpectColumnValueZScoresToBeLessThan(column=name, **score, **rows) for name in ("number", "amount")),
        *(
            gxe.ExpectColumnValuesToNotBeOutliers(column=name, **o, **rows)
            for name in ("number", "amount")
            for o in outliers
        ),
    ]


def aggregates(only: dict[str, Any], bounds: dict[str, Any], words: dict[str, Any]) -> list[Expectation]:
    """The expectations about one value of a column, and about its distinct values."""
    kinds: Kinds = [
        gxe.ExpectColumnMinToBeBetween,
        gxe.ExpectColumnMaxToBeBetween,
        gxe.ExpectColumnSumToBeBetween,
        gxe.ExpectColumnMeanToBeBetween,
        gxe.ExpectColumnMedianToBeBetween,
        gxe.ExpectColumnStdevToBeBetween,
    ]
    sets: Kinds = [
        gxe.ExpectColumnDistinctValuesToBeInSet,
        gxe.ExpectColumnDistinctValuesToEqualSet,
        gxe.ExpectColumnDistinctValuesToContainSet,
    ]
    return [
        *(kind(column=name, **bounds, **only) for kind in kinds for name in ("number", "amount")),
        *(kind(column="word", **words, **only) for kind in sets),
        *(kind(column="day", value_set=[date(2020, 1, 1)], **only) for kind in sets),
    ]


def statistics(draw: st.DrawFn, only: dict[str, Any], bounds: dict[str, Any]) -> list[Expectation]:
    """The expectations about how the values of a column are spread."""
    share = {"min_value": draw(st.sampled_from([0, 0.25, 0.5, 1])), "strict_min": bounds["strict_min"]}
    between = [bounds["min_value"], bounds["max_value"]]
    quantiles = {
        "quantile_ranges": {
            "quantiles": [0.0, 0.1, 0.5, 0.9],
            "value_ranges": [between, [None, 2], [0, None], between],
        },
        "allow_relative_error": draw(st.sampled_from([False, "linear", "lower", "higher", "midpoint", "nearest"])),
    }
    common = {"value_set": draw(st.sampled_from([["a"], ["a", "Ж"]])), "ties_okay": draw(st.booleans())}
    several = ("number", "text", "day", "flag")
    return [
        *(gxe.ExpectColumnUniqueValueCountToBeBetween(column=name, **bounds, **only) for name in several),
        *(gxe.ExpectColumnProportionOfUniqueValuesToBeBetween(column=name, **share, **only) for name in several),
        *(gxe.ExpectColumnProportionOfNonNullValuesToBeBetween(column=name, **share, **only) for name in several),
        *(gxe.ExpectColumnQuantileValuesToBeBetween(column=name, **quantiles, **only) for name in ("number", "amount")),
        gxe.ExpectColumnMostCommonValueToBeInSet(column="word", **common, **only),
    ]
