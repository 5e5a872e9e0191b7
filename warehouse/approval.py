"""Let a held submission go on: an operator has looked at it."""

from datetime import datetime

from sqlalchemy import Engine, delete, update

from warehouse.errors import SubmissionNotHeld
from warehouse.models import SubmissionIssueRow, SubmissionRow
from warehouse.records import Status, Submission
from warehouse.submissions import submission_in
from warehouse.transactions import writing

APPROVED_AT = "approved_at"


def approve(engine: Engine, submission_id: int, *, at: datetime) -> Submission:
    """Make a held submission pending again, marked as approved; the next run loads it.

    Its issues are written anew when it is. Raises `SubmissionUnknown`, `SubmissionNotHeld`.
    """
    with writing(engine) as connection:
        held = submission_in(connection, submission_id, lock=True)
        if held.status is not Status.HELD:
            raise SubmissionNotHeld(f"{held.label} is {held.status}, not held: there is nothing to approve.")
        connection.execute(delete(SubmissionIssueRow).where(SubmissionIssueRow.submission_id == submission_id))
        connection.execute(
            update(SubmissionRow)
            .where(SubmissionRow.id == submission_id)
            .values(
                status=Status.RECEIVED,
                reason_code=None,
                details={**held.details, APPROVED_AT: at.isoformat(), "reason_detail": ""},
            )
        )
        return submission_in(connection, submission_id)


def is_approved(submission: Submission) -> bool:
    """Whether an operator has let this submission go on."""
    return APPROVED_AT in submission.details
