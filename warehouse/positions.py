"""Which positions are in force: what the measure stage reads, and what new files are judged against."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, func, select

from warehouse.models import LakeObjectRow, SubmissionRow
from warehouse.records import TAKEN, ObjectFile, Status
from warehouse.transactions import reading


@dataclass(frozen=True, kw_only=True)
class LivePosition:
    """The object in force for one feed, branch and position date."""

    object_id: int
    submission_id: int
    branch: str
    position_date: date
    file: ObjectFile


def live_positions(engine: Engine, feed: str, *, as_of: date) -> list[LivePosition]:
    """The newest live position of each branch on or before `as_of`, by branch."""
    table = LakeObjectRow
    newest = (
        select(table.branch, func.max(table.position_date).label("position_date"))
        .where(table.feed == feed, table.live, table.position_date <= as_of)
        .group_by(table.branch)
        .subquery()
    )
    query = (
        select(table.__table__)
        .join(newest, (table.branch == newest.c.branch) & (table.position_date == newest.c.position_date))
        .where(table.feed == feed, table.live)
        .order_by(table.branch)
    )
    with reading(engine) as connection:
        return [
            LivePosition(
                object_id=row["id"],
                submission_id=row["submission_id"],
                branch=row["branch"],
                position_date=row["position_date"],
                file=ObjectFile(path=row["path"], sha256=row["sha256"], rows=row["rows"], bytes=row["bytes"]),
            )
            for row in connection.execute(query).mappings()
        ]


def ever_delivered(engine: Engine, feed: str) -> list[str]:
    """Branches that ever delivered a file of the feed which was taken or is held, sorted."""
    query = (
        select(SubmissionRow.branch)
        .where(SubmissionRow.feed == feed, SubmissionRow.status.in_(TAKEN | {Status.HELD}))
        .distinct()
        .order_by(SubmissionRow.branch)
    )
    with reading(engine) as connection:
        return [branch for branch in connection.execute(query).scalars() if branch is not None]


def accepted_rows_history(engine: Engine, branch: str, *, feed: str = "enrolment") -> dict[date, int]:
    """Accepted rows of each live position of a branch, by position date in order."""
    query = (
        select(LakeObjectRow.position_date, SubmissionRow.rows_accepted)
        .join(SubmissionRow, SubmissionRow.id == LakeObjectRow.submission_id)
        .where(LakeObjectRow.feed == feed, LakeObjectRow.branch == branch, LakeObjectRow.live)
        .order_by(LakeObjectRow.position_date)
    )
    with reading(engine) as connection:
        return {row.position_date: row.rows_accepted for row in connection.execute(query)}
