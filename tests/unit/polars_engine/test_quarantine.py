from pathlib import Path
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from expectations.polars_engine.run import PreparedSuite, run_suite
from expectations.polars_engine.satisfy import ExpectRowsToSatisfy
from tests.unit.polars_engine.suites import coded, frame, gxe, suite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "failing.parquet"


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("chunk_rows", [1, 4, 1_000_000])
def test_the_file_holds_what_failing_holds(path: Path, lazy: bool, chunk_rows: int) -> None:
    data = frame().lazy() if lazy else frame()
    in_memory = run_suite(data, suite=suite(), chunk_rows=chunk_rows)
    on_disk = run_suite(data, suite=suite(), chunk_rows=chunk_rows, quarantine=path)
    assert pl.read_parquet(path).equals(in_memory.failing)
    assert on_disk.quarantine == path
    assert on_disk.failing_rows == in_memory.failing_rows == in_memory.failing.height == 5
    assert on_disk.failing.height == 0
    assert (on_disk.success, on_disk.errors, on_disk.passes) == (False, in_memory.errors, in_memory.passes)
    assert in_memory.quarantine is None
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("rules", [suite(), suite().expectations[:1]], ids=["rows", "table"])
def test_the_file_is_there_when_no_row_fails(path: Path, rules: Any) -> None:
    if isinstance(rules, list):
        rules = gx.ExpectationSuite(name="t", expectations=[gxe.ExpectTableRowCountToEqual(value=1, **coded("ONE"))])
    outcome = run_suite(frame().head(1), suite=rules, quarantine=path)
    assert outcome.success
    assert outcome.failing_rows == 0
    assert pl.read_parquet(path).schema == outcome.failing.schema
    assert pl.read_parquet(path).height == 0


def test_a_pass_that_the_data_break_leaves_no_row_twice(path: Path) -> None:
    broken = ExpectRowsToSatisfy(
        column_list=["id"], condition="test_number_in_text", parameters={"column": "id"}, **coded("CAST")
    )
    outcome = run_suite(frame(), suite=suite(broken), quarantine=path, chunk_rows=2)
    assert outcome.errors == ("CAST",)
    assert pl.read_parquet(path).drop("CAST").equals(run_suite(frame(), suite=suite()).failing)
    assert pl.read_parquet(path)["CAST"].is_null().all()


def test_runs_with_and_without_take_turns(path: Path) -> None:
    prepared = PreparedSuite(suite())
    for data in (frame(), frame().head(3)):
        kept = prepared.run(data)
        assert prepared.run(data, quarantine=path).failing_rows == kept.failing.height
        assert pl.read_parquet(path).equals(kept.failing)


def test_after_an_error_there_is_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise InterruptedError

    monkeypatch.setattr("expectations.polars_engine.run.hand_over", stop)
    with pytest.raises(InterruptedError):
        run_suite(frame(), suite=suite(), quarantine=path)
    assert list(path.parent.iterdir()) == []


def test_every_row_fails_every_rule(path: Path) -> None:
    rows = 1_000
    data = pl.LazyFrame({"row_no": range(rows)}).with_columns(id=pl.lit(None, dtype=pl.String), n=-1)
    rules = gx.ExpectationSuite(
        name="all",
        expectations=[
            gxe.ExpectColumnValuesToNotBeNull(column="id", **coded("ID")),
            gxe.ExpectColumnValuesToBeBetween(column="n", min_value=0, **coded("N")),
            gxe.ExpectColumnValuesToBeUnique(column="n", **coded("TWICE")),
        ],
    )
    outcome = run_suite(data, suite=rules, quarantine=path, chunk_rows=64)
    assert outcome.failing_rows == rows
    found = pl.read_parquet(path)
    assert found["row_no"].to_list() == list(range(rows))
    assert found.select(pl.col(pl.Boolean).all()).row(0) == (True, True, True)
