"""Take what has settled and say so at once: archived, entered, and the first receipt given, before anything is read.

What the watcher does beside the runs. Neither Prefect nor Great Expectations is needed: a branch hears within seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from settings import Settings
from tasks.check.deliver import ReceiptPlaces, deliver_receipt
from tasks.check.outbox import write_arrival
from tasks.execution.catalogue import catalogue
from tasks.execution.redact_errors import redact_errors
from tasks.receive.branches import load_branches
from tasks.receive.inbox import InboxFile, look
from tasks.receive.intake import only_one_taker, take_in
from warehouse.records import PENDING, Submission
from warehouse.submissions.lookup import pending


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """waiting: what goes on to be read. settled: what ended on arrival (wrong name, duplicate).

    checks: what is only to be checked, which a run answers.
    """

    waiting: tuple[Submission, ...]
    settled: tuple[Submission, ...]
    checks: tuple[InboxFile, ...] = ()


def take_arrivals(files: Sequence[InboxFile], *, settings: Settings, today: date) -> Arrivals:
    """Take files that a look saw as settled, and give each its first receipt."""
    branches = load_branches(settings.branches_path)
    with redact_errors(), catalogue(settings) as engine, only_one_taker(settings):
        taken = take_in(files, branches=branches, settings=settings, engine=engine, today=today).submissions
        waiting = tuple(submission for submission in taken if submission.status in PENDING)
        settled = tuple(submission for submission in taken if submission.status not in PENDING)
        for submission in waiting:
            write_arrival(submission, outbox=settings.path("outbox"))
        for submission in settled:
            deliver_receipt(submission.id, places=ReceiptPlaces.of(settings), engine=engine)
    return Arrivals(waiting=waiting, settled=settled, checks=tuple(file for file in files if file.is_check))


def anything_waits(settings: Settings) -> bool:
    """Whether something was taken that no run has read yet, or lies in the inbox to be checked only."""
    if any(file.is_check for file in look(settings.path("inbox")).files):
        return True
    with redact_errors(), catalogue(settings) as engine:
        return bool(pending(engine))
