"""Every supported expectation gives on Polars what it gives on pandas: verdict, counts, observed value, rows."""

import math
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import great_expectations as gx
import polars as pl
import pytest
from great_expectations.core import ExpectationValidationResult
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.expectations.expectation import Expectation
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

import expectations.polars_engine.datasource  # noqa: F401
from expectations.polars_engine.internals import a_current_context, new_context
from tests.drawn import drawn
from tests.property.polars_engine.frames import as_pandas, frames
from tests.property.polars_engine.suites import Suite, suites

COMPARED = (
    "element_count",
    "unexpected_count",
    "unexpected_percent",
    "unexpected_percent_total",
    "unexpected_percent_nonmissing",
    "missing_count",
    "missing_percent",
    "observed_value",
    "details",
)
RESULT_FORMAT = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["row_no"],
    "exclude_unexpected_values": True,
    "partial_unexpected_count": 0,
}

NO_TIME = "NaT"  # how a missing moment of pandas is written; no frame is drawn with this text
NOT_SHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # differences name their expectation
Definitions = Mapping[str, BatchDefinition[Any]]


@pytest.fixture(scope="module")
def definitions() -> Any:
    """A batch definition on pandas, and two on Polars: whole frames, and slices of two rows."""
    context = new_context()
    with a_current_context():
        sources = {
            "pandas": context.data_sources.add_pandas("pandas"),
            "whole": context.data_sources.add_polars("whole"),
            "slices": context.data_sources.add_polars("slices", chunk_rows=2),
        }
        yield {
            name: source.add_dataframe_asset("frame").add_batch_definition_whole_dataframe("all")
            for name, source in sources.items()
        }


def verdicts(definition: BatchDefinition[Any], frame: Any, suite: list[Expectation]) -> dict[str, Any]:
    """What is compared of each verdict, by expectation."""
    batch = definition.get_batch({"dataframe": frame})
    fresh = [expectation.copy(update={"id": None}) for expectation in suite]
    results = batch.validate(gx.ExpectationSuite(name="all", expectations=fresh), result_format=RESULT_FORMAT)
    return {key_of(result): told(result) for result in results.results}


def key_of(result: ExpectationValidationResult) -> str:
    configuration = result.expectation_config
    assert configuration is not None
    kwargs = {key: value for key, value in configuration.kwargs.items() if key != "batch_id"}
    return f"{configuration.type} {kwargs}"


def told(result: ExpectationValidationResult) -> dict[str, Any]:
    found = result.result or {}
    rows = found.get("unexpected_index_list")
    return {
        "success": result.success,
        "rows": sorted(rows[0]["row_no"]) if rows else [],
        "raised": any(isinstance(part, Mapping) for part in (result.exception_info or {}).values())
        or bool((result.exception_info or {}).get("raised_exception")),
        **{key: plain(found.get(key)) for key in COMPARED},
    }


def plain(value: Any) -> Any:
    """A value to nine digits, as engines add up in another order, and None for what pandas calls NaN and NaT."""
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, float | int | Decimal) and not isinstance(value, bool):
        return None if math.isnan(value) else float(f"{float(value):.9g}")
    return None if value == NO_TIME else value


@drawn(by_day=4, by_night=24, suppress_health_check=list(HealthCheck), phases=NOT_SHRUNK)
@given(frame=frames(), suite=suites(), way=st.sampled_from(["whole", "slices"]), lazy=st.booleans())
def test_polars_and_pandas_give_the_same_verdicts(
    definitions: Definitions, frame: pl.DataFrame, suite: Suite, way: str, lazy: bool
) -> None:
    theirs = verdicts(definitions["pandas"], as_pandas(frame), suite)
    ours = verdicts(definitions[way], frame.lazy() if lazy else frame, suite)
    assert [name for name, verdict in theirs.items() if verdict["raised"]] == []
    assert {name: (found, theirs[name]) for name, found in ours.items() if found != theirs[name]} == {}
    assert ours.keys() == theirs.keys()


COUNTS, LISTED = "partial_unexpected_counts", "partial_unexpected_list"
SHOWN: list[str | dict[str, Any]] = [
    "BOOLEAN_ONLY",
    "BASIC",
    "SUMMARY",
    "COMPLETE",
    {"result_format": "COMPLETE", "unexpected_index_column_names": ["row_no"]},
    {"result_format": "SUMMARY", "unexpected_index_column_names": ["row_no"], "partial_unexpected_count": 2},
    {"result_format": "BASIC", "include_unexpected_rows": True},
]


@drawn(by_day=3, by_night=16, suppress_health_check=list(HealthCheck), phases=NOT_SHRUNK)
@given(frame=frames(), suite=suites(), shown=st.sampled_from(SHOWN), way=st.sampled_from(["whole", "slices"]))
def test_same_results_in_every_format(
    definitions: Definitions, frame: pl.DataFrame, suite: Suite, shown: Any, way: str
) -> None:
    theirs = results(definitions["pandas"], as_pandas(frame), suite, shown)
    ours = results(definitions[way], frame, suite, shown)
    assert ours.keys() == theirs.keys()
    for name, found in ours.items():
        pass_over_uncounted(found, theirs[name])
    assert {name: (found, theirs[name]) for name, found in ours.items() if found != theirs[name]} == {}


def pass_over_uncounted(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Drop counts that only one has, of pairs or records that lack a value.

    Great Expectations sorts what it counted, and shows nothing if that fails: None has no place among numbers, NaN has.
    """
    one_counts = (COUNTS in ours) is not (COUNTS in theirs)
    if one_counts and any(isinstance(row, list | dict) and lacks_a_value(row) for row in ours[LISTED]):
        ours.pop(COUNTS, None)
        theirs.pop(COUNTS, None)


def lacks_a_value(row: list[Any] | dict[str, Any]) -> bool:
    return None in (row.values() if isinstance(row, dict) else row)


def results(definition: BatchDefinition[Any], frame: Any, suite: list[Expectation], shown: Any) -> dict[str, Any]:
    """The JSON of each result, by expectation."""
    found = definition.get_batch({"dataframe": frame}).validate(
        gx.ExpectationSuite(name="all", expectations=[e.copy(update={"id": None}) for e in suite]),
        result_format=shown,
    )
    return {key_of(result): {"success": bool(result.success), **shown_of(result)} for result in found.results}


def shown_of(result: ExpectationValidationResult) -> dict[str, Any]:
    """The JSON of a result without what is known to differ: the language of the query, the order of what is missing.

    Of missing numbers in float columns pandas counts each alone.
    """
    told: Any = result.to_json_dict()
    shown: dict[str, Any] = told["result"]
    shown.pop("unexpected_index_query", None)
    if "partial_missing_list" in shown:
        shown["partial_missing_list"] = sorted(shown["partial_missing_list"])
    if COUNTS in shown:
        together: Counter[str] = Counter()
        for found in shown[COUNTS]:
            together[str(plain(found["value"]))] += found["count"]
        shown[COUNTS] = dict(together)
    return {key: plain(value) for key, value in shown.items()}
