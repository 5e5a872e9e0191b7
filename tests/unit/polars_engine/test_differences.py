"""What the README says differs from pandas, does; and what no drawn frame holds."""

import math
from collections.abc import Sequence
from decimal import Decimal
from statistics import mean, stdev
from typing import Any

import great_expectations as gx
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pytest
from great_expectations.core import ExpectationValidationResult

from expectations.polars_engine.metrics.column_statistics import pool
from expectations.polars_engine.outcome import verdicts_of
from expectations.polars_engine.run import run_suite
from tests.unit.polars_engine.suites import gxe


def verdict(values: Sequence[Any], expectation: Any, dtype: Any = None, chunk_rows: int = 2) -> Any:
    frame = pl.DataFrame({"c": pl.Series(values, dtype=dtype)}).with_row_index("row_no")
    rules = gx.ExpectationSuite(name="one", expectations=[expectation])
    return verdicts_of(run_suite(frame, suite=rules, chunk_rows=chunk_rows).result)[0]


def raised(found: ExpectationValidationResult) -> str:
    info = str(found.exception_info)
    assert "'raised_exception': True" in info or '"raised_exception": true' in info
    return info


def raised_not(found: ExpectationValidationResult) -> bool:
    return not (found.exception_info or {}).get("raised_exception")


@pytest.mark.parametrize("regex", ["(?=a)", "(?<!a)b", r"(a)\1"])
def test_regular_expressions_that_may_take_for_ever_are_refused(regex: str) -> None:
    raised(verdict(["a"], gxe.ExpectColumnValuesToMatchRegex(column="c", regex=regex)))


def test_a_dollar_is_the_very_end() -> None:
    found = verdict(["a", "a\n"], gxe.ExpectColumnValuesToMatchRegex(column="c", regex="^a$"))
    assert found.result["unexpected_count"] == 1


def test_nan_is_a_value() -> None:
    found = verdict([1.0, math.nan, None], gxe.ExpectColumnValuesToNotBeNull(column="c"))
    assert found.result["unexpected_count"] == 1


def test_a_value_of_another_type_is_an_error() -> None:
    raised(verdict([1, 2], gxe.ExpectColumnValuesToBeInSet(column="c", value_set=["1"])))
    raised(verdict([1, 2], gxe.ExpectColumnValuesToMatchStrftimeFormat(column="c", strftime_format="%Y")))


def test_decimals_have_a_mean_and_a_deviation() -> None:
    values = [None, Decimal("0.10"), Decimal("0.20"), Decimal("0.60")]
    found = verdict(values, gxe.ExpectColumnMeanToBeBetween(column="c", min_value=0.29, max_value=0.31))
    assert (found.success, found.result["observed_value"]) == (True, pytest.approx(0.3))
    found = verdict(values, gxe.ExpectColumnStdevToBeBetween(column="c", min_value=0.26, max_value=0.27))
    assert (found.success, found.result["observed_value"]) == (True, pytest.approx(stdev([0.1, 0.2, 0.6])))


def test_text_that_is_no_json_does_not_fit_a_schema() -> None:
    rule = gxe.ExpectColumnValuesToMatchJsonSchema(column="c", json_schema={"type": "object"})
    found = verdict(["{}", "{", "[]", None], rule)
    assert (found.result["unexpected_count"], raised_not(found)) == (2, True)


def test_a_schema_that_is_none_is_an_error() -> None:
    rule = gxe.ExpectColumnValuesToMatchJsonSchema(column="c", json_schema={"type": "no such"})
    assert "json_schema is not a JSON Schema" in raised(verdict(["{}"], rule))


@pytest.mark.parametrize("chunk_rows", [1, 2, 3, 100])
def test_text_has_an_order_too(chunk_rows: int) -> None:
    values = ["a", None, "b", "b", "a", None, None, "c"]
    rising, falling = gxe.ExpectColumnValuesToBeIncreasing, gxe.ExpectColumnValuesToBeDecreasing
    for kind, strictly, expected in ((rising, False, [4]), (rising, True, [3, 4]), (falling, False, [2, 7])):
        found = verdict(values, kind(column="c", strictly=strictly), chunk_rows=chunk_rows)
        assert found.result["unexpected_index_list"] == [{"row_no": expected}]


