"""Take what lies in the inbox and ingest it: batches of files as task runs, a few at a time."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from prefect import allow_failure
from prefect.futures import PrefectFuture, as_completed

from flows.ui.progress import ProgressBar
from settings import Settings
from tasks.check.deliver import Ingested
from tasks.check.task import hold_conservation
from tasks.ingest.batches import Batch
from tasks.ingest.dropped_checks import answer_checks
from tasks.ingest.receive_task import receive_inbox
from tasks.ingest.task import Outcome, batches_waiting, give_receipts, ingest_batch, report_failure
from tasks.receive.inbox import LeftAlone
from tasks.states import Received
from warehouse.errors import ENVIRONMENT_ERRORS, UcjError

progress = logging.getLogger("ucj.progress")
INGESTED_PERCENT = 70  # where the bar of the UI stands when all files are ingested


@dataclass(frozen=True, kw_only=True)
class IngestedInbox:
    """What a run took from the inbox, those that ended at the door first, and what it left there.

    branch_list: whether there is one.
    """

    ingested: tuple[Ingested, ...]
    left: tuple[LeftAlone, ...]
    branch_list: bool


def take_inbox(today: date, settings: Settings, bar: ProgressBar) -> IngestedInbox:
    """Take, check and load what the branches delivered, and answer them, and those who only asked for a check."""
    progress.info("receive: looking into %s", settings.path("inbox"))
    bar.show(0, "receive: looking into the inbox")
    intake = receive_inbox(settings, today)
    at_the_door = give_receipts(intake.settled, intake.waiting, settings)
    ingested = (*at_the_door, *ingest_all(intake.waiting, settings, bar))
    if intake.checks:
        for answered in answer_checks(intake.checks, settings, today):
            progress.info("check: %s/%s %s", answered.folder, answered.file_name, answered.status)
    hold_conservation(tuple(done.submission for done in ingested))
    return IngestedInbox(ingested=ingested, left=intake.left, branch_list=intake.branch_list)


def ingest_all(waiting: tuple[Received, ...], settings: Settings, bar: ProgressBar) -> tuple[Ingested, ...]:
    """One task run a batch of small files or a large file; a file that fails does not keep the others."""
    running: dict[PrefectFuture[tuple[Outcome, ...]], Batch] = {}
    for batches in batches_waiting(waiting, settings):
        before: PrefectFuture[tuple[Outcome, ...]] | None = None
        for batch in batches:
            after = [allow_failure(before)] if before is not None else []
            before = ingest_batch.submit(batch, settings, wait_for=after, return_state=False)
            running[before] = batch
    done: dict[int, Ingested] = {}
    settled = chain.from_iterable(_outcomes(future, running[future]) for future in as_completed(list(running)))
    for number, (received, outcome) in enumerate(settled, start=1):
        result = report_failure(received, outcome, settings) if isinstance(outcome, str) else outcome
        done[received.submission_id] = result
        shown = {"done": number, "total": len(waiting)}
        progress.info("ingest: %s %s", received.file_name, result.submission.status, extra=shown)
        bar.count(number, len(waiting), "ingest", start=0, end=INGESTED_PERCENT)
    return tuple(done[received.submission_id] for received in waiting)


def _outcomes(future: PrefectFuture[tuple[Outcome, ...]], batch: Batch) -> Iterator[tuple[Received, Outcome]]:
    """What became of each file; a fault of the batch is that of each file that was not settled before it."""
    try:
        outcomes = future.result()
    except ENVIRONMENT_ERRORS:
        raise
    except Exception as fault:
        kind = str(fault) if isinstance(fault, UcjError) else type(fault).__name__
        outcomes = (kind,) * len(batch)
    return zip(batch, outcomes, strict=True)
