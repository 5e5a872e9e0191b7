"""An operator takes a delivery back: out of force for good, or to the position date that it is really about.

Nothing is rewritten. A withdrawn submission keeps its history and gets one more verdict; what is moved becomes a
submission of its own, which the next run judges by every rule of its new date. In the same transaction the position
that stood in the slot before is in force again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import SubmissionNotHeld
from warehouse.models.models import LakeObjectRow, SubmissionRow
from warehouse.records import (
    ACCEPTED,
    MOVED,
    MOVED_FROM,
    MOVED_TO,
    PENDING,
    TAKEN,
    WITHDRAWN,
    Arrival,
    Cause,
    Counts,
    Status,
    Submission,
    Verdict,
    submission_label,
)
from warehouse.submissions.lookup import issues_in, submission_in
from warehouse.submissions.slots import finalise_slot
from warehouse.submissions.submissions import finalise_in, register_in

IN_FUTURE = "POSITION_IN_FUTURE"  # the one refusal on arrival that another date puts right


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """before, after: the submission. standing: what is in force in its slot now, None where nothing is.

    rows_purged: whether the rows of `standing` are no longer in the lake, so that it counts only once they are made
    again. moved: the submission that carries the content on, where it was moved.
    """

    before: Submission
    after: Submission
    standing: Submission | None
    rows_purged: bool
    moved: Submission | None = None


def withdraw(engine: Engine, submission_id: int, *, lake: Path, at: datetime, note: str) -> Withdrawn:
    """Take a submission that was accepted out of force; what it had replaced is in force again.

    note: why; the branch reads it. Raises `SubmissionUnknown`, `SubmissionNotHeld` (nothing of it was ever taken).
    """
    with writing(engine) as connection:
        before = submission_in(connection, submission_id, lock=True)
        if before.status not in TAKEN:
            raise SubmissionNotHeld(_why_not_withdrawn(before))
        return _taken_back(connection, before, lake=lake, at=at, reason=WITHDRAWN, details={"reason_detail": note})


def move(engine: Engine, submission_id: int, *, arrival: Arrival, lake: Path, at: datetime, note: str) -> Withdrawn:
    """Withdraw a submission and enter its bytes as `arrival`, which says the date that they are about.

    What was held or waits is moved as well, and what was refused for its content or for a date in the future. Raises
    `SubmissionUnknown`, `SubmissionNotHeld`.
    """
    with writing(engine) as connection:
        before = submission_in(connection, submission_id, lock=True)
        problem = why_not_moved(before)
        if problem is not None:
            raise SubmissionNotHeld(problem)
        moved = register_in(connection, replace(arrival, details={**arrival.details, MOVED_FROM: before.id}))
        said = f"{note} -> {moved.label} {moved.position_date}".strip()
        details = {"reason_detail": said, MOVED_TO: moved.id}
        done = _taken_back(connection, before, lake=lake, at=at, reason=MOVED, details=details)
        return replace(done, moved=moved)


def why_not_moved(submission: Submission) -> str | None:
    """Why a submission cannot be moved to another date; None when it can."""
    label = submission.label
    if submission.duplicate_of is not None:
        original = submission_label(submission.duplicate_of)
        return f"{label} is a duplicate: {original} is the one that counts, so move or withdraw that."
    if submission.reason_code == MOVED:
        return f"{label} was moved already: see `ucj explain {label}`."
    on_arrival = submission.contract_version is None and submission.status is Status.REFUSED
    if on_arrival and submission.reason_code != IN_FUTURE:
        return f"{label} was refused on arrival ({submission.reason_code}): another date does not put that right."
    return None


def withdrawn_before(
    engine: Engine, *, sha256: str, branch: str, feed: str, position_date: date, besides: int
) -> str | None:
    """Label of a submission with those bytes that an operator withdrew or moved away from that slot.

    besides: a submission that is not meant, by its id.
    """
    table = SubmissionRow
    with reading(engine) as connection:
        query = select(table.id).where(
            table.sha256 == sha256,
            table.branch == branch,
            table.feed == feed,
            table.position_date == position_date,
            table.reason_code.in_([WITHDRAWN, MOVED]),
            table.id != besides,
        )
        found = connection.execute(query.order_by(table.id.desc()).limit(1)).scalar_one_or_none()
    return None if found is None else submission_label(found)


def _taken_back(
    connection: Connection, before: Submission, *, lake: Path, at: datetime, reason: str, details: Mapping[str, Any]
) -> Withdrawn:
    verdict = Verdict(
        status=Status.REFUSED,
        counts=Counts(
            rows_read=before.rows_read,
            rows_rejected=before.rows_rejected,
            rows_merged=before.rows_merged,
            rows_warned=before.rows_warned,
        ),
        issues=issues_in(connection, before.id),
        reason_code=reason,
        contract_version=before.contract_version,
        rules_version=before.rules_version,
        details=details,
    )
    finalise_in(connection, before.id, verdict=verdict, cause=Cause.OPERATOR, at=at)
    if before.status in TAKEN:
        finalise_slot(connection, before, lake=lake)
    standing = _standing(connection, before) if before.position_date else None
    purged = standing is not None and not _is_live(connection, standing.id)
    after = submission_in(connection, before.id)
    return Withdrawn(before=before, after=after, standing=standing, rows_purged=purged)


def _standing(connection: Connection, member: Submission) -> Submission | None:
    table = SubmissionRow
    query = select(table.__table__).where(
        table.feed == member.feed,
        table.branch == member.branch,
        table.position_date == member.position_date,
        table.status.in_(ACCEPTED),
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Submission.of(row)


def _is_live(connection: Connection, submission_id: int) -> bool:
    query = select(LakeObjectRow.id).where(LakeObjectRow.submission_id == submission_id, LakeObjectRow.live)
    return connection.execute(query).first() is not None


def _why_not_withdrawn(submission: Submission) -> str:
    label, status = submission.label, submission.status
    if submission.duplicate_of is not None:
        return f"{label} is a duplicate: {submission_label(submission.duplicate_of)} is the one to withdraw."
    if status in PENDING or status is Status.HELD:
        return f"{label} is {status}, nothing of it counts yet: `ucj refuse {label} --why ...`."
    return f"{label} is {status} ({submission.reason_code}): nothing of it counts, there is nothing to withdraw."
