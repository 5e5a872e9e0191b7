"""The daily run: everything that waits in the inbox, through all stages, to a published release."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from prefect import allow_failure, flow, runtime
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import show_in_ui
from flows.clock import today_in_jakarta
from flows.endings import end_message, end_state, ended
from flows.lock import only_one_run
from flows.run_log import logged_run
from flows.summary import RunSummary, ending_of, notes_of
from flows.ui_progress import ProgressBar
from settings import Settings
from tasks.check.task import build_data_docs, hold_conservation
from tasks.discreet import discreet_faults
from tasks.load.ingest import Ingested
from tasks.load.task import give_receipts, ingest_file, report_failure
from tasks.measure.task import measure_facts
from tasks.publish.task import publish_release
from tasks.receive.task import receive_inbox
from tasks.run_record import close_run, open_run
from tasks.states import Received
from tasks.status.read import read_standing
from tasks.watch.read import read_highlights
from warehouse.errors import AsOfInFuture, UcjError
from warehouse.records import RunState

progress = logging.getLogger("ucj.progress")
INGESTED_PERCENT, MEASURED_PERCENT = 70, 90  # where the bar of the UI stands when a part is done


def name_of_run() -> str:
    """Which day a run is for, also where the schedule leaves it to the clock."""
    return f"run-daily {runtime.flow_run.parameters.get('as_of') or today_in_jakarta()}"


@flow(
    name="run-daily",
    flow_run_name=name_of_run,
    task_runner=ThreadPoolTaskRunner(max_workers=2),  # type: ignore[arg-type]
    persist_result=False,
)
def run_daily(as_of: date | None = None) -> RunSummary:
    """Take, check, load and publish, as of a date (default: today in Jakarta)."""
    today = today_in_jakarta()
    day = as_of or today
    if day > today:
        raise AsOfInFuture(f"The as-of date {day} lies after today ({today} in Jakarta): choose an earlier date.")
    settings = Settings()
    flow_run_id = str(runtime.flow_run.id)
    bar = ProgressBar()
    with (
        discreet_faults(),
        only_one_run(settings),
        logged_run(settings),
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
        measured = measure_facts(day, run.number, settings)
        if measured is not None:
            progress.info("publish: as of %s", day)
            bar.show(MEASURED_PERCENT, f"publish: as of {day}")
        release = publish_release(measured, settings) if measured is not None else None
        if release is not None and release.problems:
            run.state = RunState.GATED
        build_data_docs(settings)
        standing = read_standing(day, settings)
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
    return ended(summary, name=end_state(summary.ending, statuses), message=message)


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
        run.state = RunState.FAILED
        raise
    finally:
        close_run(run.number, state=run.state, settings=settings)


def ingest_all(waiting: tuple[Received, ...], settings: Settings, bar: ProgressBar) -> tuple[Ingested, ...]:
    """One task run a file, a few at a time; a file that fails does not keep the others.

    Files of one branch go one after the other, since each is judged against the position before it.
    """
    running: dict[PrefectFuture[Ingested], Received] = {}
    last: dict[str, PrefectFuture[Ingested]] = {}
    for received in waiting:
        before = [allow_failure(last[received.branch])] if received.branch in last else []
        last[received.branch] = ingest_file.submit(received, settings, wait_for=before, return_state=False)
        running[last[received.branch]] = received
    done: dict[int, Ingested] = {}
    for number, future in enumerate(as_completed(list(running)), start=1):
        received = running[future]
        try:
            result = future.result()
        except Exception as fault:
            kind = str(fault) if isinstance(fault, UcjError) else type(fault).__name__
            result = report_failure(received, kind, settings)
        done[received.submission_id] = result
        progress.info(
            "ingest: %s %s",
            received.file_name,
            result.submission.status,
            extra={"done": number, "total": len(waiting)},
        )
        bar.count(number, len(waiting), "ingest", start=0, end=INGESTED_PERCENT)
    return tuple(done[received.submission_id] for received in waiting)
