"""Values planted in private columns are nowhere to be found, whatever is asked for."""

import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

import great_expectations as gx
import polars as pl
import pytest
from great_expectations.expectations.row_conditions import Column

import expectations.polars_engine.datasource  # noqa: F401
from expectations.polars_engine.internals import a_current_context
from expectations.polars_engine.outcome import configuration_of, verdicts_of
from tests.unit.polars_engine.suites import coded, gxe

NIK, OTHER_NIK, NAME, WAGE = "7205011203850009", "7205014507910002", "Srikandi Puspawardhani", 84_739_215
BORN, SHARE = date(1985, 3, 12), 0.0734918
PLANTED = (NIK, OTHER_NIK, NAME, str(WAGE), str(WAGE + 1), str(3 * WAGE + 1), str(BORN), str(SHARE), "Srikandi")
PRIVATE = ["nik", "name", "wage", "born", "share", "payload"]
PUBLIC_TOWN = "Kotamobagu"
FRAME = pl.DataFrame(
    {
        "row_no": [11, 12, 13, 14],
        "nik": [NIK, NIK, OTHER_NIK, None],
        "name": [NAME, f"{NAME} ", None, NAME],
        "wage": [WAGE, WAGE + 1, WAGE, None],
        "born": [BORN, BORN, None, BORN],
        "share": [SHARE, SHARE, None, SHARE],
        "payload": [json.dumps({"name": NAME}), NAME, None, NIK],
        "town": [PUBLIC_TOWN, "Manado", None, PUBLIC_TOWN],
    }
)
FORMATS: list[Any] = [
    *("BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE"),
    *(
        {"result_format": name, "unexpected_index_column_names": ["row_no"], "partial_unexpected_count": 20, **more}
        for name in ("BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE")
        for more in ({}, {"include_unexpected_rows": True, "return_unexpected_index_query": True})
    ),
]


def rules() -> list[Any]:
    """Expectations of every family about private columns, all of which fail, and one about a public column."""
    named = {"column": "nik"}
    when = {"row_condition": Column("town") == PUBLIC_TOWN}
    quantiles = {"quantiles": [0.5], "value_ranges": [[1, 2]]}
    return [
        gxe.ExpectColumnValuesToBeNull(**named),
        gxe.ExpectColumnValuesToBeNull(**named, **when),
        gxe.ExpectColumnValuesToBeInSet(**named, value_set=["a"], mostly=0.9),
        gxe.ExpectColumnValuesToMatchRegex(column="name", regex="^$"),
        gxe.ExpectColumnValuesToMatchLikePattern(column="name", like_pattern="x%"),
        gxe.ExpectColumnValueLengthsToEqual(column="name", value=1),
        gxe.ExpectColumnValuesToBeUnique(column="nik"),
        gxe.ExpectColumnValuesToBeBetween(column="wage", max_value=0),
        gxe.ExpectColumnValuesToBeIncreasing(column="wage"),
        gxe.ExpectColumnValuesToBeDecreasing(column="wage", strictly=True),
        gxe.ExpectColumnValueZScoresToBeLessThan(column="wage", threshold=0, double_sided=True),
        gxe.ExpectColumnValuesToNotBeOutliers(column="wage", method="std", multiplier=0),
        gxe.ExpectColumnValuesToBeJsonParseable(column="payload"),
        gxe.ExpectColumnValuesToMatchJsonSchema(column="payload", json_schema={"type": "array"}),
        gxe.ExpectColumnValuesToMatchStrftimeFormat(column="nik", strftime_format="%Y"),
        gxe.ExpectColumnValuesToBeDateutilParseable(column="name"),
        gxe.ExpectColumnPairValuesToBeEqual(column_A="town", column_B="name"),
        gxe.ExpectColumnPairValuesToBeInSet(column_A="town", column_B="nik", value_pairs_set=[("a", "b")]),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="row_no", column_B="wage"),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["nik", "born"]),
        gxe.ExpectSelectColumnValuesToBeUniqueWithinRecord(column_list=["nik", "nik"]),
        gxe.ExpectMulticolumnSumToEqual(column_list=["wage", "row_no"], sum_total=0),
        gxe.ExpectMulticolumnValuesToBeEqual(column_list=["nik", "name"]),
        gxe.ExpectColumnMinToBeBetween(column="born", max_value=date(1900, 1, 1)),
        gxe.ExpectColumnMaxToBeBetween(column="wage", max_value=0),
        gxe.ExpectColumnMaxToBeBetween(column="name", max_value=3),
        gxe.ExpectColumnSumToBeBetween(column="wage", max_value=0),
        gxe.ExpectColumnMeanToBeBetween(column="share", max_value=0),
        gxe.ExpectColumnMedianToBeBetween(column="wage", max_value=0),
        gxe.ExpectColumnStdevToBeBetween(column="wage", max_value=0),
        gxe.ExpectColumnQuantileValuesToBeBetween(column="share", quantile_ranges=quantiles),
        gxe.ExpectColumnMostCommonValueToBeInSet(column="nik", value_set=["a"]),
        gxe.ExpectColumnDistinctValuesToBeInSet(column="nik", value_set=["a"]),
        gxe.ExpectColumnDistinctValuesToEqualSet(column="name", value_set=["a"]),
        gxe.ExpectColumnDistinctValuesToContainSet(column="name", value_set=["a"]),
        gxe.ExpectColumnUniqueValueCountToBeBetween(column="nik", max_value=0),
        gxe.ExpectColumnValuesToBeOfType(column="nik", type_="Int64"),
        gxe.ExpectColumnValuesToBeInSet(column="town", value_set=["Palu"], **coded("TOWN")),
    ]


