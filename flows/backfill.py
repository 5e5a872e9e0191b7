"""Backfill: past dates measured and published one after the other, without looking into the inbox."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect import flow, runtime

from expectations.written import counted
from flows.runtime.clock import today_in_jakarta
from flows.runtime.flow_names import BACKFILL
from flows.runtime.recorded_run import recorded_run
from flows.runtime.run_lock import only_one_run
from flows.runtime.run_log import watched_run
from flows.runtime.task_runner import TaskRunnerOfSettings
from flows.steps.finish import EndState, finish_run
from flows.steps.publication import publish_day
from flows.ui.artifacts import show_filled
from flows.ui.progress import ProgressBar
from flows.ui.summary import ending_of
from settings import Settings
from tasks.check.task import build_data_docs
from tasks.execution.redact_errors import redact_errors
from tasks.publish.backfill import Every, dates_between
from warehouse.errors import UcjError

progress = logging.getLogger("ucj.progress")
LIMIT_SECONDS = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What became of one date; `problem` is empty unless the backfill stopped there."""

    as_of: date
    ending: str
    release: str | None
    problem: str = ""

    def record(self) -> dict[str, Any]:
        """Data for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "ending": self.ending,
            "release": self.release,
            "problem": self.problem,
        }


def name_of_backfill() -> str:
    """The name of the flow run: the first and the last date."""
    given = runtime.flow_run.parameters
    return f"backfill {given['first']} to {given['last']}"


@flow(
    name=BACKFILL,
    flow_run_name=name_of_backfill,
    task_runner=TaskRunnerOfSettings(),  # type: ignore[arg-type]
    timeout_seconds=LIMIT_SECONDS,
    persist_result=False,
)
def backfill(first: date, last: date, *, every: Every = Every.MONTH, only: list[date] | None = None) -> list[Filled]:
    """Measure and publish dates between two, in order; stops at the first that fails, which is then the last told.

    `published/current` moves as it does in a daily run: only forward.

    Args:
        first: Day to begin with.
        last: Day to end with, at the latest today in Jakarta.
        every: Month ends between the two, or every day.
        only: Of these dates none but those named. Empty: all.
    """
    settings, today, bar = Settings(), today_in_jakarta(), ProgressBar()
    days = [day for day in dates_between(first, last, every=every, today=today) if only is None or day in only]
    with redact_errors(), only_one_run(settings), watched_run(settings):
        filled = list(fill(days, settings, bar))
        build_data_docs(settings)
    show_filled([one.record() for one in filled])
    return finish_run(
        filled,
        name=end_of_backfill(filled),
        message=f"{len(filled)} of {counted(len(days), 'date')}",
        settings=settings,
    )


def end_of_backfill(filled: Sequence[Filled]) -> EndState:
    """Whether it came to its end, and whether it published anything."""
    endings = {one.ending for one in filled}
    if "failed" in endings:
        return EndState.WITH_FAULTS
    if "held_by_gate" in endings:
        return EndState.HELD_BY_GATE
    return EndState.COMPLETED if "published" in endings else EndState.NOTHING_NEW


def fill(days: Sequence[date], settings: Settings, bar: ProgressBar) -> Iterator[Filled]:
    """One date after the other, each a run of its own in the catalogue."""
    for number, day in enumerate(days, start=1):
        progress.info("backfill: as of %s", day, extra={"done": number - 1, "total": len(days)})
        bar.count(number - 1, len(days), f"backfill: as of {day}, done", start=0, end=100)
        try:
            with recorded_run(day, str(runtime.flow_run.id), settings) as run:
                release = publish_day(day, run, settings)
        except Exception as fault:  # told with the dates that are done, so that the operator can go on from here
            kind = str(fault) if isinstance(fault, UcjError) else type(fault).__name__
            yield Filled(as_of=day, ending="failed", release=None, problem=kind)
            return
        ending = ending_of(release)
        problem = "; ".join(release.problems) if release else ""
        progress.info("backfill: as of %s %s", day, ending, extra={"done": number, "total": len(days)})
        yield Filled(as_of=day, ending=ending, release=release.release_id if release else None, problem=problem)
        if problem:
            return
