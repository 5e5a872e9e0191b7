"""Numbers of every type and size compare and add up as Python's own, which neither round nor wrap."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import great_expectations as gx
import polars as pl
from great_expectations.expectations.row_conditions import Column
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.polars_engine.outcome import verdicts_of
from expectations.polars_engine.run import run_suite
from tests.property.polars_engine.suite_parts import gxe

INTEGERS: list[Any] = [pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64]
TYPES: list[Any] = [*INTEGERS, pl.Float64(), pl.Decimal(12, 2), pl.Boolean()]
EDGES = sorted(
    {s * (2**bits + d) for bits in (0, 7, 8, 15, 16, 31, 32, 53, 63, 64) for d in (-1, 0, 1) for s in (1, -1)}
)
FLOATS = [0.0, 0.5, -0.5, 2.0**53, 2.0**63, -(2.0**63), 1e300, -1e300, 100.0, 2.0**53 + 2]
DECIMALS = [Decimal(text) for text in ("0.00", "0.01", "-0.01", "100.00", "9007199254.25", "-1.00")]


def cells(dtype: Any) -> st.SearchStrategy[Any]:
    if dtype == pl.Boolean:
        return st.booleans()
    if dtype.is_float():
        return st.sampled_from(FLOATS)
    if dtype.is_decimal():
        return st.sampled_from(DECIMALS)
    low, high = (pl.select(bound).item() for bound in (dtype.min(), dtype.max()))
    return st.one_of(st.sampled_from([edge for edge in EDGES if low <= edge <= high]), st.integers(low, high))


@st.composite
def columns(draw: st.DrawFn, types: list[Any], *, several: int) -> pl.DataFrame:
    height = draw(st.integers(1, 5))
    found = []
    for name in "abc"[:several]:
        dtype = draw(st.sampled_from(types))
        values = draw(st.lists(st.one_of(st.none(), cells(dtype)), min_size=height, max_size=height))
        found.append(pl.Series(name, values, dtype=dtype))
    return pl.DataFrame(found).with_row_index("row_no")


def bad_rows(frame: pl.DataFrame, *rules: Any) -> list[list[int] | None]:
    """The rows that break each rule; None if it could not be evaluated."""
    coded = [rule.copy(update={"meta": {"code": f"rule {n}"}}) for n, rule in enumerate(rules)]
    outcome = run_suite(frame, suite=gx.ExpectationSuite(name="numbers", expectations=coded), chunk_rows=2)
    masks = [outcome.failing[f"rule {n}"] for n in range(len(rules))]
    return [
        None if f"rule {n}" in outcome.errors else outcome.failing.filter(mask)["row_no"].to_list()
        for n, mask in enumerate(masks)
    ]


def rows_where(values: list[Any], bad: Callable[[Any], bool]) -> list[int]:
    return [n for n, value in enumerate(values) if value is not None and bad(value)]


arguments = st.one_of(st.sampled_from(EDGES), st.sampled_from(FLOATS), st.integers(-(2**70), 2**70))
NUMBERS = [one for one in TYPES if one != pl.Boolean]
QUICK = settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)


@QUICK
@given(frame=columns(NUMBERS, several=1), argument=arguments)
def test_values_compare_with_arguments_of_any_size(frame: pl.DataFrame, argument: float) -> None:
    values = frame["a"].to_list()
    exact, bound = Fraction(argument), Fraction(float(argument))  # Great Expectations makes floats of bounds
    found = bad_rows(
        frame,
        gxe.ExpectColumnValuesToBeBetween(column="a", min_value=argument),
        gxe.ExpectColumnValuesToBeBetween(column="a", min_value=argument, strict_min=True),
        gxe.ExpectColumnValuesToBeBetween(column="a", max_value=argument),
        gxe.ExpectColumnValuesToBeBetween(column="a", max_value=argument, strict_max=True),
        gxe.ExpectColumnValuesToBeInSet(column="a", value_set=[argument, 0]),
        gxe.ExpectColumnValuesToBeNull(column="a", row_condition=Column("a") > argument),
        gxe.ExpectColumnValuesToBeNull(column="a", row_condition=Column("a") == argument),
    )
    bad = [lambda v: v < bound, lambda v: v <= bound, lambda v: v > bound, lambda v: v >= bound]
    bad += [lambda v: v not in (exact, 0), lambda v: v > exact, lambda v: v == exact]
    assert found == [rows_where([None if v is None else Fraction(v) for v in values], one) for one in bad]


@QUICK
@given(frame=columns(NUMBERS, several=2))
def test_values_of_two_columns_compare(frame: pl.DataFrame) -> None:
    pair, both = {"column_A": "a", "column_B": "b"}, {"ignore_row_if": "either_value_is_missing"}
    found = bad_rows(
        frame,
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(**pair, **both),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(**pair, **both, or_equal=True),
        gxe.ExpectColumnPairValuesToBeEqual(**pair, **both),
        gxe.ExpectSelectColumnValuesToBeUniqueWithinRecord(
            column_list=["a", "b"], ignore_row_if="any_value_is_missing"
        ),
    )
    rows = [None if None in row else (as_written(row[0]), as_written(row[1])) for row in frame.select("a", "b").rows()]
    bad = [lambda p: p[0] <= p[1], lambda p: p[0] < p[1], lambda p: p[0] != p[1], lambda p: p[0] == p[1]]
    assert found == [rows_where(rows, one) for one in bad]


def as_written(value: Any) -> Fraction:
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


@QUICK
@given(
    frame=columns([*INTEGERS, pl.Decimal(12, 2), pl.Boolean()], several=3),
    total=st.sampled_from([0, 1, 200, 2**32, -1]),
)
def test_sums_over_columns_do_not_wrap(frame: pl.DataFrame, total: int) -> None:
    rows: list[Any] = [None if None in row else sum(map(Fraction, row)) for row in frame.select("a", "b", "c").rows()]
    sums = [row for row in rows if row is not None and abs(row) < 2**53 and float(row) == row]
    wanted = float(sums[0]) if sums else float(total)
    rule = gxe.ExpectMulticolumnSumToEqual(
        column_list=["a", "b", "c"], sum_total=wanted, ignore_row_if="any_value_is_missing"
    )
    assert bad_rows(frame, rule) == [rows_where(rows, lambda found: found != as_written(wanted))]


@QUICK
@given(frame=columns(NUMBERS, several=1), chunk_rows=st.sampled_from([1, 2, 10]))
def test_one_value_of_a_column_is_that_of_python(frame: pl.DataFrame, chunk_rows: int) -> None:
    values = frame["a"].drop_nulls().to_list()
    kinds = [
        gxe.ExpectColumnMinToBeBetween,
        gxe.ExpectColumnMaxToBeBetween,
        gxe.ExpectColumnSumToBeBetween,
        gxe.ExpectColumnMeanToBeBetween,
        gxe.ExpectColumnMedianToBeBetween,
    ]
    suite = gx.ExpectationSuite(name="one", expectations=[kind(column="a", min_value=-(2**200)) for kind in kinds])
    found = verdicts_of(run_suite(frame, suite=suite, chunk_rows=chunk_rows).result)
    told = {type_of(one): (one.result or {}).get("observed_value") for one in found}
    if not values:
        assert {told[f"expect_column_{name}_to_be_between"] for name in ("min", "max", "mean", "median")} == {None}
        return
    exact = [Fraction(value) for value in values]
    assert told["expect_column_min_to_be_between"] == min(values)
    assert told["expect_column_max_to_be_between"] == max(values)
    assert close(told["expect_column_mean_to_be_between"], sum(exact) / len(exact), exact)
    assert close(told["expect_column_median_to_be_between"], median(exact), exact)
    total = told["expect_column_sum_to_be_between"]
    assert close(total, sum(exact), exact) if frame["a"].dtype.is_float() else total == sum(values)


def type_of(verdict: Any) -> str:
    return str(verdict.expectation_config.type)


def close(found: Any, expected: Any, values: list[Fraction]) -> bool:
    """Equal but for the rounding of floats as large as the largest of the values."""
    return bool(abs(Fraction(found) - expected) <= max(abs(value) for value in values) * Fraction(1, 2**48))
