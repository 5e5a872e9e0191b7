"""After runs that did not end (killed, or ended by a fault): what they left half written, and the receipts they owe."""

import time
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from sqlalchemy import Engine

from settings import Settings
from tasks.check.outbox import receipt_tells
from warehouse.catalogue.runs import list_runs
from warehouse.files.disk_errors import storing
from warehouse.files.drafts import drafts_in, remove_drafts
from warehouse.records import RunState, Submission
from warehouse.submissions.lookup import list_submissions
from warehouse.submissions.relations import related_submissions, replaced_original

LEVELS = 2  # of folders below those of the home in which something is written
NOT_OURS, UNLOCKED = {"inbox", "prefect"}, {"watch", "metrics"}
OLD_SECONDS = 24 * 3600.0
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


def pending_receipts(engine: Engine, *, since: datetime, outbox: Path) -> tuple[Submission, ...]:
    """What those runs settled or replaced without telling the branch, in order of arrival.

    A run may be killed between a verdict and its receipt, or that of a file which the verdict replaced.
    """
    found: dict[int, Submission] = {}
    for settled in list_submissions(engine, finished_since=since):
        for one in (settled, *related_submissions(engine, settled)):
            if not receipt_tells(one, replaced=replaced_original(engine, one), outbox=outbox):
                found[one.id] = one
    return tuple(found[number] for number in sorted(found))


def clear_home(settings: Settings) -> int:
    """Remove what was being written when a run was killed; returns how many. Only under the run lock.

    Wherever it lies: what is written outside the run lock (by alarms, by commands) is left alone while it may be under
    way. Not ours are the inbox, where branches write, and Prefect's folder.
    """
    left = []
    with storing(settings.home):
        for folder in settings.home.iterdir():
            if folder.name in UNLOCKED:
                left += [draft for draft in drafts_in(folder) if _is_old(draft)]
            elif folder.name not in NOT_OURS:
                left += drafts_in(folder, levels=LEVELS)
        left += [draft for draft in drafts_in(settings.home) if _is_old(draft)]
        left += drafts_in(settings.key_path.parent)
        return remove_drafts(dict.fromkeys(left))


def _is_old(draft: Path) -> bool:
    try:
        return draft.lstat().st_mtime < time.time() - OLD_SECONDS
    except FileNotFoundError:  # it has its name by now
        return False
