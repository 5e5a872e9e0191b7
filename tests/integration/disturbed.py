"""Runs of the daily route that are killed, slowed down or hit by a fault at a chosen moment.

A home says in its `ucj.toml` where its catalogue is. `run_route` and its kin run the flow's own code in processes
forked from one that has imported everything, with its tasks called as plain functions, so that no Prefect server is
needed, without the release's gate, which takes a third of their time and writes nothing, and with a few bytes for each
workbook, which are as many files as before.
`python -m tests.integration.disturbed HOW ...` is `ucj ...` itself, disturbed, with the list of regions of its home.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from tasks.publish.files.workbook.planned import PlannedWorkbook
from tasks.publish.gate.gate import GateResult
from tests.forked import FORKS, PATIENCE_SECONDS
from tests.integration.homes import own_regions
from tests.integration.inbox import FAULTY_PEOPLE
from tests.region_list import installed

UNDISTURBED, KILLED, SLOWED, FAULTY = "undisturbed", "killed", "slowed", "faulty"
PLANTED_NIK = "7171015503910007"
SLOW_SECONDS = 3


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
    ended = _forked(_run, homes, as_of, None, patience=PATIENCE_SECONDS * len(homes))
    assert ended == 0, f"a run ended with {ended}"


def run_until(moment: Moment, home: Path, as_of: date) -> bool:
    """Run up to a moment; False when the run ended otherwise, so that there was no such moment."""
    return _forked(_run, [home], as_of, acting(moment, die)) == -signal.SIGKILL


def run_for(seconds: float, home: Path, as_of: date) -> bool:
    """Run for so long, then kill the process; False when the run had ended well before."""
    begun = FORKS.Event()
    process = FORKS.Process(target=_run, args=([home], as_of, announced(begun)))
    process.start()
    assert begun.wait(PATIENCE_SECONDS)
    process.join(seconds)
    process.kill()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode in {0, -signal.SIGKILL}, f"a run ended with {process.exitcode}"
    return process.exitcode != 0


def run_failing(home: Path, as_of: date, within: "Around | None" = None) -> str:
    """Run, with something around it, to the error of ours that ends it; returns its kind and what it tells."""
    told, hear = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=_tell_error, args=(hear, home, as_of, within))
    process.start()
    hear.close()
    assert told.poll(PATIENCE_SECONDS), "a run did not end"
    said = str(told.recv())
    process.join(PATIENCE_SECONDS)
    return said


def _tell_error(hear: Any, home: Path, as_of: date, within: "Around | None") -> None:
    from warehouse.errors import UcjError

    try:
        _run([home], as_of, within)
    except UcjError as error:
        hear.send(f"{type(error).__name__}: {error}")
    else:
        hear.send("")


def _forked(target: Callable[..., None], *arguments: object, patience: float = PATIENCE_SECONDS) -> int | None:
    process = FORKS.Process(target=target, args=arguments)
    process.start()
    process.join(patience)
    if process.is_alive():
        process.kill()
        raise TimeoutError("a run did not end")
    return process.exitcode


def _run(homes: Sequence[Path], as_of: date, within: "Around | None") -> None:
    os.umask(0o077)
    from prefect.logging import disable_run_logger

    with disable_run_logger(), ExitStack() as stack:
        for name, stand_in in _plain_functions().items():
            stack.enter_context(mock.patch(name, stand_in))
        stack.enter_context(no_gate())
        stack.enter_context(quick_workbooks())
        if within is not None:
            stack.enter_context(within())
        from flows.run_daily import run_daily

        for home in homes:
            os.environ.update(UCJ_HOME=str(home), UCJ_SETTLE_SECONDS="0.01")
            with as_its_list_says(home):
                run_daily.fn(as_of=as_of)


def as_its_list_says(home: Path) -> "AbstractContextManager[object]":
    """Under which the regions are those of the list that a home holds, if it holds one."""
    own = own_regions(home)
    return installed(own) if own else nullcontext()


def no_gate() -> "AbstractContextManager[object]":
    """Under which every release passes its gate."""
    return mock.patch("tasks.publish.task.evaluate_release", return_value=GateResult(problems=(), remarks=()))


def quick_workbooks() -> "AbstractContextManager[object]":
    """Under which a workbook is written as bytes that tell what it is made from, of the size of a small one."""

    def quick(planned: PlannedWorkbook) -> bytes:
        return planned.digest().encode() * 1_000

    return mock.patch.object(PlannedWorkbook, "write", quick)


def _plain_functions() -> dict[str, object]:
    """Stand-ins for tasks, by the name under which flows know them."""
    daily, ingest = import_module("flows.run_daily"), import_module("flows.steps.ingest")
    publication = import_module("flows.steps.publication")
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

    return {
        **{
            f"flows.steps.ingest.{name}": getattr(ingest, name).fn
            for name in ("receive_inbox", "give_receipts", "answer_checks")
        },
        "flows.steps.ingest.hold_conservation": ingest.hold_conservation.fn,
        **{
            f"flows.steps.publication.{name}": getattr(publication, name).fn
            for name in ("measure_facts", "publish_release", "mirror_releases")
        },
        "flows.run_daily.build_data_docs": daily.build_data_docs.fn,
        "flows.steps.ingest.report_failure": ingest.report_failure.fn,
        "flows.steps.ingest.ingest_batch": Submitted(),
        "flows.steps.publication.show_in_ui": lambda *_: None,
    }


Around = Callable[[], "AbstractContextManager[object]"]  # what a run is disturbed by, made in its process


def acting(moment: Moment, act: Callable[[], None]) -> Around:
    """Under which the process acts at that moment."""
    return partial(_acting, moment, act)


def announced(begun: Any) -> Around:
    """Under which the run says that it has begun."""
    return partial(_announced, begun)


@contextmanager
def _announced(begun: Any) -> Iterator[None]:
    begun.set()
    yield


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _acting(moment: Moment, act: Callable[[], None]) -> Any:
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
            act()
        result = original(*arguments, **named)
        if is_it and moment.after:
            act()
        return result

    return mock.patch.object(owner, name, dying)


def main(how: str, arguments: Sequence[str]) -> None:
    """`ucj` with these arguments, disturbed while it works on a file."""
    from deployments import cli

    load: Any = import_module("tasks.load.load")
    conform = load.conform

    def slow(*given: Any, **named: Any) -> Any:
        sys.stderr.write("working\n")
        time.sleep(SLOW_SECONDS)
        return conform(*given, **named)

    def faulty(frame: Any, **named: Any) -> Any:
        if frame.height == FAULTY_PEOPLE:
            raise ValueError(f"could not convert {PLANTED_NIK}")
        return conform(frame, **named)

    disturbances: dict[str, Callable[[], Any]] = {
        UNDISTURBED: nullcontext,
        KILLED: acting(Moment("tasks.ingest.ingest:load_position", after=True), die),
        SLOWED: lambda: mock.patch.object(load, "conform", slow),
        FAULTY: lambda: mock.patch.object(load, "conform", faulty),
    }
    with quick_workbooks(), disturbances[how](), as_its_list_says(Path(os.environ["UCJ_HOME"])):
        sys.argv = ["ucj", *arguments]
        cli.main()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
