"""Find submissions and their issues: one by its number, those of a branch, those that wait, the one before."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, not_, or_, select

from warehouse.catalogue.transactions import reading
from warehouse.errors import SubmissionUnknown
from warehouse.models.models import SubmissionIssueRow, SubmissionRow
from warehouse.records import GIVEN_UP, PENDING, Issue, Status, Submission


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
    refused on arrival were not judged.
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
