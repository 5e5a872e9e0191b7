"""Runs of the daily route that are killed, slowed down or hit by a fault at a chosen moment.

`run_route` and its kin run the flow's own code in processes forked from one that has imported everything, with its
tasks called as plain functions, so that no Prefect server is needed, and without the release's gate, which takes a
third of their time and writes nothing. `python -m tests.integration.disturbed HOW ...` is `ucj ...` itself, disturbed.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from tasks.publish.gate import Judgement

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["flows.run_daily", "expectations.suite", "expectations.polars_engine.run"])
PATIENCE_SECONDS = 300  # a loaded machine is slow
KILLED, SLOWED, FAULTY = "killed", "slowed", "faulty"
PLANTED_NIK = "7171015503910007"
SLOW_SECONDS = 3
FAULTY_PEOPLE = 30  # the file with that many


@dataclass(frozen=True)
class Moment:
    """The `call`-th call of a function (`module:name` or `module:Class.name`), right before or right after it."""

    function: str
    call: int = 1
    after: bool = False

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'}-{self.call}-{self.function}"


def run_route(home: Path, as_of: date) -> None:
    """Run as of a date in a home, undisturbed."""
    run_routes([home], as_of)


def run_routes(homes: Sequence[Path], as_of: date) -> None:
    """Run in each home, one after the other in one process, which is faster than one each."""
    ended = _forked(_run, homes, as_of, None)
    assert ended == 0, f"a run ended with {ended}"


def run_until(moment: Moment, home: Path, as_of: date) -> bool:
    """Run up to a moment; False when the run ended otherwise, so that there was no such moment."""
    return _forked(_run, [home], as_of, moment) == -signal.SIGKILL


def _forked(target: Callable[..., None], *arguments: object) -> int | None:
    process = FORKS.Process(target=target, args=arguments)
    process.start()
    process.join(PATIENCE_SECONDS)
    if process.is_alive():
        process.kill()
        raise TimeoutError("a run did not end")
    return process.exitcode


def _run(homes: Sequence[Path], as_of: date, killed: Moment | None) -> None:
    os.umask(0o077)
    from prefect.logging import disable_run_logger

    with disable_run_logger(), ExitStack() as stack:
        for name, stand_in in _plain_functions().items():
            stack.enter_context(mock.patch(name, stand_in))
        stack.enter_context(
            mock.patch("tasks.publish.task.judge_release", return_value=Judgement(problems=(), remarks=()))
        )
        if killed is not None:
            stack.enter_context(deadly(killed))
        from flows.run_daily import run_daily

        for home in homes:
            os.environ.update(UCJ_HOME=str(home), UCJ_SETTLE_SECONDS="0.01")
            run_daily.fn(as_of=as_of)


def _plain_functions() -> dict[str, object]:
    """Stand-ins for tasks, by the name under which flows know them."""
    daily, ingest = import_module("flows.run_daily"), import_module("flows.ingest")
    ingest_batch: Callable[..., object] = ingest.ingest_batch.fn

    class Submitted:
        """Works at once, in this thread."""

        def submit(self, *arguments: object, **_: object) -> "Future[object]":
            future: Future[object] = Future()
            try:
                future.set_result(ingest_batch(*arguments))
            except Exception as fault:
                future.set_exception(fault)
            return future

    names = (
        "receive_inbox",
        "give_receipts",
        "hold_conservation",
        "measure_facts",
        "publish_release",
        "build_data_docs",
    )
    return {
        **{f"flows.run_daily.{name}": getattr(daily, name).fn for name in names},
        "flows.ingest.report_failure": ingest.report_failure.fn,
        "flows.ingest.ingest_batch": Submitted(),
        "flows.ingest.as_completed": _in_order,
        "flows.run_daily.show_in_ui": lambda *_: None,
    }


def _in_order(futures: Iterable["Future[object]"]) -> Iterable["Future[object]"]:
    return futures


def deadly(moment: Moment) -> Any:
    """A patch under which the process is killed at that moment."""
    module, _, path = moment.function.partition(":")
    owner: Any = import_module(module)
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    original = getattr(owner, name)
    calls = 0

    def dying(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        is_it = calls == moment.call
        if is_it and not moment.after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **named)
        if is_it:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return mock.patch.object(owner, name, dying)


def main(how: str, arguments: Sequence[str]) -> None:
    """`ucj` with these arguments, disturbed while it works on a file."""
    from deployments import cli

    ingest: Any = import_module("tasks.load.ingest")
    conform = ingest.conform

    def slow(*given: Any, **named: Any) -> Any:
        sys.stderr.write("working\n")
        time.sleep(SLOW_SECONDS)
        return conform(*given, **named)

    def faulty(frame: Any, **named: Any) -> Any:
        if frame.height == FAULTY_PEOPLE:
            raise ValueError(f"could not convert {PLANTED_NIK}")
        return conform(frame, **named)

    disturbances: dict[str, Callable[[], Any]] = {
        KILLED: lambda: deadly(Moment("tasks.load.ingest:load_position", after=True)),
        SLOWED: lambda: mock.patch.object(ingest, "conform", slow),
        FAULTY: lambda: mock.patch.object(ingest, "conform", faulty),
    }
    with disturbances[how]():
        sys.argv = ["ucj", *arguments]
        cli.main()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
