"""Every argument that Great Expectations lets a supported expectation have changes what it says, or is refused."""

from typing import Any, ClassVar

import great_expectations as gx
import polars as pl
import pytest
from great_expectations.expectations.row_conditions import Column
from great_expectations.expectations.window import Offset, Window

from expectations.polars_engine.arguments import OF_EVERY, read_of
from expectations.polars_engine.internals import a_current_context, new_context, pydantic
from expectations.polars_engine.outcome import verdicts_of
from expectations.polars_engine.run import run_suite
from expectations.polars_engine.support import expectations
from tests.unit.polars_engine.suites import coded, gxe

FRAME = pl.DataFrame(
    {
        "row_no": [1, 2, 3, 4, 5],
        "n": [1, 2, 2, 4, None],
        "m": [1, 1, 3, None, None],
        "t": ["ab", "a%", "b", "2020", None],
        "k": [0, 0, 0, 0, 0],
        "j": ['{"a": 1}', "[1]", "x", "2020-01-01", None],
    }
)
DEVIATION = (1.1547005383792517, 1.1547005383792517)  # of m
SOME = {"row_condition": Column("row_no") == 3, "condition_parser": "pandas", "mostly": 0.1, "column": "nowhere"}
OF_PAIRS = {"column_A": "nowhere", "column_B": "nowhere", "ignore_row_if": "neither"}
OF_SEVERAL = {"column_list": ["n", "nowhere"], "ignore_row_if": "never"}
N, T, J = {"column": "n"}, {"column": "t"}, {"column": "j"}
AB, NM = {"column_A": "n", "column_B": "m"}, {"column_list": ["n", "m"]}


