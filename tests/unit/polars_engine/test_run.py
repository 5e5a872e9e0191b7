import gc
import json
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from expectations.polars_engine.errors import NotAFrameError, RowColumnError
from expectations.polars_engine.run import SHOWN_INDEXES, run_suite
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy
from tests.unit.polars_engine.suites import SECRET, ExpectColumnValuesToBeUnheardOf, coded, frame, gxe, rows_of, suite

CODES = ["ID_MISSING", "ID_TWICE", "SEGMENT", "WAGE", "WAGE_PU", "ID_LENGTH"]
FOUND = {
    "ID_MISSING": [14],
    "ID_TWICE": [12, 13, 15, 16],
    "SEGMENT": [14],
    "WAGE": [12],
    "WAGE_PU": [12, 16],
    "ID_LENGTH": [],
}


def verdicts(outcome: Any) -> dict[str, Any]:
    """The verdicts by code."""
    results = [verdict for run in outcome.result.run_results.values() for verdict in run.results]
    return {verdict.expectation_config.meta["code"]: verdict for verdict in results}


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("chunk_rows", [1, 4, 1_000_000])
def test_failing_rows_are_told_by_code(lazy: bool, chunk_rows: int) -> None:
    data = frame().lazy() if lazy else frame()
    outcome = run_suite(data, suite=suite(), chunk_rows=chunk_rows)
    assert not outcome.success
    assert outcome.errors == ()
    assert outcome.failing.columns == ["row_no", *CODES]
    assert outcome.failing.schema == {"row_no": pl.Int64} | dict.fromkeys(CODES, pl.Boolean)
    assert outcome.failing["row_no"].to_list() == [12, 13, 14, 15, 16]
    assert {code: rows_of(outcome.failing, code) for code in CODES} == FOUND


def test_one_pass_and_one_for_each_key() -> None:
    twice = gxe.ExpectColumnValuesToBeUnique(column="id", mostly=0.5, **coded("ID_TWICE_MOSTLY"))
    other = gxe.ExpectCompoundColumnsToBeUnique(column_list=["id", "segment"], **coded("KEY_TWICE"))
    outcome = run_suite(frame(), suite=suite(twice, other))
    kinds = [part.kind for part in outcome.passes]
    assert kinds == ["key", "key", "suite"]
    assert rows_of(outcome.failing, "KEY_TWICE") == []


def test_a_good_frame_breaks_no_rule() -> None:
    outcome = run_suite(frame().head(1), suite=suite())
    assert outcome.success
    assert outcome.failing.height == 0
    assert outcome.failing.columns == ["row_no", *CODES]


def test_an_empty_frame_breaks_no_rule() -> None:
    outcome = run_suite(frame().clear(), suite=suite())
    assert not verdicts(outcome)["ROWS"].success
    assert all(verdicts(outcome)[code].success for code in CODES)
    assert outcome.failing.height == 0


def test_a_suite_about_no_rows() -> None:
    rules = gx.ExpectationSuite(name="table", expectations=[gxe.ExpectTableRowCountToEqual(value=6, **coded("SIX"))])
    outcome = run_suite(frame(), suite=rules)
    assert outcome.success
    assert outcome.failing.schema == {"row_no": pl.Int64}


def test_counts_come_right_when_index_lists_are_capped() -> None:
    rows = 3 * SHOWN_INDEXES
    data = pl.DataFrame({"row_no": range(rows), "id": [None] * rows, "segment": "X", "wage": -1})
    data = data.with_columns(pl.col("id").cast(pl.String))
    outcome = run_suite(data, suite=suite(), chunk_rows=7)
    result = verdicts(outcome)["SEGMENT"].result
    assert result["unexpected_count"] == rows
    assert len(result["unexpected_index_list"][0]["row_no"]) == SHOWN_INDEXES
    assert outcome.failing["SEGMENT"].sum() == rows


