"""Bind stage 1 to Prefect."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine

from settings import Settings
from tasks.catalogue import catalogue
from tasks.discreet import discreet_faults
from tasks.mend import owed_receipts, remove_drafts, unended_since
from tasks.receive.archive import archive_path
from tasks.receive.branches import load_branches
from tasks.receive.inbox import LeftAlone, wait_until_settled
from tasks.receive.sweep import sweep_files
from tasks.stage_log import logged_stage
from tasks.states import Received
from warehouse.dimensions import sync_branches
from warehouse.records import Submission
from warehouse.submissions import pending


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What a sweep brought: `waiting` goes on to be read (crash leftovers included).

    `settled` ended at the door, or was settled by a run that did not end and has no receipt yet.
    """

    waiting: tuple[Received, ...]
    settled: tuple[Submission, ...]
    left: tuple[LeftAlone, ...]
    branch_list: bool


@task(name="receive", task_run_name="receive inbox", cache_policy=NO_CACHE, persist_result=False)
def receive_inbox(settings: Settings, today: date) -> Intake:
    """Sweep the inbox into the archive."""
    branches = load_branches(settings.branches_path)
    inbox = settings.path("inbox")
    seen = wait_until_settled(inbox, settle_seconds=settings.settle_seconds, wait_seconds=settings.settle_wait_seconds)
    with logged_stage("receive") as line, discreet_faults(), catalogue(settings) as engine:
        owed = _mend(engine, settings)
        sync_branches(engine, [branch.entry() for branch in (branches or {}).values()], on=today)
        sweep = sweep_files(
            seen.files,
            archive=settings.path("archive"),
            engine=engine,
            branches=branches,
            today=today,
            now=datetime.now(UTC),
            max_bytes=settings.max_file_bytes,
        )
        waiting = pending(engine)
        to_read = {submission.id for submission in waiting}
        at_the_door = {s.id: s for s in (*owed, *sweep.submissions) if s.id not in to_read}
        left = seen.left + sweep.left
        line |= {"taken": len(sweep.submissions), "settled": len(at_the_door), "to_read": len(waiting)}
        line["left"] = len(left)
    return Intake(
        waiting=tuple(
            Received.of(submission, archived=archive_path(settings.path("archive"), submission.sha256))
            for submission in waiting
        ),
        settled=tuple(at_the_door[number] for number in sorted(at_the_door)),
        left=left,
        branch_list=branches is not None,
    )


def _mend(engine: Engine, settings: Settings) -> tuple[Submission, ...]:
    """When the run before did not end: clear away its drafts; returns those who never got its receipts."""
    since = unended_since(engine)
    if since is None:
        return ()
    with logged_stage("mend", why="the run before did not end") as line:
        drafts, owed = remove_drafts(settings), owed_receipts(engine, since=since, outbox=settings.path("outbox"))
        line |= {"drafts_removed": drafts, "receipts_owed": len(owed)}
    return owed
