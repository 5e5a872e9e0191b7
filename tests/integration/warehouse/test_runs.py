"""Runs."""

from datetime import date, timedelta

from sqlalchemy import Engine

from tests.integration.warehouse.deliveries import NOON
from warehouse.catalogue.runs import Run, finish_run, list_runs, start_run
from warehouse.records import RunState

JANUARY = date(2026, 1, 31)


def test_a_run_from_start_to_end(engine: Engine) -> None:
    run = start_run(engine, as_of=JANUARY, at=NOON, flow_run_id="0190")
    assert run == Run(id=1, as_of=JANUARY, started_at=NOON, ended_at=None, state=RunState.RUNNING, flow_run_id="0190")
    finish_run(engine, run.id, state=RunState.COMPLETED, at=NOON + timedelta(minutes=1))
    assert [(run.state, run.ended_at) for run in list_runs(engine)] == [
        (RunState.COMPLETED, NOON + timedelta(minutes=1))
    ]


def test_a_killed_run_is_found_by_the_next(engine: Engine) -> None:
    start_run(engine, as_of=JANUARY, at=NOON)
    finish_run(engine, start_run(engine, as_of=JANUARY, at=NOON).id, state=RunState.FAILED, at=NOON)
    start_run(engine, as_of=JANUARY, at=NOON)
    assert [run.state for run in list_runs(engine)] == [RunState.INTERRUPTED, RunState.FAILED, RunState.RUNNING]
