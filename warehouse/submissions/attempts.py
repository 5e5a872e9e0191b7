"""Attempts to judge a submission: one that began and never ended tells over which file a process died.

The beginning is committed before the first byte of the file is read. Whatever ends the attempt while its process lives
(a verdict, a fault, a full disk) takes the mark away; a process that is killed leaves it.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, Update, select, update

from warehouse.catalogue.transactions import reading, writing
from warehouse.models.models import SubmissionRow
from warehouse.records import GIVEN_UP, PENDING, Submission
from warehouse.submissions.lookup import submission_in
from warehouse.submissions.submissions import fail_in

DIED = "the process that read the file ended suddenly / proses yang membaca berkas berhenti mendadak"


def begin_attempt(engine: Engine, submission_id: int, *, max_attempts: int, at: datetime) -> Submission:
    """Enter that an attempt begins, if the submission is still to be judged; returns how it stands.

    A mark that is there already is one of an attempt that never ended: it counts as a failure, and the
    `max_attempts`-th gives the submission up instead.
    """
    with writing(engine) as connection:
        submission = submission_in(connection, submission_id, lock=True)
        if submission.attempt_began_at is not None and submission.status in PENDING:
            fail_in(connection, submission_id, fault=DIED, max_attempts=max_attempts, at=at)
            submission = submission_in(connection, submission_id)
        if awaits_verdict(submission):
            connection.execute(_marked(submission_id, at))
        return submission


def end_attempt(engine: Engine, submission_id: int) -> None:
    """Take the mark away: the attempt ended without a verdict, and its process lives."""
    with writing(engine) as connection:
        connection.execute(_marked(submission_id, None))


def end_attempts_in(connection: Connection, *, since: datetime) -> None:
    """Take the marks of one run away within a transaction: it ends while its process lives."""
    began = SubmissionRow.attempt_began_at >= since
    connection.execute(update(SubmissionRow).where(began).values(attempt_began_at=None))


def unended_attempts(engine: Engine) -> list[Submission]:
    """Submissions with a mark, in order of arrival; while no run is under way, processes died over them."""
    query = (
        select(SubmissionRow.__table__).where(SubmissionRow.attempt_began_at.is_not(None)).order_by(SubmissionRow.id)
    )
    with reading(engine) as connection:
        return [Submission.of(row) for row in connection.execute(query).mappings()]


def awaits_verdict(submission: Submission) -> bool:
    """Whether a run is to judge it."""
    return submission.status in PENDING and submission.reason_code != GIVEN_UP


def _marked(submission_id: int, at: datetime | None) -> Update:
    return update(SubmissionRow).where(SubmissionRow.id == submission_id).values(attempt_began_at=at)
