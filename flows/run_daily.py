"""The daily run: everything that waits in the inbox, through all stages, to a published release."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date

from prefect import flow, runtime
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import show_in_ui
from flows.clock import today_in_jakarta
from flows.endings import end_message, end_state, ended
from flows.ingest import INGESTED_PERCENT, ingest_all
from flows.lock import only_one_run
from flows.names import RUN_DAILY
from flows.parameters import day_of
from flows.plain_errors import show_errors_plainly
from flows.run_log import watched_run
from flows.summary import RunSummary, ending_of, notes_of
from flows.ui_progress import ProgressBar
from settings import Settings
from tasks.check.task import build_data_docs, hold_conservation
from tasks.discreet import discreet_faults
from tasks.load.task import give_receipts
from tasks.measure.task import measure_facts
from tasks.publish.task import publish_release
from tasks.receive.task import receive_inbox
from tasks.run_record import close_run, open_run
from tasks.status.read import read_standing
from tasks.watch.read import read_highlights
from warehouse.errors import SURROUNDINGS
from warehouse.records import RunState

progress = logging.getLogger("ucj.progress")
MEASURED_PERCENT = 90  # where the bar of the UI stands when figures are measured
LIMIT_SECONDS = 8 * 3600


def name_of_run() -> str:
    """Which day a run is for, also where the schedule leaves it to the clock."""
    return f"{RUN_DAILY} {runtime.flow_run.parameters.get('as_of') or today_in_jakarta()}"


@flow(
    name=RUN_DAILY,
    flow_run_name=name_of_run,
    task_runner=ThreadPoolTaskRunner(max_workers=2),  # type: ignore[arg-type]
    timeout_seconds=LIMIT_SECONDS,
    persist_result=False,
)
def run_daily(as_of: date | None = None) -> RunSummary:
    """Take, check, load, measure and publish what the branches delivered, as of a date.

    What a branch delivers again replaces what it delivered before; a run that finds nothing new publishes nothing.

    Args:
        as_of: Day the figures hold for. Empty: today in Jakarta. A later day is refused.
    """
    day, today, settings = day_of(as_of), today_in_jakarta(), Settings()
    show_errors_plainly()
    flow_run_id = str(runtime.flow_run.id)
    bar = ProgressBar()
    with (
        discreet_faults(),
        only_one_run(settings),
        watched_run(settings),
        recorded_run(day, flow_run_id, settings) as run,
    ):
        progress.info("receive: looking into %s", settings.path("inbox"))
        bar.show(0, "receive: looking into the inbox")
        intake = receive_inbox(settings, today)
        at_the_door = give_receipts(intake.settled, intake.waiting, settings)
        ingested = ingest_all(intake.waiting, settings, bar)
        hold_conservation(tuple(done.submission for done in (*at_the_door, *ingested)))
        progress.info("measure: as of %s", day)
        bar.show(INGESTED_PERCENT, f"measure: as of {day}")
        measured = measure_facts(day, run.number, settings, today=today)
        if measured is not None:
            progress.info("publish: as of %s", day)
            bar.show(MEASURED_PERCENT, f"publish: as of {day}")
        release = publish_release(measured, settings) if measured is not None else None
        if release is not None and release.problems:
            run.state = RunState.GATED
        build_data_docs(settings)
        standing = read_standing(day, settings, today=today)
        highlights = read_highlights(day, settings)
    summary = RunSummary(
        as_of=day,
        ending=ending_of(release),
        flow_run_id=flow_run_id,
        flow_run_name=str(runtime.flow_run.name),
        branch_list=intake.branch_list,
        submissions=tuple(done.record() for done in (*at_the_door, *ingested)),
        left_in_inbox=tuple({"path": item.path, "reason": item.reason} for item in intake.left),
        release=release.record() if release else None,
        notes=notes_of(
            branch_list=intake.branch_list,
            release=release,
            taken=len(at_the_door) + len(ingested),
            day=day,
            standing=standing,
        ),
        deliveries=standing.deliveries,
    )
    show_in_ui(summary, highlights, settings)
    statuses = [one["status"] for one in summary.submissions]
    message = end_message(summary.ending, statuses)
    bar.show(100, message)
    return ended(summary, name=end_state(summary.ending, statuses), message=message, settings=settings)


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
        with suppress(*SURROUNDINGS):  # what ended the run may keep this from being written: the next run sees it open
            close_run(run.number, state=RunState.FAILED, settings=settings)
        raise
    close_run(run.number, state=run.state, settings=settings)
