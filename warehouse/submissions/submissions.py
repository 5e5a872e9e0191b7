"""Submissions: every delivery is registered once, and settled once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, not_, or_, select, update

from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import SubmissionUnknown
from warehouse.models.models import SubmissionIssueRow, SubmissionRow
from warehouse.records import (
    GIVEN_UP,
    PENDING,
    PROCESSING_FAULT,
    SAME_BYTES,
    Arrival,
    Cause,
    Issue,
    Status,
    Submission,
    Verdict,
)
from warehouse.submissions.duplicates import original_of, same_elsewhere
from warehouse.submissions.verdicts import record_verdict, verdicts_in


def register(engine: Engine, arrival: Arrival) -> Submission:
    """Enter a delivery: `received`, `refused` at the door, or `duplicate` of known bytes (`duplicates.original_of`).

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


def pending(engine: Engine) -> list[Submission]:
    """What the next run takes up, in order of arrival: not yet judged, or failed and not given up."""
    query = select(SubmissionRow.__table__).where(_is_pending()).order_by(SubmissionRow.id)
    with reading(engine) as connection:
        return [Submission.of(row) for row in connection.execute(query).mappings()]


def list_submissions(
    engine: Engine,
    *,
    statuses: Collection[Status] | None = None,
    branch: str | None = None,
    feed: str | None = None,
    ids: Collection[int] | None = None,
    finished_since: datetime | None = None,
) -> list[Submission]:
    """Submissions in order of arrival; every condition given must hold. What is pending is not finished."""
    query = select(SubmissionRow.__table__).order_by(SubmissionRow.id)
    if statuses is not None:
        query = query.where(SubmissionRow.status.in_(statuses))
    if branch is not None:
        query = query.where(SubmissionRow.branch == branch)
    if feed is not None:
        query = query.where(SubmissionRow.feed == feed)
    if ids is not None:
        query = query.where(SubmissionRow.id.in_(ids))
    if finished_since is not None:
        query = query.where(SubmissionRow.finished_at >= finished_since, not_(_is_pending()))
    with reading(engine) as connection:
        return [Submission.of(row) for row in connection.execute(query).mappings()]


def arrivals_of(engine: Engine, digests: Collection[str]) -> set[tuple[str, str, str, int]]:
    """What was registered of files with these SHA-256: that, folder, name and time of the last change of each."""
    table = SubmissionRow
    columns = (table.sha256, table.folder, table.file_name, table.mtime_ns)
    with reading(engine) as connection:
        rows = connection.execute(select(*columns).where(table.sha256.in_(digests)))
        return {(row.sha256, row.folder, row.file_name, row.mtime_ns) for row in rows}


def judged_before(engine: Engine, submission: Submission) -> Submission | None:
    """The delivery before, of the same folder, branch and feed, whose content was judged: what a receipt compares with.

    Before = an earlier position date, or the same one and an earlier arrival; of those the latest. Duplicates and files
    refused at the door were not judged.
    """
    if submission.branch is None or submission.feed is None or submission.position_date is None:
        return None
    table = SubmissionRow
    day = submission.position_date
    query = (
        select(table.__table__)
        .where(
            table.folder == submission.folder,
            table.branch == submission.branch,
            table.feed == submission.feed,
            table.contract_version.is_not(None),
            table.status.not_in([Status.RECEIVED, Status.FAILED]),
            or_(table.position_date < day, and_(table.position_date == day, table.id < submission.id)),
        )
        .order_by(table.position_date.desc(), table.id.desc())
        .limit(1)
    )
    with reading(engine) as connection:
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Submission.of(row)


def get(engine: Engine, submission_id: int) -> Submission:
    """One submission; raises `SubmissionUnknown`."""
    with reading(engine) as connection:
        return submission_in(connection, submission_id)


def issues_of(engine: Engine, submission_id: int) -> tuple[Issue, ...]:
    """The issues of a submission, by code."""
    with reading(engine) as connection:
        return issues_in(connection, submission_id)


def issues_in(connection: Connection, submission_id: int) -> tuple[Issue, ...]:
    """The issues of a submission within a transaction, by code."""
    table = SubmissionIssueRow
    query = select(table.code, table.severity, table.columns, table.row_count).order_by(table.code)
    rows = connection.execute(query.where(table.submission_id == submission_id))
    return tuple(
        Issue(code=row.code, severity=row.severity, columns=tuple(row.columns), row_count=row.row_count) for row in rows
    )


def submission_in(connection: Connection, submission_id: int, *, lock: bool = False) -> Submission:
    """One submission within a transaction; `lock` keeps other writers off its row where a database locks by row."""
    query = select(SubmissionRow.__table__).where(SubmissionRow.id == submission_id)
    row = connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise SubmissionUnknown(
            f"There is no submission S{submission_id:06d}: `ucj submissions` lists those there are."
        )
    return Submission.of(row)


def _is_pending() -> ColumnElement[bool]:
    given_up = and_(SubmissionRow.reason_code.is_not(None), SubmissionRow.reason_code == GIVEN_UP)
    return and_(SubmissionRow.status.in_(PENDING), not_(given_up))


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
