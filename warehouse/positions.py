"""Which positions are in force: what the measure stage reads, and what new files are judged against."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func, select

from warehouse.models import LakeObjectRow, ReleaseObject, ReleaseRow, SubmissionRow
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


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """An object that a submission brought into the lake, and the releases that rest on it."""

    object_id: int
    live: bool
    loaded_at: datetime
    file: ObjectFile
    releases: tuple[str, ...]


def objects_of_submission(engine: Engine, submission_id: int) -> list[StoredObject]:
    """Every object of a submission, oldest first; several when it was reprocessed."""
    table = LakeObjectRow
    objects = select(table.__table__).where(table.submission_id == submission_id).order_by(table.id)
    resting = (
        select(ReleaseObject.lake_object_id, ReleaseObject.release_id)
        .join(table, table.id == ReleaseObject.lake_object_id)
        .where(table.submission_id == submission_id)
        .order_by(ReleaseObject.release_id)
    )
    with reading(engine) as connection:
        releases: dict[int, list[str]] = {}
        for object_id, release_id in connection.execute(resting):
            releases.setdefault(object_id, []).append(release_id)
        return [
            StoredObject(
                object_id=row["id"],
                live=row["live"],
                loaded_at=row["loaded_at"],
                file=ObjectFile(path=row["path"], sha256=row["sha256"], rows=row["rows"], bytes=row["bytes"]),
                releases=tuple(releases.get(row["id"], ())),
            )
            for row in connection.execute(objects).mappings()
        ]


def dates_restated(engine: Engine, *, feed: str = "enrolment") -> list[date]:
    """As-of dates whose releases rest on other positions than are in force for them now, in order.

    A file for an earlier date, a correction or a replay after a change of rules restates them; measuring such a date
    again publishes what holds now.
    """
    tied = (
        select(ReleaseRow.as_of, ReleaseRow.id, LakeObjectRow.path)
        .outerjoin(ReleaseObject, ReleaseObject.release_id == ReleaseRow.id)
        .outerjoin(LakeObjectRow, (LakeObjectRow.id == ReleaseObject.lake_object_id) & (LakeObjectRow.feed == feed))
    )
    with reading(engine) as connection:
        published: dict[date, dict[str, set[str]]] = {}
        for as_of, release_id, path in connection.execute(tied):
            paths = published.setdefault(as_of, {}).setdefault(release_id, set())
            if path is not None:
                paths.add(path)
    return [
        as_of
        for as_of, releases in sorted(published.items())
        if {one.file.path for one in live_positions(engine, feed, as_of=as_of)} not in releases.values()
    ]
