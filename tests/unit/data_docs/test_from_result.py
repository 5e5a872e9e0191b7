"""What is kept of a result, against what Great Expectations itself reports."""

import json
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
import pytest
from great_expectations.checkpoint.checkpoint import CheckpointResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.data_docs.from_result import validation_of
from expectations.data_docs.validation import Documented, Outcome
from expectations.polars_engine import datasource
from expectations.polars_engine.run import run_suite

SECRET = "7205011708900003"
FRAME = pl.DataFrame(
    {"nik": [SECRET, "1", None, SECRET], "wage": [3_141_592, -5, 7, None], "sex": ["L", "P", "X", "L"]}
).with_row_index("row_no", offset=2)
assert datasource


def suite() -> gx.ExpectationSuite:
    meta = {"code": "NIK_FORM", "text_id": "NIK harus satu digit", "text_en": "One digit"}
    return gx.ExpectationSuite(
        name="people",
        expectations=[
            gxe.ExpectColumnValuesToMatchRegex(column="nik", regex="^.$", meta=meta),
            gxe.ExpectColumnValuesToBeInSet(column="sex", value_set=["L", "P"], severity=FailureSeverity.WARNING),
            gxe.ExpectColumnMaxToBeBetween(column="wage", max_value=1),
            gxe.ExpectTableRowCountToEqual(value=4, description="Empat baris"),
        ],
    )


def checkpoint_result(result_format: Any) -> CheckpointResult:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_polars("frames").add_dataframe_asset("people")
    batch = asset.add_batch_definition_whole_dataframe("all")
    definition = gx.ValidationDefinition(name="v", data=batch, suite=context.suites.add(suite()))
    checkpoint = gx.Checkpoint(
        name="c", validation_definitions=[context.validation_definitions.add(definition)], result_format=result_format
    )
    return context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": FRAME})


def test_codes_texts_counts_and_rows() -> None:
    validation = validation_of(
        run_suite(FRAME, suite=suite()).result, title="Orang", columns={"NIK_FORM": ("NIK (KTP)",)}
    )
    nik, sex, wage, rows = validation.rules
    assert (nik.code, nik.text_id, nik.text_en) == ("NIK_FORM", "NIK harus satu digit", "One digit")
    assert (nik.columns, nik.outcome, nik.critical) == (("NIK (KTP)",), Outcome.FAILED, True)
    assert (nik.rows, nik.failing, nik.missing, nik.rows_shown, nik.share) == (4, 2, 1, (2, 5), 0.5)
    assert 'regex="^.$"' in nik.check
    assert (sex.code, sex.columns) == ("expect_column_values_to_be_in_set(sex)", ("sex",))
    assert (sex.outcome, sex.failing, sex.rows_shown) == (Outcome.WARNING, 1, (4,))
    assert (wage.outcome, wage.observed, wage.share) == (Outcome.FAILED, "3141592", None)
    assert (rows.outcome, rows.text_id, rows.observed) == (Outcome.PASSED, "Empat baris", "4")
    assert (validation.suite, validation.rows, validation.great_expectations) == ("people", 4, gx.__version__)


def test_what_a_private_column_shows_is_withheld() -> None:
    outcome = run_suite(FRAME, suite=suite(), private=frozenset(FRAME.columns))
    wage = validation_of(outcome.result, title="").rules[2]
    assert (wage.outcome, wage.observed) == (Outcome.FAILED, "")


@pytest.mark.parametrize("name", ["BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE"])
@pytest.mark.parametrize("index", [None, ["row_no"], ["nik", "row_no"], ["nik"]])
def test_no_cell_is_kept_whatever_the_result_format(name: str, index: list[str] | None) -> None:
    """Even results that hold the cells themselves leave counts and row numbers only."""
    columns = {"unexpected_index_column_names": index, "include_unexpected_rows": True} if index else {}
    result = checkpoint_result({"result_format": name, **columns})
    validation = validation_of(result, title="Orang")
    kept = Documented(label="x", title="", subject="", status="", at="", validations=(validation,))
    assert SECRET not in json.dumps(kept.record())
    assert [rule.outcome for rule in validation.rules] == [
        Outcome.FAILED,
        Outcome.WARNING,
        Outcome.FAILED,
        Outcome.PASSED,
    ]
    if name == "COMPLETE" and index == ["row_no"]:
        assert SECRET in str(result.describe_dict())
        assert validation.rules[0].rows_shown == (2, 5)


def test_what_could_not_be_evaluated_says_so() -> None:
    broken = gx.ExpectationSuite(
        name="people", expectations=[gxe.ExpectColumnValuesToNotBeNull(column="absent", meta={"code": "ABSENT"})]
    )
    (rule,) = validation_of(run_suite(FRAME, suite=broken).result, title="").rules
    assert rule.outcome is Outcome.ERROR
    assert "absent" in rule.fault