def between(low: float, high: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """Bounds on which values lie, and other bounds."""
    limits = {"min_value": low, "max_value": high}
    return limits, {"min_value": high + 1, "max_value": low - 1, "strict_min": True, "strict_max": True}


# Arguments that succeed or fail, and for each argument besides those in SOME another value, which says something else.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "ExpectColumnDistinctValuesToBeInSet": ({**N, "value_set": [1, 2, 4]}, {"value_set": [1]}),
    "ExpectColumnDistinctValuesToContainSet": ({**N, "value_set": [4]}, {"value_set": [7]}),
    "ExpectColumnDistinctValuesToEqualSet": ({**N, "value_set": [1, 2, 4]}, {"value_set": [1]}),
    "ExpectColumnMaxToBeBetween": ({**N, **between(4, 4)[0]}, between(4, 4)[1]),
    "ExpectColumnMeanToBeBetween": ({**N, **between(2.25, 2.25)[0]}, between(2.25, 2.25)[1]),
    "ExpectColumnMedianToBeBetween": ({**N, **between(2, 2)[0]}, between(2, 2)[1]),
    "ExpectColumnMinToBeBetween": ({**N, **between(1, 1)[0]}, {**between(1, 1)[1]}),
    "ExpectColumnMostCommonValueToBeInSet": (
        {"column": "m", "value_set": [1], "ties_okay": None},
        {"value_set": [3], "ties_okay": True},
    ),
    "ExpectColumnPairValuesAToBeGreaterThanB": (AB, {**OF_PAIRS, "or_equal": True}),
    "ExpectColumnPairValuesToBeEqual": (AB, OF_PAIRS),
    "ExpectColumnPairValuesToBeInSet": (
        {**AB, "value_pairs_set": [(1, 1), (2, 1)]},
        {**OF_PAIRS, "value_pairs_set": [(1, 1)]},
    ),
    "ExpectColumnProportionOfNonNullValuesToBeBetween": ({**N, **between(0.8, 0.8)[0]}, between(0.8, 0.8)[1]),
    "ExpectColumnProportionOfUniqueValuesToBeBetween": ({**N, **between(0.75, 0.75)[0]}, between(0.75, 0.75)[1]),
    "ExpectColumnQuantileValuesToBeBetween": (
        {**N, "quantile_ranges": {"quantiles": [0.9], "value_ranges": [[4, 4]]}},
        {"quantile_ranges": {"quantiles": [0.1], "value_ranges": [[4, 4]]}, "allow_relative_error": "lower"},
    ),
    "ExpectColumnStdevToBeBetween": ({"column": "m", **between(*DEVIATION)[0]}, between(*DEVIATION)[1]),
    "ExpectColumnSumToBeBetween": ({**N, **between(9, 9)[0]}, between(9, 9)[1]),
    "ExpectColumnToExist": ({**N, "column_index": 1}, {"column_index": 2}),
    "ExpectColumnTypeToBe": ({**N, "type_": "Int64"}, {"type_": "String"}),
    "ExpectColumnUniqueValueCountToBeBetween": ({**N, **between(3, 3)[0]}, between(3, 3)[1]),
    "ExpectColumnValueLengthsToBeBetween": ({**T, **between(1, 4)[0]}, between(1, 4)[1]),
    "ExpectColumnValueLengthsToEqual": ({**T, "value": 2}, {"value": 3}),
    "ExpectColumnValueZScoresToBeLessThan": (
        {**N, "threshold": 0.9, "double_sided": False},
        {"threshold": 9, "double_sided": True},
    ),
    "ExpectColumnValuesToBeBetween": ({**N, **between(1, 4)[0]}, between(1, 4)[1]),
    "ExpectColumnValuesToBeDateutilParseable": (J, {}),
    "ExpectColumnValuesToBeDecreasing": (N, {"strictly": True}),
    "ExpectColumnValuesToBeInSet": ({**N, "value_set": [1]}, {"value_set": [2]}),
    "ExpectColumnValuesToBeInTypeList": ({**N, "type_list": ["Int64"]}, {"type_list": ["String"]}),
    "ExpectColumnValuesToBeIncreasing": (N, {"strictly": True}),
    "ExpectColumnValuesToBeJsonParseable": (J, {}),
    "ExpectColumnValuesToBeNull": (N, {}),
    "ExpectColumnValuesToBeOfType": ({**N, "type_": "Int64"}, {"type_": "String"}),
    "ExpectColumnValuesToBeUnique": (N, {}),
    "ExpectColumnValuesToMatchJsonSchema": ({**J, "json_schema": {"type": "object"}}, {"json_schema": {}}),
    "ExpectColumnValuesToMatchLikePattern": ({**T, "like_pattern": "aa%"}, {"like_pattern": "b", "escape": "a"}),
    "ExpectColumnValuesToMatchLikePatternList": (
        {**T, "like_pattern_list": ["aa%"]},
        {"like_pattern_list": ["b"], "match_on": "all", "escape": "a"},
    ),
    "ExpectColumnValuesToMatchRegex": ({**T, "regex": "a"}, {"regex": "b"}),
    "ExpectColumnValuesToMatchRegexList": (
        {**T, "regex_list": ["a", "b"]},
        {"regex_list": ["2"], "match_on": "all"},
    ),
    "ExpectColumnValuesToMatchStrftimeFormat": ({**T, "strftime_format": "%Y"}, {"strftime_format": "%d"}),
    "ExpectColumnValuesToNotBeInSet": ({**N, "value_set": [1]}, {"value_set": [2]}),
    "ExpectColumnValuesToNotBeNull": (N, {}),
    "ExpectColumnValuesToNotBeOutliers": ({**N, "multiplier": 0.999}, {"multiplier": 9, "method": "std"}),
    "ExpectColumnValuesToNotMatchLikePattern": ({**T, "like_pattern": "aa%"}, {"like_pattern": "b", "escape": "a"}),
    "ExpectColumnValuesToNotMatchLikePatternList": (
        {**T, "like_pattern_list": ["aa%"]},
        {"like_pattern_list": ["b"], "escape": "a"},
    ),
    "ExpectColumnValuesToNotMatchRegex": ({**T, "regex": "a"}, {"regex": "2"}),
    "ExpectColumnValuesToNotMatchRegexList": ({**T, "regex_list": ["a"]}, {"regex_list": ["2"]}),
    "ExpectCompoundColumnsToBeUnique": (NM, OF_SEVERAL),
    "ExpectMulticolumnSumToEqual": ({**NM, "sum_total": 2}, {**OF_SEVERAL, "sum_total": 3}),
    "ExpectMulticolumnValuesToBeEqual": (NM, OF_SEVERAL),
    "ExpectSelectColumnValuesToBeUniqueWithinRecord": (NM, OF_SEVERAL),
    "ExpectTableColumnCountToBeBetween": (between(6, 6)[0], {"min_value": 7, "max_value": 5}),
    "ExpectTableColumnCountToEqual": ({"value": 6}, {"value": 4}),
    "ExpectTableColumnsToMatchOrderedList": ({"column_list": FRAME.columns}, {"column_list": ["n"]}),
    "ExpectTableColumnsToMatchSet": (
        {"column_set": FRAME.columns[:-1], "exact_match": True},
        {"column_set": FRAME.columns, "exact_match": False},
    ),
    "ExpectTableRowCountToBeBetween": (between(5, 5)[0], between(5, 5)[1]),
    "ExpectTableRowCountToEqual": ({"value": 5}, {"value": 4}),
}
# Other arguments with which one more argument makes a difference.
MORE: dict[str, list[dict[str, Any]]] = {
    "ExpectColumnDistinctValuesToBeInSet": [{**N, "value_set": [1]}],
    "ExpectColumnMedianToBeBetween": [{"column": "m", "min_value": 1, "max_value": 1}],
    "ExpectColumnMostCommonValueToBeInSet": [{**T, "value_set": ["ab"]}],
    "ExpectColumnValueLengthsToBeBetween": [{**T, "min_value": 2, "max_value": 2}],
    "ExpectColumnValuesToBeBetween": [{**N, "min_value": 2, "max_value": 2}],
    "ExpectColumnValuesToBeIncreasing": [T],
    "ExpectColumnValuesToMatchLikePattern": [{**T, "like_pattern": "a%"}],
    "ExpectColumnValuesToMatchLikePatternList": [{**T, "like_pattern_list": ["a%", "b"]}],
    "ExpectColumnValuesToNotMatchLikePattern": [{**T, "like_pattern": "a%"}],
    "ExpectColumnValuesToNotMatchLikePatternList": [{**T, "like_pattern_list": ["a%"]}],
    "ExpectCompoundColumnsToBeUnique": [{"column_list": ["m", "k"]}],
    "ExpectTableRowCountToBeBetween": [{"min_value": 5}, {"max_value": 5}],
}
REFUSED: dict[str, Any] = {
    "catch_exceptions": None,  # the other of the two
    "windows": [Window(constraint_fn="mean", parameter_name="x", range=3, offset=Offset(positive=1, negative=1))],
    "mostly": 0.5,
    "row_condition": Column("n") == 1,
    "condition_parser": "pandas",
}
SUPPORTED = {one.name for one in expectations() if one.supported}


