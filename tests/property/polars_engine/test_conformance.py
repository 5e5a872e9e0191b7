"""Every supported expectation gives on Polars what it gives on pandas: verdict, counts, observed value, failing rows."""

import logging
from collections.abc import Mapping
from typing import Any

import great_expectations as gx
import polars as pl
import pytest
from great_expectations.core import ExpectationValidationResult
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.expectations.expectation import Expectation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.polars_engine import datasource
from expectations.polars_engine.internals import ephemeral_context
from tests.property.polars_engine.frames import as_pandas, frames, suites

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

Definitions = Mapping[str, BatchDefinition[Any]]


@pytest.fixture(scope="module")
def definitions() -> Any:
    """A batch definition on pandas, and two on Polars: whole frames, and slices of two rows."""
    assert datasource.PolarsDatasource
    with ephemeral_context() as context:
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
        **{key: found.get(key) for key in COMPARED},
    }


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(frame=frames(), suite=suites(), way=st.sampled_from(["whole", "slices"]), lazy=st.booleans())
def test_same_verdicts(
    definitions: Definitions, frame: pl.DataFrame, suite: list[Expectation], way: str, lazy: bool
) -> None:
    logging.disable(logging.CRITICAL)
    try:
        theirs = verdicts(definitions["pandas"], as_pandas(frame), suite)
        ours = verdicts(definitions[way], frame.lazy() if lazy else frame, suite)
    finally:
        logging.disable(logging.NOTSET)
    assert ours.keys() == theirs.keys()
    for name, verdict in theirs.items():
        if not verdict["raised"]:
            assert (name, ours[name]) == (name, verdict)
