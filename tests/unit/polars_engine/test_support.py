from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from expectations.polars_engine import support
from expectations.polars_engine.outcome import verdicts_of
from expectations.polars_engine.run import run_suite
from tests.unit.polars_engine.suites import coded, gxe

FRAME = pl.DataFrame({"row_no": [7, 8, 9], "n": [1, None, 3], "t": ["a", "b", None]})
ARGUMENTS: dict[str, dict[str, Any]] = {
    "ExpectColumnKLDivergenceToBeLessThan": {"column": "n", "bucketize_data": True, "threshold": 1},
    "ExpectTableRowCountToEqualOtherTable": {"other_table_name": "other"},
    "UnexpectedRowsExpectation": {"unexpected_rows_query": "SELECT 1 FROM {batch}"},
}
NEEDS_ANOTHER_SOURCE = {"ExpectQueryResultsToMatchComparison"}
UNSUPPORTED = {one.name for one in support.expectations() if not one.supported}


def test_the_table_in_the_readme_is_fresh() -> None:
    text = support.README.read_text(encoding="utf-8")
    assert support.in_readme(text) == support.table(), "run `python -m expectations.polars_engine.support`"


def test_what_is_not_supported_is_known() -> None:
    assert ARGUMENTS.keys() | NEEDS_ANOTHER_SOURCE == UNSUPPORTED


@pytest.mark.parametrize("name", ARGUMENTS)
def test_what_is_not_supported_fails_alone_and_is_named(name: str) -> None:
    rules = gx.ExpectationSuite(
        name="alone",
        expectations=[
            getattr(gxe, name)(**ARGUMENTS[name], **coded("UNSUPPORTED")),
            gxe.ExpectColumnValuesToNotBeNull(column="n", **coded("MISSING")),
            gxe.ExpectTableRowCountToEqual(value=3, **coded("ROWS")),
        ],
    )
    outcome = run_suite(FRAME, suite=rules)
    assert outcome.errors == ("UNSUPPORTED",)
    assert outcome.failing.filter("MISSING")["row_no"].to_list() == [8]
    verdict: Any = next(one for one in verdicts_of(outcome.result) if not one.success)
    told = str(verdict.exception_info)
    assert "not supported by this engine" in told or "another table cannot be looked at" in told
    assert verdict.expectation_config.type in told or "another table" in told
