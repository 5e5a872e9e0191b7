"""After runs that did not end (killed, or ended by a fault): what they left half written, and the receipts they owe."""

import shutil
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from sqlalchemy import Engine

from settings import Settings
from tasks.check.set_aside import receipt_tells
from warehouse.records import RunState, Submission
from warehouse.runs import list_runs
from warehouse.standing import beside, replaced_original
from warehouse.storage import storing
from warehouse.submissions import list_submissions

NOT_ENDED = {RunState.INTERRUPTED, RunState.FAILED}


def unended_since(engine: Engine) -> datetime | None:
    """When the first of the unended runs right before the one under way began; None when the run before it ended."""
    earlier = reversed(list_runs(engine)[:-1])
    unended = list(takewhile(lambda run: run.state in NOT_ENDED, earlier))
    return unended[-1].started_at if unended else None


def before_began(engine: Engine) -> datetime:
    """When the run before the one under way began; long ago when there was none."""
    earlier = list_runs(engine)[:-1]
    return earlier[-1].started_at if earlier else datetime.min.replace(tzinfo=UTC)


def owed_receipts(engine: Engine, *, since: datetime, outbox: Path) -> tuple[Submission, ...]:
    """What those runs settled or replaced without telling the branch, in order of arrival.

    A run may be killed between a verdict and its receipt, or that of a file which the verdict replaced.
    """
    owed: dict[int, Submission] = {}
    for settled in list_submissions(engine, finished_since=since):
        for one in (settled, *beside(engine, settled)):
            if not receipt_tells(one, replaced=replaced_original(engine, one), outbox=outbox):
                owed[one.id] = one
    return tuple(owed[number] for number in sorted(owed))


def remove_drafts(settings: Settings) -> int:
    """Remove what was being written when a run was killed; returns how many. Only under the run lock.

    Objects of the lake are not among them, every run begins by removing those (`tasks.identity.ready`), nor releases:
    the next one that is built removes its own (`tasks.publish.release`).
    """
    key = settings.key_path
    drafts = [
        *settings.path("archive").glob(".*"),
        *settings.path("quarantine").glob(".*"),
        *settings.path("outbox").glob("*/.S[0-9]*"),
        *settings.path("docs").glob("validations/.*"),
        *settings.path("docs").glob("site/.*"),
        *settings.path("docs").glob("site/*/.*"),
        *key.parent.glob(f".{key.name}.*"),
    ]
    with storing(settings.home):
        for draft in drafts:
            if draft.is_dir() and not draft.is_symlink():
                shutil.rmtree(draft)
            else:
                draft.unlink(missing_ok=True)
    return len(drafts)
