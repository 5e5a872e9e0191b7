"""Submissions: every delivery is registered once, and gets a final state once."""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from warehouse.catalogue.transactions import writing
from warehouse.models.models import SubmissionIssueRow, SubmissionRow
from warehouse.records import (
    GIVEN_UP,
    PENDING,
    PROCESSING_FAULT,
    SAME_BYTES,
    Arrival,
    Cause,
    Status,
    Submission,
    Verdict,
)
from warehouse.submissions.duplicates import original_of, same_elsewhere
from warehouse.submissions.lookup import submission_in
from warehouse.submissions.verdicts import record_verdict, verdicts_in


def register(engine: Engine, arrival: Arrival) -> Submission:
    """Enter a delivery: `received`, `refused` on arrival, or `duplicate` of known bytes (`duplicates.original_of`).

    The same delivery again (folder, name, bytes and time of change), as a sweep after a crash sees it, gives the row
    that is there. One that was refused or failed may be delivered anew: then it is a new submission. A refusal at the
    door goes before the bytes, so that a misnamed copy is told so whichever of the two files came first.
    """
    with writing(engine) as connection:
        return register_in(connection, arrival)


def register_in(connection: Connection, arrival: Arrival) -> Submission:
    """The same within a transaction."""
    again = _same_delivery(connection, arrival)
    if again is not None:
        return again
    original = None if arrival.refusal else original_of(connection, arrival)
    elsewhere = same_elsewhere(connection, arrival) if original is None and arrival.refusal is None else []
    status = Status.REFUSED if arrival.refusal else Status.RECEIVED if original is None else Status.DUPLICATE
    row = insert(SubmissionRow).values(
        sha256=arrival.sha256,
        bytes=arrival.bytes,
        file_name=arrival.file_name,
        folder=arrival.folder,
        mtime_ns=arrival.mtime_ns,
        received_at=arrival.received_at,
        branch=arrival.branch,
        feed=arrival.feed,
        position_date=arrival.position_date,
        revision=arrival.revision,
        status=status,
        reason_code=arrival.refusal,
        duplicate_of=original,
        finished_at=None if status is Status.RECEIVED else arrival.received_at,
        details={**arrival.details, **({SAME_BYTES: elsewhere} if elsewhere else {})},
        rows_read=0,
        rows_accepted=0,
        rows_rejected=0,
        rows_merged=0,
        rows_warned=0,
    )
    number = connection.execute(row.returning(SubmissionRow.id)).scalar_one()
    if status is not Status.RECEIVED:
        verdict = Verdict(status=status, reason_code=arrival.refusal, details=arrival.details)
        record_verdict(connection, number, verdict=verdict, cause=Cause.ARRIVAL, at=arrival.received_at)
    return submission_in(connection, number)


def finalise_submission(engine: Engine, submission_id: int, *, verdict: Verdict, at: datetime) -> Submission:
    """Record the end of a pending submission that loads nothing (refused, held); returns it as it now is.

    What is settled stays settled: a second verdict changes nothing. `load.load_position` settles accepted ones.
    """
    with writing(engine) as connection:
        submission = submission_in(connection, submission_id, lock=True)
        if submission.status in PENDING:
            finalise_in(connection, submission_id, verdict=verdict, cause=Cause.CHECK, at=at)
        return submission_in(connection, submission_id)


def fail(engine: Engine, submission_id: int, *, fault: str, max_attempts: int, at: datetime) -> Submission:
    """Record that an attempt to judge a pending submission failed; the `max_attempts`-th failure gives it up.

    fault: what went wrong, without values. What was settled before the fault stays as it is.
    """
    with writing(engine) as connection:
        submission = submission_in(connection, submission_id, lock=True)
        if submission.status in PENDING:
            fail_in(connection, submission_id, fault=fault, max_attempts=max_attempts, at=at)
        return submission_in(connection, submission_id)


def fail_in(connection: Connection, submission_id: int, *, fault: str, max_attempts: int, at: datetime) -> None:
    """Record a failed attempt within a transaction."""
    failures = sum(past.cause is Cause.FAULT for past in verdicts_in(connection, submission_id)) + 1
    verdict = Verdict(
        status=Status.FAILED,
        reason_code=GIVEN_UP if failures >= max_attempts else PROCESSING_FAULT,
        details={"reason_detail": fault},
    )
    finalise_in(connection, submission_id, verdict=verdict, cause=Cause.FAULT, at=at)


def finalise_in(
    connection: Connection,
    submission_id: int,
    *,
    verdict: Verdict,
    cause: Cause,
    at: datetime,
    lake_object_id: int | None = None,
) -> None:
    """Write a verdict and its issues within a transaction, in place of the one before, which the history keeps."""
    before = submission_in(connection, submission_id)
    record_verdict(connection, submission_id, verdict=verdict, cause=cause, at=at, lake_object_id=lake_object_id)
    connection.execute(delete(SubmissionIssueRow).where(SubmissionIssueRow.submission_id == submission_id))
    connection.execute(
        update(SubmissionRow)
        .where(SubmissionRow.id == submission_id)
        .values(
            status=verdict.status,
            superseded_by=None,
            attempt_began_at=None,
            reason_code=verdict.reason_code,
            rows_read=verdict.counts.rows_read,
            rows_accepted=verdict.counts.rows_accepted,
            rows_rejected=verdict.counts.rows_rejected,
            rows_merged=verdict.counts.rows_merged,
            rows_warned=verdict.counts.rows_warned,
            contract_version=verdict.contract_version,
            rules_version=verdict.rules_version,
            finished_at=None if verdict.status is Status.RECEIVED else at,
            details={**before.details, **verdict.details},
        )
    )
    if verdict.issues:
        connection.execute(
            insert(SubmissionIssueRow),
            [
                {
                    "submission_id": submission_id,
                    "code": issue.code,
                    "severity": issue.severity,
                    "columns": list(issue.columns),
                    "row_count": issue.row_count,
                }
                for issue in verdict.issues
            ],
        )


def _same_delivery(connection: Connection, arrival: Arrival) -> Submission | None:
    table = SubmissionRow
    goes_on = table.status.not_in([Status.REFUSED, Status.FAILED])
    query = (
        select(table.__table__)
        .where(
            table.sha256 == arrival.sha256,
            table.folder == arrival.folder,
            table.file_name == arrival.file_name,
            table.mtime_ns == arrival.mtime_ns,
            table.archive_erased_at.is_(None),
            goes_on if arrival.refusal is None else or_(goes_on, table.reason_code == arrival.refusal),
        )
        .order_by(table.id.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Submission.of(row)