def told(name: str, arguments: dict[str, Any]) -> tuple[Any, ...]:
    """The verdict, what it rests on, and why it could not be made."""
    rule = getattr(gxe, name)(**arguments, **coded("RULE"))
    outcome = run_suite(FRAME, suite=gx.ExpectationSuite(name="one", expectations=[rule]))
    verdict = verdicts_of(outcome.result)[0]
    found = dict(verdict.result or {})
    return verdict.success, found, "read by this engine" in str(verdict.exception_info), outcome.errors


def differ(name: str, said: tuple[Any, ...], other: dict[str, Any]) -> bool:
    """Whether arguments, which may be impossible ones, say something else than was said before."""
    try:
        found = told(name, other)
    except pydantic.ValidationError:
        return False
    assert not found[2]
    return found[:2] != said[:2]


def arguments_of(name: str) -> list[str]:
    return [field for field in getattr(gxe, name).__fields__ if field not in OF_EVERY]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", sorted(SUPPORTED))
def test_every_argument_changes_what_is_said_or_is_refused(name: str) -> None:
    base, others = CASES[name]
    usual = told(name, base)
    assert usual[2:] == (False, ())
    bases = [(base, usual), *((one, told(name, one)) for one in MORE.get(name, []))]
    for argument in arguments_of(name):
        if argument in read_of(getattr(gxe, name)):
            other = {argument: others[argument] if argument in others else SOME[argument]}
            text = {"row_condition": "row_no == 3"} if argument == "condition_parser" else {}
            assert any(differ(name, said, {**one, **other, **text}) for one, said in bases), argument
        else:
            field = getattr(gxe, name).__fields__[argument]
            value = not field.default if argument == "catch_exceptions" else REFUSED[argument]
            refused = told(name, {**base, argument: value})
            assert (refused[0], refused[2], refused[3]) == (False, True, ("RULE",)), argument


def test_no_case_is_left_over() -> None:
    assert CASES.keys() == SUPPORTED


def test_an_argument_of_a_new_version_is_refused_unless_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = gxe.ExpectColumnValuesToBeBetween
    new = pydantic.create_model("New", case_blind=(bool, False)).__fields__["case_blind"]
    monkeypatch.setitem(kind.__fields__, "case_blind", new)
    base = {"column": "n", "min_value": 1}
    assert told(kind.__name__, base)[0] is True
    assert told(kind.__name__, {**base, "case_blind": False})[0] is True
    success, _, refused, errors = told(kind.__name__, {**base, "case_blind": True})
    assert (success, refused, errors) == (False, True, ("RULE",))


def test_rows_are_not_told_of_what_is_refused() -> None:
    refused = gxe.ExpectColumnValuesToNotBeNull(column="n", catch_exceptions=False, **coded("REFUSED"))
    other = gxe.ExpectColumnValuesToBeBetween(column="n", max_value=2, **coded("OTHER"))
    outcome = run_suite(FRAME, suite=gx.ExpectationSuite(name="two", expectations=[refused, other]))
    assert outcome.failing.rows() == [(4, None, True)]


class ExpectNoMoreThanSomeMissing(gxe.ExpectColumnValuesToNotBeNull):  # type: ignore[misc]
    """An expectation with a field of its own."""

    column: str = "n"
    owner: str = "nobody"
    map_metric: ClassVar[str | None] = "column_values.nonnull"


def test_fields_of_an_own_class_are_its_own() -> None:
    context = new_context()
    with a_current_context():
        asset = context.data_sources.add_polars("frames").add_dataframe_asset("frame")
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": FRAME})
        found = batch.validate(ExpectNoMoreThanSomeMissing(owner="somebody", mostly=0.8))
        refused = batch.validate(ExpectNoMoreThanSomeMissing(mostly=0.8, catch_exceptions=False))
    assert found.success is True
    assert (refused.success, "'catch_exceptions' is not read" in str(refused.exception_info)) == (False, True)
