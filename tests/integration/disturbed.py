"""Runs of the daily route that are killed at a chosen moment, in processes forked from one that has imported everything.

The flow's own code runs; its tasks are called as plain functions, so that no Prefect server is needed.
"""

import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["flows.run_daily", "expectations.suite", "expectations.polars_engine.run"])
PATIENCE_SECONDS = 120
SUMMARY = "summary.json"


@dataclass(frozen=True)
class Moment:
    """The `call`-th call of a function (`module:name` or `module:Class.name`), right before or right after it."""

    function: str
    call: int = 1
    after: bool = False

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'}-{self.call}-{self.function}"


def run_route(home: Path, as_of: date, *, killed: Moment | None = None) -> dict[str, Any]:
    """The summary of a run; {} when it was killed. Fails when it was not killed but should have been, or else."""
    process = FORKS.Process(target=_run, args=(home, as_of, killed))
    process.start()
    process.join(PATIENCE_SECONDS)
    summary = home.parent / f"{home.name}-{SUMMARY}"
    if killed is None:
        assert process.exitcode == 0, f"the run ended with {process.exitcode}"
        done: dict[str, Any] = json.loads(summary.read_text())
        return done
    assert process.exitcode == -signal.SIGKILL, f"the run came to its end ({process.exitcode}), not to {killed}"
    return {}


def _run(home: Path, as_of: date, killed: Moment | None) -> None:
    os.environ.update(UCJ_HOME=str(home), UCJ_SETTLE_SECONDS="0.05")
    os.umask(0o077)
    from prefect.logging import disable_run_logger

    with disable_run_logger(), ExitStack() as stack:
        for name, stand_in in _plain_functions().items():
            stack.enter_context(mock.patch(f"flows.run_daily.{name}", stand_in))
        if killed is not None:
            stack.enter_context(_deadly(killed))
        from flows.run_daily import run_daily

        record = run_daily.fn(as_of=as_of).record()
    (home.parent / f"{home.name}-{SUMMARY}").write_text(json.dumps(record))


def _plain_functions() -> dict[str, object]:
    from flows import run_daily as flow

    class Submitted:
        """Works at once, in this thread."""

        def submit(self, *arguments: object) -> "Future[object]":
            future: Future[object] = Future()
            try:
                future.set_result(ingest(*arguments))
            except Exception as fault:
                future.set_exception(fault)
            return future

    ingest: Callable[..., object] = flow.ingest_file.fn
    names = ("receive_inbox", "give_receipts", "report_failure", "measure_facts", "publish_release")
    stand_ins: dict[str, object] = {name: getattr(flow, name).fn for name in names}
    return {**stand_ins, "ingest_file": Submitted(), "as_completed": _in_order, "show_in_ui": lambda _: None}


def _in_order(futures: Iterable["Future[object]"]) -> Iterable["Future[object]"]:
    return futures


def _deadly(moment: Moment) -> Any:
    """A patch under which the process is killed at that moment."""
    import importlib

    module, _, path = moment.function.partition(":")
    owner: Any = importlib.import_module(module)
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    original = getattr(owner, name)
    calls = 0

    def dying(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == moment.call and not moment.after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **named)
        if calls == moment.call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return mock.patch.object(owner, name, dying)
