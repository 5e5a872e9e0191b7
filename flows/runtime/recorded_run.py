"""A run in the catalogue: opened when it begins, closed with how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date

from settings import Settings
from tasks.execution.run_record import close_run, open_run
from warehouse.errors import ENVIRONMENT_ERRORS
from warehouse.records import RunState


@dataclass
class OpenRun:
    """A run under way, and how it stands at its end."""

    number: int
    state: RunState = RunState.COMPLETED


@contextmanager
def recorded_run(day: date, flow_run_id: str, settings: Settings) -> Iterator[OpenRun]:
    """The run in the catalogue, with how it ended."""
    run = OpenRun(open_run(as_of=day, flow_run_id=flow_run_id, settings=settings))
    try:
        yield run
    except BaseException:
        with suppress(
            *ENVIRONMENT_ERRORS
        ):  # what ended the run may keep this from being written: the next run sees it open
            close_run(run.number, state=RunState.FAILED, settings=settings)
        raise
    close_run(run.number, state=run.state, settings=settings)
