"""What a number, a moment or a NaN compares with, where Polars by itself would wrap, round or guess."""

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import great_expectations as gx
import polars as pl
import pytest
from great_expectations.expectations.row_conditions import Column

from expectations.polars_engine.conditions import register_condition
from expectations.polars_engine.outcome import verdicts_of
from expectations.polars_engine.run import run_suite
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy
from tests.unit.polars_engine.suites import gxe

NAN = math.nan
SECOND = datetime(2020, 1, 1)  # noqa: DTZ001
LATER = SECOND.replace(microsecond=500)
PAIR = {"column_A": "a", "column_B": "b"}


def judged(rule: Any, chunk_rows: int = 1, **cells: Any) -> Any:
    """The verdict, or the error, on a frame of these columns."""
    frame = pl.DataFrame(cells).with_row_index("row_no")
    suite = gx.ExpectationSuite(name="one", expectations=[rule])
    verdict = verdicts_of(run_suite(frame, suite=suite, chunk_rows=chunk_rows).result)[0]
    info: Any = verdict.exception_info
    return str(info) if "raised_exception': True" in str(info) else bool(verdict.success)


def series(values: list[Any], dtype: Any) -> pl.Series:
    return pl.Series(values, dtype=dtype)


def test_a_sum_of_small_integers_does_not_wrap() -> None:
    rule = gxe.ExpectMulticolumnSumToEqual(column_list=["a", "b"], sum_total=200)
    assert judged(rule, a=series([100], pl.Int8), b=series([100], pl.Int8)) is True
    assert judged(rule.copy(update={"sum_total": -56}), a=series([100], pl.Int8), b=series([100], pl.Int8)) is False
    wide: Any = {"a": series([2**63 - 1], pl.Int64), "b": series([2**63 - 1], pl.Int64)}
    assert judged(rule.copy(update={"sum_total": -2.0}), **wide) is False
    assert judged(rule.copy(update={"sum_total": 0.3}), a=[Decimal("0.10")], b=[Decimal("0.20")]) is True


def test_a_sum_that_has_no_room_is_an_error() -> None:
    rule = gxe.ExpectMulticolumnSumToEqual(column_list=["a", "b"], sum_total=-2)
    huge = series([2**127 - 1], pl.Int128)
    assert "are not added up" in judged(rule, a=huge, b=huge)
    assert "are not added up" in judged(gxe.ExpectColumnSumToBeBetween(column="a", max_value=0), a=huge)
    many = series([Decimal(10**38 - 1)] * 2, pl.Decimal(38, 0))
    assert "the message is withheld" in judged(
        gxe.ExpectColumnSumToBeBetween(column="a", min_value=0), a=many, chunk_rows=10
    )


@pytest.mark.parametrize("chunk_rows", [1, 10])
def test_a_sum_of_long_decimals_is_not_rounded(chunk_rows: int) -> None:
    parts = series([Decimal("10000000000000000000000000000.01"), Decimal("0.01")], pl.Decimal(38, 2))
    rule = gxe.ExpectColumnSumToBeBetween(column="a", min_value=0)
    suite = gx.ExpectationSuite(name="one", expectations=[rule])
    frame = pl.DataFrame({"a": parts}).with_row_index("row_no")
    found = verdicts_of(run_suite(frame, suite=suite, chunk_rows=chunk_rows).result)[0].result
    assert str(found["observed_value"]) == "10000000000000000000000000000.02"


def test_large_integers_differ() -> None:
    equal = gxe.ExpectColumnPairValuesToBeEqual(**PAIR)
    assert judged(equal, a=series([2**63 - 1], pl.Int64), b=series([2**63], pl.UInt64)) is False
    assert judged(equal, a=series([2**53 + 1], pl.Int64), b=[2.0**53]) is False
    assert judged(equal, a=series([2**53], pl.Int64), b=[2.0**53]) is True
    at_most = gxe.ExpectColumnValuesToBeBetween(column="a", max_value=2.0**53)
    assert judged(at_most, a=[2**53 + 1]) is False
    assert judged(gxe.ExpectColumnValuesToBeInSet(column="a", value_set=[2.0**53]), a=[2**53 + 1]) is False
    assert judged(gxe.ExpectColumnValuesToBeInSet(column="a", value_set=[2**53 + 1]), a=[2.0**53]) is False


def test_moments_of_other_units_differ() -> None:
    ms, us = series([SECOND], pl.Datetime("ms")), series([LATER], pl.Datetime("us"))
    assert judged(gxe.ExpectColumnPairValuesToBeEqual(**PAIR), a=ms, b=us) is False
    assert judged(gxe.ExpectColumnValuesToBeBetween(column="a", min_value=LATER), a=ms) is False
    assert judged(gxe.ExpectColumnValuesToBeInSet(column="a", value_set=[LATER]), a=ms) is False
    assert judged(gxe.ExpectColumnPairValuesAToBeGreaterThanB(**PAIR, or_equal=True), a=[SECOND.date()], b=ms) is True
    far = series([datetime(9999, 1, 1)], pl.Datetime("us"))  # noqa: DTZ001 - not in nanoseconds
    assert judged(gxe.ExpectColumnPairValuesAToBeGreaterThanB(**PAIR), a=far, b=ms.cast(pl.Datetime("ns"))) is True
    noon = SECOND + timedelta(hours=12)
    assert judged(gxe.ExpectColumnValuesToBeBetween(column="a", min_value=noon), a=[date(2020, 1, 1)]) is False
    assert judged(gxe.ExpectColumnValuesToBeInSet(column="a", value_set=[noon]), a=[date(2020, 1, 1)]) is False