def test_a_broken_expectation_fails_alone() -> None:
    broken = [
        gxe.ExpectColumnValuesToBeInSet(column="nowhere", value_set=["a"], **coded("NO_COLUMN")),
        gxe.ExpectColumnValuesToMatchRegex(column="id", regex="(", **coded("BAD_REGEX")),
        gxe.ExpectColumnValuesToBeBetween(column="id", min_value=3, **coded("BAD_TYPE")),
        ExpectRowsToSatisfy(column_list=["id"], condition="test_unheard_of", **coded("NO_CONDITION")),
        ExpectRowsToSatisfy(column_list=["id"], condition="test_not_boolean", **coded("NOT_BOOLEAN")),
        gxe.ExpectColumnSumToBeBetween(column="id", min_value=0, **coded("NO_SUM")),
        gxe.ExpectColumnMedianToBeBetween(column="id", min_value=0, **coded("NO_NUMBER")),
        gxe.ExpectColumnKLDivergenceToBeLessThan(
            column="segment", partition_object={"values": ["PU"], "weights": [1]}, threshold=1, **coded("UNSUPPORTED")
        ),
        ExpectColumnValuesToBeUnheardOf(column="id", **coded("UNSUPPORTED_ROWS")),
    ]
    outcome = run_suite(frame(), suite=suite(*broken))
    assert not outcome.success
    assert set(outcome.errors) == {expectation.meta["code"] for expectation in broken}
    assert {code: rows_of(outcome.failing, code) for code in CODES} == FOUND
    assert outcome.failing["BAD_TYPE"].is_null().all()
    assert [part.kind for part in outcome.passes] == ["key", "suite"]
    told = {code: str(verdicts(outcome)[code].exception_info) for code in outcome.errors}
    assert "'nowhere'" in told["NO_COLUMN"]
    assert "test_unheard_of" in told["NO_CONDITION"]
    assert "not Boolean" in told["NOT_BOOLEAN"]
    assert "'id' is String, not a number" in told["NO_NUMBER"]
    assert "column.value_counts" in told["UNSUPPORTED"]
    assert "column_values.unheard_of" in told["UNSUPPORTED_ROWS"]
    assert all(set(told) - {"NO_COLUMN"} or "nowhere" not in text for text in told.values())


def test_what_the_data_break_fails_alone_and_keeps_the_values() -> None:
    data = frame().with_columns(nik=pl.lit(SECRET))
    broken = ExpectRowsToSatisfy(
        column_list=["nik"], condition="test_number_in_text", parameters={"column": "nik"}, **coded("CAST")
    )
    outcome = run_suite(data, suite=suite(broken))
    assert outcome.errors == ("CAST",)
    assert {code: rows_of(outcome.failing, code) for code in CODES} == FOUND
    assert SECRET not in everything(outcome)
    assert "withheld" in str(verdicts(outcome)["CAST"].exception_info)


def everything(outcome: Any) -> str:
    """All that is told, as text."""
    runs = [run.to_json_dict() for run in outcome.result.run_results.values()]
    return json.dumps(runs) + str(runs) + repr(outcome.result.checkpoint_config) + str(outcome.failing.to_dicts())


def test_no_value_is_told() -> None:
    data = frame().with_columns(nik=pl.lit(SECRET), born=pl.lit(SECRET), number=pl.lit(int(SECRET)))
    more = [
        gxe.ExpectColumnValuesToMatchRegex(column="nik", regex="^9", **coded("NIK")),
        gxe.ExpectColumnValuesToBeUnique(column="nik", **coded("NIK_TWICE")),
        gxe.ExpectColumnPairValuesToBeEqual(column_A="nik", column_B="id", **coded("PAIR")),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["nik", "born"], **coded("COMPOUND")),
        gxe.ExpectColumnDistinctValuesToBeInSet(column="nik", value_set=["a"], **coded("DISTINCT")),
        gxe.ExpectColumnDistinctValuesToEqualSet(column="nik", value_set=["a"], **coded("EQUAL")),
        gxe.ExpectColumnMostCommonValueToBeInSet(column="nik", value_set=["a"], **coded("COMMON")),
        gxe.ExpectColumnValuesToMatchRegexList(column="nik", regex_list=["^9"], **coded("REGEXES")),
        gxe.ExpectColumnValuesToMatchStrftimeFormat(column="nik", strftime_format="%Y-%m-%d", **coded("DAY")),
        gxe.ExpectColumnPairValuesToBeInSet(
            column_A="id", column_B="nik", value_pairs_set=[("a", "a")], **coded("PAIRS")
        ),
        gxe.ExpectColumnUniqueValueCountToBeBetween(column="nik", min_value=2, **coded("COUNT")),
        gxe.ExpectColumnMeanToBeBetween(column="number", max_value=0, **coded("MEAN")),
        gxe.ExpectColumnMedianToBeBetween(column="number", max_value=0, **coded("MEDIAN")),
        gxe.ExpectColumnQuantileValuesToBeBetween(
            column="number", quantile_ranges={"quantiles": [0.5], "value_ranges": [[0, 1]]}, **coded("QUANTILE")
        ),
        gxe.ExpectMulticolumnSumToEqual(column_list=["number", "row_no"], sum_total=0, **coded("TOTAL")),
        gxe.ExpectColumnMinToBeBetween(column="nik", min_value=date(2020, 1, 1), **coded("MIN")),
        gxe.ExpectColumnMaxToBeBetween(column="born", min_value=3, **coded("MAX")),
    ]
    outcome = run_suite(data, suite=suite(*more), private=frozenset({"nik", "born", "number"}))
    assert not any(verdicts(outcome)[expectation.meta["code"]].success for expectation in more)
    assert outcome.errors == ("MIN", "MAX")
    assert SECRET not in everything(outcome)