def checked(folder: Path, result_format: Any, *, private: list[str], expectations: list[Any]) -> Any:
    """A stock checkpoint whose results are stored in files."""
    context = gx.get_context(mode="file", project_root_dir=folder)
    asset: Any = context.data_sources.add_polars("frames", private=private).add_dataframe_asset("frame")
    whole = asset.add_batch_definition_whole_dataframe("whole")
    suite = context.suites.add(gx.ExpectationSuite(name="planted", expectations=expectations))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name="planted", data=whole, suite=suite))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(name="planted", validation_definitions=[definition], result_format=result_format)
    )
    return checkpoint.run(batch_parameters={"dataframe": FRAME})


def stored(folder: Path) -> str:
    """All that is on disk after a checkpoint."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix in {".json", ".yml"}]
    assert any("validations" in path.parts for path in files)
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def told(result: Any) -> str:
    """All that a result says, in every way it can be said."""
    runs = list(result.run_results.values())
    verdicts = [repr(verdict) + str(verdict.result) + str(verdict.exception_info) for verdict in verdicts_of(result)]
    return str(result.describe()) + str(runs) + json.dumps([run.to_json_dict() for run in runs]) + "".join(verdicts)


@pytest.mark.parametrize("result_format", FORMATS, ids=str)
def test_planted_values_are_nowhere(
    tmp_path: Path, result_format: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), a_current_context():
        result = checked(tmp_path, result_format, private=PRIVATE, expectations=rules())
        everything = told(result) + stored(tmp_path) + caplog.text + "".join(capfd.readouterr())
    assert [value for value in PLANTED if value in everything] == []
    assert {configuration_of(verdict).type for verdict in verdicts_of(result) if verdict.success} == set()
    if result_format not in ("BOOLEAN_ONLY", FORMATS[4], FORMATS[5]):
        assert PUBLIC_TOWN in everything


def test_without_the_list_the_same_values_are_told(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    with a_current_context():
        result = checked(tmp_path, "COMPLETE", private=[], expectations=rules())
        everything = told(result) + stored(tmp_path)
    assert [value for value in PLANTED if value not in everything] == []


def test_counts_and_row_numbers_of_private_columns_are_told(tmp_path: Path) -> None:
    shown = {"result_format": "COMPLETE", "unexpected_index_column_names": ["row_no"]}
    rule = gxe.ExpectColumnPairValuesToBeEqual(column_A="town", column_B="name")
    with a_current_context():
        found = verdicts_of(checked(tmp_path, shown, private=["name"], expectations=[rule]))[0].result
    assert found["unexpected_count"] == 3
    assert found["unexpected_index_list"] == [
        {"town": PUBLIC_TOWN, "row_no": 11},
        {"town": "Manado", "row_no": 12},
        {"town": PUBLIC_TOWN, "row_no": 14},
    ]


def test_a_private_column_is_no_index(tmp_path: Path) -> None:
    shown = {"result_format": "COMPLETE", "unexpected_index_column_names": ["nik"]}
    rule = gxe.ExpectColumnValuesToBeInSet(column="town", value_set=["Palu"])
    with a_current_context():
        verdict = verdicts_of(checked(tmp_path, shown, private=PRIVATE, expectations=[rule]))[0]
    assert "the index column 'nik' is private" in str(verdict.exception_info)
    assert NIK not in str(verdict)


def test_an_error_about_a_private_column_is_withheld(tmp_path: Path) -> None:
    rule = gxe.ExpectColumnMaxToBeBetween(column="name", max_value=3)
    with a_current_context():
        verdict = verdicts_of(checked(tmp_path, "COMPLETE", private=["name"], expectations=[rule]))[0]
    assert verdict.success is False
    info: Any = verdict.exception_info
    assert info["exception_message"] == "TypeError in an expectation about a private column: the rest is withheld"
    assert "During handling" not in info["exception_traceback"]
