"""Submissions: every delivery is registered once, and settled once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, or_, select, update

from warehouse.duplicates import original_of
from warehouse.errors import SubmissionUnknown
from warehouse.models import SubmissionIssueRow, SubmissionRow
from warehouse.records import Arrival, Issue, Status, Submission, Verdict
from warehouse.transactions import reading, writing


def register(engine: Engine, arrival: Arrival) -> Submission:
    """Enter a delivery: `received`, `refused` at the door, or `duplicate` of known bytes (`duplicates.original_of`).

    The same delivery again (folder, name, bytes and time of change), as a sweep after a crash sees it, gives the row
    that is there. One that was refused or failed may be delivered anew: then it is a new submission. A refusal at the
    door goes before the bytes, so that a misnamed copy is told so whichever of the two files came first.
    """
    with writing(engine) as connection:
        again = _same_delivery(connection, arrival)
        if again is not None:
            return again
        original = None if arrival.refusal else original_of(connection, arrival)
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
            details=dict(arrival.details),
            rows_read=0,
            rows_accepted=0,
            rows_rejected=0,
            rows_merged=0,
            rows_warned=0,
        )
        number = connection.execute(row.returning(SubmissionRow.id)).scalar_one()
        return submission_in(connection, number)


def settle(engine: Engine, submission_id: int, *, verdict: Verdict, at: datetime) -> Submission:
    """Record the end of a pending submission that loads nothing (refused, held, failed); returns it as it now is.

    What is settled stays settled: a second verdict changes nothing. `load.load_position` settles accepted ones.
    """
    with writing(engine) as connection:
        submission = submission_in(connection, submission_id, lock=True)
        if submission.status is Status.RECEIVED:
            settle_in(connection, submission_id, verdict=verdict, at=at)
        return submission_in(connection, submission_id)


def settle_in(
    connection: Connection, submission_id: int, *, verdict: Verdict, at: datetime, superseded_by: int | None = None
) -> None:
    """Write a verdict within a transaction; `superseded_by` is given when another submission is in force."""
    before = submission_in(connection, submission_id)
    connection.execute(
        update(SubmissionRow)
        .where(SubmissionRow.id == submission_id)
        .values(
            status=verdict.status if superseded_by is None else Status.SUPERSEDED,
            superseded_by=superseded_by,
            reason_code=verdict.reason_code,
            rows_read=verdict.counts.rows_read,
            rows_accepted=verdict.counts.rows_accepted,
            rows_rejected=verdict.counts.rows_rejected,
            rows_merged=verdict.counts.rows_merged,
            rows_warned=verdict.counts.rows_warned,
            contract_version=verdict.contract_version,
            rules_version=verdict.rules_version,
            finished_at=at,
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
    """What was received and not yet judged, in order of arrival; after a crash, what the next run takes up."""
    return list_submissions(engine, statuses={Status.RECEIVED})


def list_submissions(
    engine: Engine,
    *,
    statuses: Collection[Status] | None = None,
    branch: str | None = None,
    feed: str | None = None,
    ids: Collection[int] | None = None,
    finished_since: datetime | None = None,
) -> list[Submission]:
    """Submissions in order of arrival; every condition given must hold."""
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
        query = query.where(SubmissionRow.finished_at >= finished_since, SubmissionRow.status != Status.RECEIVED)
    with reading(engine) as connection:
        return [Submission.of(row) for row in connection.execute(query).mappings()]


def get(engine: Engine, submission_id: int) -> Submission:
    """One submission; raises `SubmissionUnknown`."""
    with reading(engine) as connection:
        return submission_in(connection, submission_id)


def issues_of(engine: Engine, submission_id: int) -> tuple[Issue, ...]:
    """The issues of a submission, by code."""
    table = SubmissionIssueRow
    query = select(table.code, table.severity, table.columns, table.row_count).order_by(table.code)
    with reading(engine) as connection:
        rows = connection.execute(query.where(table.submission_id == submission_id))
        return tuple(
            Issue(code=row.code, severity=row.severity, columns=tuple(row.columns), row_count=row.row_count)
            for row in rows
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
            goes_on if arrival.refusal is None else or_(goes_on, table.reason_code == arrival.refusal),
        )
        .order_by(table.id.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Submission.of(row)
