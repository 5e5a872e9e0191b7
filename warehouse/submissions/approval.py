"""What an operator decides about a submission: a held one goes on; one that is held or waits is refused for good."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from warehouse.catalogue.transactions import writing
from warehouse.errors import SubmissionNotHeld
from warehouse.records import (
    BY_OPERATOR,
    PENDING,
    REFUSED_BY_OPERATOR,
    WITHDRAWN,
    Cause,
    Counts,
    Status,
    Submission,
    Verdict,
)
from warehouse.submissions.lookup import issues_in, submission_in
from warehouse.submissions.submissions import finalise_in

APPROVED_AT = "approved_at"
READINGS = "readings"


def approve(
    engine: Engine, submission_id: int, *, at: datetime, note: str = "", readings: Mapping[str, str] | None = None
) -> Submission:
    """Make a submission that is held, or was withdrawn, pending again, marked as approved; the next run loads it.

    readings: how to read columns, by field name, in place of what their cells suggest; they stay with the submission
    and stand in its history before the note. With them a file that was refused for its content is judged again too, and
    may then be held.
    Its counts and issues are written anew when it is. Raises `SubmissionUnknown`, `SubmissionNotHeld`.
    """
    with writing(engine) as connection:
        withdrawn = submission_in(connection, submission_id).reason_code == WITHDRAWN
        statuses = {Status.HELD, Status.REFUSED} if readings or withdrawn else {Status.HELD}
        before = _undecided(connection, submission_id, statuses, verb="approve")
        by_hand = before.reason_code in BY_OPERATOR and not withdrawn
        if before.status is Status.REFUSED and (before.contract_version is None or by_hand):
            raise SubmissionNotHeld(f"{before.label} was refused ({before.reason_code}): the file has to come again.")
        set_by_hand = ", ".join(f"{name}={reading}" for name, reading in sorted((readings or {}).items()))
        said = " ".join(part for part in (f"read {set_by_hand}." if set_by_hand else "", note) if part)
        details: Mapping[str, Any] = {
            **({APPROVED_AT: at.isoformat()} if before.status is Status.HELD or withdrawn else {}),
            "reason_detail": said,
            **({READINGS: {**readings_of(before), **readings}} if readings else {}),
        }
        verdict = Verdict(status=Status.RECEIVED, details=details)
        finalise_in(connection, submission_id, verdict=verdict, cause=Cause.OPERATOR, at=at)
        return submission_in(connection, submission_id)


def refuse(engine: Engine, submission_id: int, *, at: datetime, note: str) -> Submission:
    """Refuse for good a submission that is held, waits to be judged or was given up.

    The branch reads the note in its receipt, so it must name nobody. Raises `SubmissionUnknown`, `SubmissionNotHeld`.
    """
    with writing(engine) as connection:
        held = _undecided(connection, submission_id, {Status.HELD, *PENDING}, verb="refuse")
        verdict = Verdict(
            status=Status.REFUSED,
            counts=Counts(
                rows_read=held.rows_read,
                rows_rejected=held.rows_rejected,
                rows_merged=held.rows_merged,
                rows_warned=held.rows_warned,
            ),
            issues=issues_in(connection, submission_id),
            reason_code=REFUSED_BY_OPERATOR,
            contract_version=held.contract_version,
            rules_version=held.rules_version,
            details={"reason_detail": note},
        )
        finalise_in(connection, submission_id, verdict=verdict, cause=Cause.OPERATOR, at=at)
        return submission_in(connection, submission_id)


def readings_of(submission: Submission) -> Mapping[str, str]:
    """How an operator said to read columns of this submission, by field name; empty when none did."""
    return dict(submission.details.get(READINGS, {}))


def is_approved(submission: Submission) -> bool:
    """Whether an operator has let this submission go on."""
    return APPROVED_AT in submission.details


def _undecided(connection: Connection, submission_id: int, statuses: Collection[Status], *, verb: str) -> Submission:
    submission = submission_in(connection, submission_id, lock=True)
    if submission.status not in statuses:
        approved = ", and approved already: the next `ucj run` takes it up" if is_approved(submission) else ""
        raise SubmissionNotHeld(
            f"{submission.label} is {submission.status}, not held{approved}: there is nothing to {verb}."
        )
    return submission
