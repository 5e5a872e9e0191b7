from typing import Any

import polars as pl
import pytest
from great_expectations.exceptions import exceptions

import expectations.polars_engine.datasource  # noqa: F401
from expectations.polars_engine.engine import IN_PLACE_OF_THE_FRAME
from expectations.polars_engine.internals import a_current_context, new_context
from tests.unit.polars_engine.suites import frame, gxe


@pytest.mark.parametrize(
    "parameters", [None, {}, {"dataframe": [1]}, {"dataframe": pl.DataFrame(), "year": 2020}], ids=repr
)
def test_only_a_frame_makes_a_batch(parameters: Any) -> None:
    context = new_context()
    with a_current_context():
        definition = context.data_sources.add_polars("frames").add_dataframe_asset("frame")
        whole = definition.add_batch_definition_whole_dataframe("whole")
        with pytest.raises(exceptions.BuildBatchRequestError, match="polars DataFrame or LazyFrame"):
            whole.get_batch(parameters)


def test_the_frame_does_not_get_into_the_specification_of_a_batch() -> None:
    context = new_context()
    with a_current_context():
        asset = context.data_sources.add_polars("frames").add_dataframe_asset("frame")
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame()})
    assert batch.batch_spec == {"batch_data": IN_PLACE_OF_THE_FRAME}


def test_an_engine_serves_one_frame_after_the_other() -> None:
    context = new_context()
    with a_current_context():
        asset = context.data_sources.add_polars("frames").add_dataframe_asset("frame")
        whole = asset.add_batch_definition_whole_dataframe("whole")
        rule = gxe.ExpectColumnValuesToBeBetween(column="wage", min_value=0)
        found = [
            whole.get_batch({"dataframe": data}).validate(rule, result_format="COMPLETE").result
            for data in (frame(), frame().head(1), frame())
        ]
    assert [result["unexpected_index_list"] for result in found] == [[1], [], [1]]