def test_decimals_lie_apart() -> None:
    values = [Decimal("0.10"), Decimal("0.20"), Decimal("0.30"), Decimal("9.00"), None]
    for rule in (
        gxe.ExpectColumnValuesToNotBeOutliers(column="c", method="iqr", multiplier=1.5),
        gxe.ExpectColumnValuesToNotBeOutliers(column="c", method="std", multiplier=1.4),
        gxe.ExpectColumnValueZScoresToBeLessThan(column="c", threshold=1.4, double_sided=False),
    ):
        assert verdict(values, rule).result["unexpected_index_list"] == [{"row_no": [3]}]


@pytest.mark.parametrize("values", [[1.0, math.inf], [5.0], [2.0, 2.0], []])
def test_where_spread_has_no_meaning_all_is_well(values: list[float]) -> None:
    for rule in (
        gxe.ExpectColumnValuesToNotBeOutliers(column="c", method="std", multiplier=1),
        gxe.ExpectColumnValueZScoresToBeLessThan(column="c", threshold=0.5, double_sided=True),
    ):
        assert verdict(values, rule, dtype=pl.Float64).success


def test_what_is_absent_stands_in_the_order_of_the_set() -> None:
    kind = gxe.ExpectColumnDistinctValuesToContainSet
    frame = pl.DataFrame({"c": ["m", "n"]})
    import expectations.polars_engine.datasource  # noqa: F401

    asset = gx.get_context(mode="ephemeral").data_sources.add_polars("polars").add_dataframe_asset("frame")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    found = batch.validate(kind(column="c", value_set=["z", "m", "a"]))
    assert found.result["partial_missing_list"] == ["z", "a"]


def test_missing_values_in_results_are_none() -> None:
    import expectations.polars_engine.datasource  # noqa: F401

    frame = pl.DataFrame({"c": [1], "x": [None], "t": [None]}, schema={"c": pl.Int8, "x": pl.Float64, "t": pl.Datetime})
    asset = gx.get_context(mode="ephemeral").data_sources.add_polars("polars").add_dataframe_asset("frame")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    shown = {"result_format": "BASIC", "include_unexpected_rows": True}
    found = batch.validate(gxe.ExpectColumnValuesToBeNull(column="c"), result_format=shown).to_json_dict()
    assert found["result"]["unexpected_rows"] == [{"c": 1, "x": None, "t": None}]


def test_pairs_that_cannot_be_sorted_are_not_counted() -> None:
    import expectations.polars_engine.datasource  # noqa: F401

    sources = gx.get_context(mode="ephemeral").data_sources
    pandas, polars = sources.add_pandas("pandas"), sources.add_polars("polars")
    rule = gxe.ExpectColumnPairValuesToBeEqual(column_A="a", column_B="b")

    def counted(source: Any, frame: Any) -> bool:
        definition = source.add_dataframe_asset(str(id(frame))).add_batch_definition_whole_dataframe("all")
        found = definition.get_batch({"dataframe": frame}).validate(rule, result_format="SUMMARY").result
        assert len(found["partial_unexpected_list"]) == 2
        return "partial_unexpected_counts" in found

    gaps, whole = {"a": [1, None], "b": [2, 3]}, {"a": [1, 4], "b": [2, 3]}
    assert (counted(polars, pl.DataFrame(gaps)), counted(polars, pl.DataFrame(whole))) == (False, True)
    assert counted(pandas, pd.DataFrame(gaps, dtype="float64"))
    assert not counted(pandas, pd.DataFrame(gaps, dtype="object"))


