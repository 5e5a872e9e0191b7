"""After runs that did not end (killed, or ended by a fault): what they left half written, and the receipts they owe."""

import json
import shutil
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from sqlalchemy import Engine

from settings import Settings
from tasks.check.receipt import receipt_folder
from warehouse.lake import remove_unfinished
from warehouse.records import ACCEPTED, RunState, Status, Submission
from warehouse.runs import list_runs
from warehouse.submissions import list_submissions

NOT_ENDED = {RunState.INTERRUPTED, RunState.FAILED}


def unended_since(engine: Engine) -> datetime | None:
    """When the first of the unended runs right before the one under way began; None when the run before it ended."""
    earlier = reversed(list_runs(engine)[:-1])
    unended = list(takewhile(lambda run: run.state in NOT_ENDED, earlier))
    return unended[-1].started_at if unended else None


def owed_receipts(engine: Engine, *, since: datetime, outbox: Path) -> tuple[Submission, ...]:
    """What those runs settled without telling the branch: a run may be killed between the verdict and its receipt."""
    settled = list_submissions(engine, finished_since=since)
    return tuple(submission for submission in settled if not _has_receipt(submission, outbox=outbox))


def remove_drafts(settings: Settings) -> int:
    """Remove what was being written when a run was killed; returns how many. Only under the run lock.

    Releases are not among them: the next one that is built removes its own (`tasks.publish.release`).
    """
    key = settings.key_path
    drafts = [
        *settings.path("archive").glob(".*"),
        *settings.path("quarantine").glob(".*"),
        *settings.path("outbox").glob("*/.S[0-9]*"),
        *key.parent.glob(f".{key.name}.*"),
    ]
    for draft in drafts:
        if draft.is_dir() and not draft.is_symlink():
            shutil.rmtree(draft)
        else:
            draft.unlink(missing_ok=True)
    return len(drafts) + remove_unfinished(settings.path("lake"))


def _has_receipt(submission: Submission, *, outbox: Path) -> bool:
    """Whether the receipt that lies there tells the verdict: not an earlier one (failed, held), nor half a file."""
    place = outbox / submission.folder / receipt_folder(submission) / "receipt.json"
    try:
        told = json.loads(place.read_bytes())["status"]
    except (OSError, ValueError):
        return False
    return told == submission.status or (submission.status is Status.SUPERSEDED and told in ACCEPTED)
