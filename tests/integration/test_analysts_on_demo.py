"""The page for analysts on the home that the demo makes: every question has rows, every script brings some."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from demo.simulate import simulate
from deployments.commands.start.demo import SEED, faulty_files, last_month_end
from flows.runtime.clock import today_in_jakarta
from tests.integration.warehouse.test_analysts import QUESTIONS, SCRIPTS, run

ROWS, BRANCHES = 20_000, 8  # as `ucj demo` makes them


@pytest.fixture(scope="module")
def home(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What `ucj demo` makes, measured and published."""
    from flows.run_daily import run_daily

    home, as_of = tmp_path_factory.mktemp("demo"), last_month_end(today_in_jakarta())
    simulate(home=home, as_of=as_of, rows=ROWS, branches=BRANCHES, seed=SEED, defects=faulty_files(BRANCHES))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("UCJ_HOME", str(home))
        environment.setenv("UCJ_SETTLE_SECONDS", "0.05")
        assert run_daily(as_of=as_of).ending == "published"
        yield home


@pytest.mark.parametrize(("number", "query"), QUESTIONS, ids=[number for number, _ in QUESTIONS])
def test_every_question_has_rows(home: Path, number: str, query: str) -> None:
    with closing(sqlite3.connect(f"file:{home}/warehouse.db?mode=ro", uri=True)) as catalogue:
        assert catalogue.execute(query).fetchall() != [], number


def test_every_script_brings_rows(home: Path) -> None:
    view, rows_below = (run(script) for script in SCRIPTS)
    assert view["coverage"].height > 500
    assert rows_below["by_polars"].height >= 3
    assert rows_below["by_polars"].equals(rows_below["by_duckdb"])