@pytest.mark.parametrize("chunk_rows", [1, 3, 100])
def test_moments_hold_far_from_zero(chunk_rows: int) -> None:
    values = [1e9 + x for x in (4.0, 7.0, 13.0, 16.0, 4.5)]
    kind = gxe.ExpectColumnStdevToBeBetween(column="c", min_value=0)
    found = verdict([*values, None], kind, chunk_rows=chunk_rows).result["observed_value"]
    assert found == pytest.approx(stdev(values), rel=1e-12)


def test_moments_of_an_empty_column_are_none() -> None:
    nothing = {"rows": 0, "mean": None, "squares": None}
    one = {"rows": 1, "mean": 5.0, "squares": 0.0}
    assert pool([nothing, nothing])["rows"] == 0
    assert pool([nothing, one, nothing, one]) == {"rows": 2, "mean": 5.0, "squares": 0.0}


def test_large_integers_are_added_up_exactly() -> None:
    values = [2**62, 2**62, 2**62, 1]
    found = verdict(values, gxe.ExpectColumnSumToBeBetween(column="c", min_value=0))
    assert found.result["observed_value"] == sum(values)
    found = verdict(values, gxe.ExpectColumnMeanToBeBetween(column="c", min_value=0))
    assert found.result["observed_value"] == pytest.approx(mean(values))


def test_distinct_values_of_every_type_are_counted_over_slices() -> None:
    for values, expected in (([b"a", b"b", b"a"], 2), ([True, False, True], 2), ([[1], [1], [2]], 2)):
        found = verdict(values, gxe.ExpectColumnUniqueValueCountToBeBetween(column="c", min_value=0), chunk_rows=1)
        assert found.result["observed_value"] == expected


def test_metrics_of_one_column_share_their_passes() -> None:
    frame = pl.DataFrame({"row_no": range(9), "c": range(9)})
    kinds = [gxe.ExpectColumnMedianToBeBetween, gxe.ExpectColumnMeanToBeBetween, gxe.ExpectColumnStdevToBeBetween]
    rules = gx.ExpectationSuite(
        name="passes",
        expectations=[
            *(kind(column="c", min_value=0) for kind in kinds),
            gxe.ExpectColumnQuantileValuesToBeBetween(
                column="c", quantile_ranges={"quantiles": [0.5], "value_ranges": [[0, 9]]}
            ),
            gxe.ExpectColumnUniqueValueCountToBeBetween(column="c", min_value=9),
            gxe.ExpectColumnProportionOfUniqueValuesToBeBetween(column="c", min_value=1),
            gxe.ExpectColumnDistinctValuesToEqualSet(column="c", value_set=list(range(9))),
            gxe.ExpectColumnValuesToBeIncreasing(column="c"),
            gxe.ExpectColumnValuesToBeDecreasing(column="c", mostly=0),
            gxe.ExpectColumnValueZScoresToBeLessThan(column="c", threshold=3, double_sided=True),
            gxe.ExpectColumnValuesToNotBeOutliers(column="c", method="std", multiplier=3),
            gxe.ExpectColumnValuesToNotBeOutliers(column="c", method="iqr", multiplier=1.5),
        ],
    )
    outcome = run_suite(frame, suite=rules)
    assert outcome.success
    assert [part.kind for part in outcome.passes] == ["key", "key", "key", "suite"]


def test_the_query_is_a_polars_filter_where_there_is_one() -> None:
    import expectations.polars_engine.datasource  # noqa: F401

    asset = gx.get_context(mode="ephemeral").data_sources.add_polars("polars").add_dataframe_asset("frame")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": pl.DataFrame({"c": [3, 1]})})
    bounds = gxe.ExpectColumnValuesToBeBetween(column="c", min_value=2)
    query = batch.validate(bounds, result_format="COMPLETE").result["unexpected_index_query"]
    assert query.startswith("frame.filter(")
    assert 'col("c")' in query
    order = batch.validate(gxe.ExpectColumnValuesToBeIncreasing(column="c"), result_format="COMPLETE").result
    assert (order["unexpected_index_list"], order.get("unexpected_index_query")) == ([1], None)