def test_moments_with_and_without_a_zone_do_not_compare() -> None:
    world = series([SECOND], pl.Datetime("us", "UTC"))
    assert "time zone" in judged(gxe.ExpectColumnValuesToBeBetween(column="a", min_value=SECOND), a=world)
    assert judged(gxe.ExpectColumnValuesToBeBetween(column="a", min_value=SECOND.replace(tzinfo=UTC)), a=world) is True
    assert "cannot be compared" in judged(gxe.ExpectColumnPairValuesToBeEqual(**PAIR), a=world, b=[SECOND])


def test_moments_that_python_cannot_tell_are_an_error() -> None:
    fine = series([SECOND], pl.Datetime("ns")) + pl.duration(nanoseconds=1)
    cells = pl.select(fine).to_series()
    assert "finer than a microsecond" in judged(gxe.ExpectColumnMaxToBeBetween(column="a", max_value=SECOND), a=cells)
    whole = series([SECOND], pl.Datetime("ns"))
    assert judged(gxe.ExpectColumnMaxToBeBetween(column="a", max_value=SECOND), a=whole) is True


@pytest.mark.parametrize("rule", [{"min_value": 0}, {"max_value": 0}, {"min_value": -math.inf}])
def test_nan_lies_within_no_bounds(rule: dict[str, Any]) -> None:
    assert judged(gxe.ExpectColumnValuesToBeBetween(column="a", **rule), a=[NAN]) is False
    only = {"row_condition": Column("a") > 0}
    assert judged(gxe.ExpectColumnValuesToBeNull(column="a", **only), a=[NAN]) is True


@pytest.mark.parametrize("kind", [gxe.ExpectColumnValuesToBeIncreasing, gxe.ExpectColumnValuesToBeDecreasing])
@pytest.mark.parametrize("values", [[1.0, NAN], [NAN, 1.0]])
def test_nan_has_no_place_in_an_order(kind: Any, values: list[float]) -> None:
    assert judged(kind(column="a"), a=values) is False
    assert judged(gxe.ExpectColumnPairValuesAToBeGreaterThanB(**PAIR), a=values[:1], b=values[1:]) is False


@pytest.mark.parametrize("chunk_rows", [1, 10])
def test_nan_is_no_extreme_and_spoils_statistics(chunk_rows: int) -> None:
    values = [NAN, 1.0, 3.0, NAN]
    for kind, bound in ((gxe.ExpectColumnMinToBeBetween, 1), (gxe.ExpectColumnMaxToBeBetween, 3)):
        assert judged(kind(column="a", min_value=bound, max_value=bound), a=values, chunk_rows=chunk_rows) is True
    for kind in (gxe.ExpectColumnMeanToBeBetween, gxe.ExpectColumnSumToBeBetween, gxe.ExpectColumnMedianToBeBetween):
        assert judged(kind(column="a", min_value=-(10**9)), a=values, chunk_rows=chunk_rows) is False


def test_nan_lies_apart_and_hides_nothing() -> None:
    values = [1.0, 2.0, 1.0, 2.0, 99.0, NAN]
    for how in ({"method": "std", "multiplier": 1}, {"method": "iqr", "multiplier": 1.5}):
        rule = gxe.ExpectColumnValuesToNotBeOutliers(column="a", **how)
        outcome = run_suite(
            pl.DataFrame({"a": values}).with_row_index("row_no"),
            suite=gx.ExpectationSuite(name="one", expectations=[rule]),
        )
        assert outcome.failing["row_no"].to_list() == [4, 5]


@pytest.mark.parametrize(
    ("dtype", "value"), [(pl.Int64, True), (pl.Boolean, 1), (pl.Date, 5), (pl.String, 5), (pl.Float64, NAN)]
)
def test_an_argument_of_another_kind_is_an_error(dtype: Any, value: Any) -> None:
    cells = series([None], dtype)
    assert "cannot be compared" in judged(gxe.ExpectColumnValuesToBeInSet(column="a", value_set=[value]), a=cells)


@pytest.mark.parametrize(
    ("a", "b"), [(["true"], [True]), ([1], [True]), ([date(2020, 1, 1)], [1]), ([0.1], [Decimal("1e20")])]
)
def test_columns_of_other_kinds_are_an_error(a: Any, b: Any) -> None:
    assert "cannot be compared" in judged(gxe.ExpectColumnPairValuesToBeEqual(**PAIR), a=a, b=b)


@pytest.mark.parametrize("dtype", [pl.Null, pl.Int8, pl.Float64, pl.Decimal(5, 1), pl.String, pl.Date, pl.Boolean])
@pytest.mark.parametrize("height", [0, 3])
def test_columns_without_a_value_are_judged(dtype: Any, height: int) -> None:
    none = series([None] * height, dtype)
    for rule in (
        gxe.ExpectColumnValuesToBeUnique(column="a"),
        gxe.ExpectColumnDistinctValuesToBeInSet(column="a", value_set=[None]),
        gxe.ExpectColumnValuesToBeInSet(column="a", value_set=[None]),
        gxe.ExpectColumnPairValuesToBeEqual(**PAIR),
        gxe.ExpectMulticolumnValuesToBeEqual(column_list=["a", "b"], ignore_row_if="never"),
    ):
        assert judged(rule, a=none, b=none) is True


def test_a_verdict_on_every_row_counts_every_row() -> None:
    register_condition("test_never")(lambda _: pl.lit(value=False))
    rule = ExpectRowsToSatisfy(column_list=["a"], condition="test_never")
    frame = pl.DataFrame({"row_no": [1, 2, 3], "a": [1, 2, 3]})
    outcome = run_suite(frame, suite=gx.ExpectationSuite(name="one", expectations=[rule]))
    assert outcome.failing["row_no"].to_list() == [1, 2, 3]
    assert verdicts_of(outcome.result)[0].result["unexpected_count"] == 3
