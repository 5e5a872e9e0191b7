"""Take what lies in the inbox and ingest it: batches of files as task runs, a few at a time."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from queue import SimpleQueue

from prefect.futures import PrefectFuture

from flows.ui.progress import ProgressBar
from settings import Settings
from tasks.check.deliver import Ingested
from tasks.check.task import hold_conservation
from tasks.execution.retries import WorkerLost
from tasks.ingest.batches import Batch
from tasks.ingest.drop_folders_task import answer_in_drop_folders, fetch_from_drop_folders
from tasks.ingest.dropped_checks import answer_checks
from tasks.ingest.receive_task import receive_inbox
from tasks.ingest.task import Outcome, batches_waiting, give_receipts, ingest_batch, report_failure
from tasks.receive.drop_folders.visit import Visit
from tasks.receive.inbox import LeftAlone
from tasks.states import Received
from warehouse.errors import ENVIRONMENT_ERRORS, UcjError

progress = logging.getLogger("ucj.progress")
BatchFuture = PrefectFuture[tuple[Outcome, ...]]
INGESTED_PERCENT = 70  # where the bar of the UI stands when all files are ingested


@dataclass(frozen=True, kw_only=True)
class IngestedInbox:
    """What a run took from the inbox, those that ended on arrival first, and what it left there.

    branch_list: whether there is one. visits: how drop folders on other machines were visited.
    """

    ingested: tuple[Ingested, ...]
    left: tuple[LeftAlone, ...]
    branch_list: bool
    visits: tuple[Visit, ...] = ()


def take_inbox(today: date, settings: Settings, bar: ProgressBar) -> IngestedInbox:
    """Take, check and load what the branches delivered, and answer them, and those who only asked for a check."""
    visits: tuple[Visit, ...] = ()
    if settings.drop_folders:
        progress.info("fetch: visiting %d drop folders", len(settings.drop_folders))
        bar.show(0, "fetch: visiting drop folders")
        visits = fetch_from_drop_folders(settings)
    progress.info("receive: looking into %s", settings.path("inbox"))
    bar.show(0, "receive: looking into the inbox")
    intake = receive_inbox(settings, today)
    on_arrival = give_receipts(intake.settled, intake.waiting, settings)
    ingested = (*on_arrival, *ingest_all(intake.waiting, settings, bar))
    if intake.checks:
        for answered in answer_checks(intake.checks, settings, today):
            progress.info("check: %s/%s %s", answered.folder, answered.file_name, answered.status)
    hold_conservation(tuple(done.submission for done in ingested))
    if settings.drop_folders:
        visits += answer_in_drop_folders(settings)
    left = tuple(one for visit in visits for one in visit.left)
    return IngestedInbox(ingested=ingested, left=(*left, *intake.left), branch_list=intake.branch_list, visits=visits)


def ingest_all(waiting: tuple[Received, ...], settings: Settings, bar: ProgressBar) -> tuple[Ingested, ...]:
    """One task run a batch of small files or a large file; a file that fails does not keep the others."""
    ended = _ended_batches(batches_waiting(waiting, settings), settings)
    done: dict[int, Ingested] = {}
    settled = chain.from_iterable(_outcomes(future, batch) for batch, future in ended)
    for number, (received, outcome) in enumerate(settled, start=1):
        result = report_failure(received, outcome, settings) if isinstance(outcome, str) else outcome
        done[received.submission_id] = result
        shown = {"done": number, "total": len(waiting)}
        progress.info("ingest: %s %s", received.file_name, result.submission.status, extra=shown)
        bar.count(number, len(waiting), "ingest", start=0, end=INGESTED_PERCENT)
    return tuple(done[received.submission_id] for received in waiting)


def _ended_batches(chains: tuple[tuple[Batch, ...], ...], settings: Settings) -> Iterator[tuple[Batch, BatchFuture]]:
    """Every batch when it has ended, however it ended; the next of its chain is submitted then, and not before.

    A task runner that was told to hold a batch back until another has ended would end it, too, where the worker of that
    one dies. The files of a batch that lost its worker are tried once more, each by itself: only one that loses its
    worker again is to blame.
    """
    ended: SimpleQueue[BatchFuture] = SimpleQueue()
    running: dict[BatchFuture, tuple[Batch, ...]] = {}

    def submit(batches: tuple[Batch, ...]) -> None:
        future = ingest_batch.submit(batches[0], settings, return_state=False)
        running[future] = batches
        future.add_done_callback(ended.put)

    for batches in chains:
        submit(batches)
    while running:
        future = ended.get()
        batch, *later = running.pop(future)
        again = tuple((received,) for received in batch) if len(batch) > 1 and _lost(future) else ()
        if again or later:
            submit((*again, *later))
        if not again:
            yield batch, future


def _lost(future: BatchFuture) -> bool:
    """Whether the workers of a batch died."""
    try:
        future.result()
    except WorkerLost:
        return True
    except Exception:  # told by `_outcomes`
        return False
    return False


def _outcomes(future: BatchFuture, batch: Batch) -> Iterator[tuple[Received, Outcome]]:
    """What became of each file; a fault of the batch is that of each file that was not settled before it."""
    try:
        outcomes = future.result()
    except ENVIRONMENT_ERRORS:
        raise
    except Exception as fault:
        kind = str(fault) if isinstance(fault, UcjError) else type(fault).__name__
        outcomes = (kind,) * len(batch)
    return zip(batch, outcomes, strict=True)
