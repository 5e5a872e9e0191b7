"""Bind stage 1 to Prefect."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.places import archive_of
from tasks.execution.stage_log import logged_stage
from tasks.execution.stage_task import stage_task
from tasks.ingest.unfinished_runs import before_began, clear_home, pending_receipts, unended_since
from tasks.receive.archive import archive_path
from tasks.receive.branches import load_branches
from tasks.receive.inbox import InboxFile, LeftAlone, wait_until_settled
from tasks.receive.intake import only_one_taker, take_in
from tasks.states import Received
from warehouse.records import Submission
from warehouse.submissions.lookup import pending

RECEIVE_SECONDS = 2 * 3600


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What a sweep brought: `waiting` goes on to be read (crash leftovers included).

    `settled` ended on arrival, or was settled by a run that did not end and has no receipt yet. `checks` were not
    taken: they are only to be checked.
    """

    waiting: tuple[Received, ...]
    settled: tuple[Submission, ...]
    left: tuple[LeftAlone, ...]
    checks: tuple[InboxFile, ...]
    branch_list: bool


@stage_task(name="receive", run_name="receive inbox", time_limit=RECEIVE_SECONDS)
def receive_inbox(settings: Settings, today: date) -> Intake:
    """Sweep the inbox into the archive."""
    branches = load_branches(settings.branches_path)
    inbox = settings.path("inbox")
    seen = wait_until_settled(inbox, settle_seconds=settings.settle_seconds, wait_seconds=settings.settle_wait_seconds)
    with logged_stage("receive") as line, catalogue(settings) as engine, only_one_taker(settings):
        without_receipt = _recover(engine, settings)
        sweep = take_in(seen.files, branches=branches, settings=settings, engine=engine, today=today)
        waiting = pending(engine)
        to_read = {submission.id for submission in waiting}
        on_arrival = {s.id: s for s in (*without_receipt, *sweep.submissions) if s.id not in to_read}
        left = seen.left + sweep.left
        line |= {"taken": len(sweep.submissions), "settled": len(on_arrival), "to_read": len(waiting)}
        line["left"] = len(left)
    return Intake(
        waiting=tuple(
            Received.of(submission, archived=archive_path(archive_of(settings), submission.sha256))
            for submission in waiting
        ),
        settled=tuple(on_arrival[number] for number in sorted(on_arrival)),
        left=left,
        checks=tuple(file for file in seen.files if file.is_check),
        branch_list=branches is not None,
    )


def _recover(engine: Engine, settings: Settings) -> tuple[Submission, ...]:
    """Clear away the drafts of runs that did not end; returns those who never got their receipts.

    A watcher that was killed since the run before began may also have left submissions without a receipt.
    """
    unended = unended_since(engine)
    drafts = clear_home(settings) if unended is not None else 0
    without_receipt = pending_receipts(engine, since=unended or before_began(engine), outbox=settings.path("outbox"))
    if unended is not None or without_receipt:
        with logged_stage("mend", why="a run or the watcher before did not end") as line:
            line |= {"drafts_removed": drafts, "receipts_pending": len(without_receipt)}
    return without_receipt
