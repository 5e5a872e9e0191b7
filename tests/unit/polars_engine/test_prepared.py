import gc
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from expectations.polars_engine import run
from expectations.polars_engine.outcome import verdicts_of
from expectations.polars_engine.run import PreparedSuite, SuiteOutcome, run_suite
from tests.unit.polars_engine.suites import ExpectColumnValuesToBeUnheardOf, coded, frame, gxe, rows_of, suite


def told(outcome: SuiteOutcome) -> str:
    """All verdicts as text, without what differs from run to run."""
    verdicts: list[Any] = [verdict.to_json_dict() for verdict in verdicts_of(outcome.result)]
    for verdict in verdicts:
        verdict["expectation_config"].pop("id", None)
    return json.dumps(verdicts, sort_keys=True)


def broken_suite() -> gx.ExpectationSuite:
    """With expectations that cannot be evaluated, each in another way."""
    return suite(
        ExpectColumnValuesToBeUnheardOf(column="id", **coded("NO_METRIC")),
        gxe.ExpectColumnValuesToBeInSet(column="nowhere", value_set=["a"], **coded("NO_COLUMN")),
        gxe.ExpectColumnMaxToBeBetween(column="wage", max_value=1, severity="warning", **coded("MAX")),
    )


@pytest.mark.parametrize("make", [suite, broken_suite])
def test_later_runs_say_what_the_first_says(make: Any) -> None:
    prepared = PreparedSuite(make())
    other_types = frame().with_columns(pl.col("wage").cast(pl.String), pl.col("id").cast(pl.Categorical))
    frames = [frame(), frame().head(1), frame().clear(), frame().reverse(), other_types, frame()]
    for data in frames:
        ours, fresh = prepared.run(data), PreparedSuite(make()).run(data)
        assert ours.failing.equals(fresh.failing)
        assert (ours.success, ours.errors, ours.passes) == (fresh.success, fresh.errors, fresh.passes)
        assert told(ours) == told(fresh)


def test_it_is_a_run_of_a_stock_checkpoint() -> None:
    outcome = PreparedSuite(suite()).run(frame())
    assert isinstance(outcome.result, gx.checkpoint.checkpoint.CheckpointResult)
    assert isinstance(outcome.result.checkpoint_config, gx.Checkpoint)
    assert outcome.result.describe_dict()["statistics"]["evaluated_validations"] == 1
    run_result: Any = next(iter(outcome.result.run_results.values()))
    assert run_result.statistics["evaluated_expectations"] == 7
    assert json.loads(json.dumps(run_result.to_json_dict()))["suite_name"] == "unit"


def test_what_is_done_to_a_verdict_does_not_reach_the_next() -> None:
    prepared = PreparedSuite(broken_suite())
    before = told(prepared.run(frame()))
    for verdict in verdicts_of(prepared.run(frame()).result):
        configuration = verdict.expectation_config
        assert configuration is not None
        assert type(configuration).__name__ == "ExpectationConfiguration"
        configuration.kwargs.clear()
        configuration.meta["code"] = "CHANGED"
        verdict.result.clear()
        verdict.exception_info = {}
    assert told(prepared.run(frame())) == before


def test_a_prepared_suite_is_a_copy() -> None:
    rules = suite()
    prepared = PreparedSuite(rules)
    rules.expectations.clear()
    assert prepared.run(frame()).failing.height == 5


def test_a_changed_suite_is_prepared_again() -> None:
    rules = suite()
    assert run_suite(frame(), suite=rules).success is False
    segment: Any = rules.expectations[3]
    segment.value_set = ["PU", "BPU", "X"]
    assert rows_of(run_suite(frame(), suite=rules).failing, "SEGMENT") == []
    del rules.expectations[1]
    assert "ID_MISSING" not in run_suite(frame(), suite=rules).failing.columns
    rules.expectations[0].meta = {"code": "ROWS_RENAMED"}
    found = run_suite(frame(), suite=rules, row_column="wage")
    assert found.failing.columns[0] == "wage"
    assert "ROWS_RENAMED" in told(found)


def test_a_suite_is_prepared_once_and_forgotten_with_it() -> None:
    rules = suite()
    run_suite(frame(), suite=rules)
    prepared = run._kept[id(rules)][1]
    run_suite(frame(), suite=rules)
    assert run._kept[id(rules)][1] is prepared
    assert len(prepared._idle) == 1
    key = id(rules)
    del rules, prepared
    gc.collect()
    assert key not in run._kept


def test_threads_run_at_the_same_time() -> None:
    together = threading.Barrier(2, timeout=30)

    def meet(data: pl.DataFrame) -> int:
        waiting = data.lazy().map_batches(lambda part: (together.wait(), part)[1])
        return prepared.run(waiting).failing.height

    prepared = PreparedSuite(gx.ExpectationSuite(name="one", expectations=[gxe.ExpectColumnValuesToBeNull(column="x")]))
    frames = [pl.DataFrame({"row_no": range(n), "x": range(n)}) for n in (3, 5)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(meet, frames)) == [3, 5]
    assert len(prepared._idle) == 2


def test_many_threads_and_suites_get_their_own_answers() -> None:
    def check(n: int) -> bool:
        bad, which = n % 17, n % 3
        data = pl.DataFrame({"row_no": range(40), "id": "a", "segment": "PU", "wage": range(-bad, 40 - bad)})
        found = prepared[which].run(data.lazy() if n % 2 else data)
        mine = rows_of(found.failing, "WAGE") == list(range(bad)) and len(found.errors) == (2 if which == 1 else 0)
        return mine and rows_of(found.failing, "ID_TWICE") == list(range(40))

    prepared = [PreparedSuite(suite()), PreparedSuite(broken_suite()), PreparedSuite(suite(), chunk_rows=7)]
    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(check, range(240)))
