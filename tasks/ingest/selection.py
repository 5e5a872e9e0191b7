"""Which archived submissions are judged again."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from expectations.jakarta import JAKARTA
from warehouse.dimensions.regions import Regions
from warehouse.errors import OperatorError
from warehouse.records import Submission
from warehouse.retention.purge import purged_submissions
from warehouse.submissions.lookup import get, list_submissions
from warehouse.submissions.region_version import submissions_of_other_regions
from warehouse.submissions.reprocess import why_not


class NothingSelected(OperatorError):
    """Reprocessing was asked for without saying what: name submissions, or give --all, --feed, --branch or --since."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which submissions to judge again; every condition given must hold. `since`: day of arrival in Jakarta."""

    ids: tuple[int, ...] = ()
    everything: bool = False
    feed: str | None = None
    branch: str | None = None
    since: date | None = None


def select_submissions(engine: Engine, selection: Selection, *, regions: Regions) -> list[Submission]:
    """The submissions that the selection means, in order of arrival; named ones as they are, of others only what can
    be judged again.

    What can not is among them while its rows in force were placed by another list of regions. Raises
    `NothingSelected`, `SubmissionUnknown`.
    """
    if selection == Selection():
        raise NothingSelected("Say what to reprocess: submission numbers, or --all, --feed, --branch, --since.")
    named = {get(engine, number).id for number in selection.ids}
    found = list_submissions(engine, ids=named or None, feed=selection.feed, branch=selection.branch)
    purged = purged_submissions(engine) - named  # to make their rows again unasked would undo the purge
    wanted = named | submissions_of_other_regions(engine, regions)
    return [
        submission
        for submission in found
        if (selection.since is None or submission.received_at.astimezone(JAKARTA).date() >= selection.since)
        and (submission.id in wanted or (why_not(submission) is None and submission.id not in purged))
    ]