def test_values_of_public_aggregates_are_told() -> None:
    least = gxe.ExpectColumnMinToBeBetween(column="wage", min_value=0, **coded("LEAST"))
    outcome = run_suite(frame(), suite=suite(least), private=frozenset({"id"}))
    assert verdicts(outcome)["LEAST"].result["observed_value"] == -1


def test_the_suite_is_not_changed_and_serves_again() -> None:
    rules = suite()
    before = rules.to_json_dict()
    first, second = run_suite(frame(), suite=rules), run_suite(frame(), suite=rules)
    assert rules.to_json_dict() == before
    assert first.failing.equals(second.failing)


def test_severity_and_meta_are_kept() -> None:
    mild = gxe.ExpectColumnValuesToNotBeNull(column="wage", severity="warning", **coded("MILD"))
    configuration = verdicts(run_suite(frame(), suite=suite(mild)))["MILD"].expectation_config
    assert (configuration.severity, configuration.meta) == ("warning", {"code": "MILD"})


def test_expectations_of_one_code_share_a_column_and_those_of_none_are_named() -> None:
    rules = gx.ExpectationSuite(
        name="shared",
        expectations=[
            gxe.ExpectColumnValuesToNotBeNull(column="id", **coded("SAME")),
            gxe.ExpectColumnValuesToNotBeNull(column="wage", **coded("SAME")),
            gxe.ExpectColumnValuesToNotBeNull(column="segment"),
        ],
    )
    failing = run_suite(frame(), suite=rules).failing
    assert failing.columns == ["row_no", "SAME", "expect_column_values_to_not_be_null(segment)"]
    assert rows_of(failing, "SAME") == [14, 15]


def test_threads_get_their_own_answers() -> None:
    def check(bad: int) -> tuple[int, list[int]]:
        data = pl.DataFrame({"row_no": range(50), "id": "a", "segment": "PU", "wage": range(-bad, 50 - bad)})
        return bad, rows_of(run_suite(data, suite=rules).failing, "WAGE")

    rules = suite()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(check, range(24)))
    assert found == [(bad, list(range(bad))) for bad in range(24)]


def test_the_frame_is_let_go() -> None:
    data = frame()
    outcome = run_suite(data, suite=suite())
    alive = weakref.ref(data)
    del data
    gc.collect()
    assert alive() is None
    assert outcome.failing.height == 5


def test_the_current_context_is_left_alone() -> None:
    mine = gx.get_context(mode="ephemeral")
    run_suite(frame(), suite=suite())
    assert gx.data_context.data_context.context_factory.project_manager.get_current_project() is mine


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    run_suite(frame(), suite=suite())
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.levelname not in {"DEBUG", "INFO"}] == []


def test_bad_calls_say_what_to_do() -> None:
    with pytest.raises(RowColumnError, match="row_no"):
        run_suite(frame().drop("row_no"), suite=suite())
    with pytest.raises(NotAFrameError, match="list"):
        run_suite([], suite=suite())  # type: ignore[arg-type]
