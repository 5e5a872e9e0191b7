"""Which positions are in force: what the measure stage reads, and what new files are judged against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, Subquery, and_, extract, func, or_, select

from expectations.contracts import MEASURED
from warehouse.catalogue.transactions import reading
from warehouse.models.models import LakeObjectRow, ReleaseObject, SubmissionRow
from warehouse.records import ACCEPTED, TAKEN, ObjectFile, Status

PROFILE = "profile"


@dataclass(frozen=True, kw_only=True)
class LivePosition:
    """The object in force for one feed, branch and position date; `purged`: its rows are no longer there."""

    object_id: int
    submission_id: int
    branch: str
    position_date: date
    file: ObjectFile
    purged: bool = False


def live_positions(engine: Engine, feed: str, *, as_of: date, thinned_before: date | None = None) -> list[LivePosition]:
    """The newest live position of each branch on or before `as_of`, by branch.

    thinned_before: of positions before this day only the last of a branch and month is looked at (None: of no day).
    """
    kept = _kept(feed, as_of=as_of, thinned_before=thinned_before)
    place = func.row_number().over(partition_by=kept.c.branch, order_by=kept.c.position_date.desc()).label("place")
    ranked = select(kept, place).subquery()
    with reading(engine) as connection:
        return _positions(connection, select(ranked).where(ranked.c.place == 1))


def month_positions(engine: Engine, feed: str, *, until: date) -> list[LivePosition]:
    """The last live position of each branch and month that lies on or before `until`, by branch and date.

    What is thinned is never among them, so they are the same whenever they are asked for.
    """
    with reading(engine) as connection:
        return _positions(connection, select(_kept(feed, as_of=until, thinned_before=date.max)))


def thinned_positions(engine: Engine, feed: str, *, as_of: date, thinned_before: date) -> list[LivePosition]:
    """The positions that `as_of` rested on before they were thinned, by branch; an older one stands for them now."""
    kept = {one.branch: one for one in live_positions(engine, feed, as_of=as_of, thinned_before=thinned_before)}
    return [one for one in live_positions(engine, feed, as_of=as_of) if one != kept.get(one.branch)]


def _kept(feed: str, *, as_of: date, thinned_before: date | None) -> Subquery:
    """What stands in each slot up to a date, thinned: live objects, and those that would be, were they not purged."""
    table = LakeObjectRow
    accepted = select(SubmissionRow.id).where(SubmissionRow.status.in_(ACCEPTED))
    newest = select(func.max(table.id)).group_by(table.submission_id)
    lost = and_(table.purged_at.is_not(None), table.submission_id.in_(accepted), table.id.in_(newest))
    month = (table.branch, extract("year", table.position_date), extract("month", table.position_date))
    standing = (
        select(table.__table__, func.max(table.position_date).over(partition_by=month).label("last_of_month"))
        .where(table.feed == feed, or_(table.live, lost))
        .subquery()
    )
    kept = select(standing).where(standing.c.position_date <= as_of)
    if thinned_before is not None:
        young = standing.c.position_date >= thinned_before
        kept = kept.where(or_(young, standing.c.position_date == standing.c.last_of_month))
    return kept.subquery()


def _positions(connection: Connection, query: Select[Any]) -> list[LivePosition]:
    columns = query.selected_columns
    return [
        LivePosition(
            object_id=row["id"],
            submission_id=row["submission_id"],
            branch=row["branch"],
            position_date=row["position_date"],
            file=ObjectFile.of(row),
            purged=row["purged_at"] is not None,
        )
        for row in connection.execute(query.order_by(columns.branch, columns.position_date)).mappings()
    ]


def ever_delivered(engine: Engine, feed: str, *, as_of: date | None = None) -> list[str]:
    """Branches that ever delivered a file of the feed which was taken or is held, sorted; of a position by `as_of`."""
    query = (
        select(SubmissionRow.branch)
        .where(SubmissionRow.feed == feed, SubmissionRow.status.in_(TAKEN | {Status.HELD}))
        .distinct()
        .order_by(SubmissionRow.branch)
    )
    if as_of is not None:
        query = query.where(SubmissionRow.position_date <= as_of)
    with reading(engine) as connection:
        return [branch for branch in connection.execute(query).scalars() if branch is not None]


def accepted_rows_history(engine: Engine, branch: str, *, feed: str = MEASURED) -> dict[date, int]:
    """Accepted rows of each live position of a branch, by position date in order."""
    query = (
        select(LakeObjectRow.position_date, SubmissionRow.rows_accepted)
        .join(SubmissionRow, SubmissionRow.id == LakeObjectRow.submission_id)
        .where(LakeObjectRow.feed == feed, LakeObjectRow.branch == branch, LakeObjectRow.live)
        .order_by(LakeObjectRow.position_date)
    )
    with reading(engine) as connection:
        return {row.position_date: row.rows_accepted for row in connection.execute(query)}


def profile_before(
    engine: Engine, branch: str, *, feed: str, position_date: date
) -> tuple[date, Mapping[str, Any]] | None:
    """Date and profile of the branch's last live position before a date; None when there is none, or no profile of it.

    Profiles are kept in the details of a submission, under `PROFILE`, since it was judged as a whole.
    """
    query = (
        select(LakeObjectRow.position_date, SubmissionRow.details)
        .join(SubmissionRow, SubmissionRow.id == LakeObjectRow.submission_id)
        .where(
            LakeObjectRow.feed == feed,
            LakeObjectRow.branch == branch,
            LakeObjectRow.live,
            LakeObjectRow.position_date < position_date,
        )
        .order_by(LakeObjectRow.position_date.desc())
        .limit(1)
    )
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None or PROFILE not in row.details else (row.position_date, row.details[PROFILE])


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """An object that a submission brought into the lake, and the releases that rest on it."""

    object_id: int
    live: bool
    loaded_at: datetime
    purged_at: datetime | None
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
                purged_at=row["purged_at"],
                file=ObjectFile.of(row),
                releases=tuple(releases.get(row["id"], ())),
            )
            for row in connection.execute(objects).mappings()
        ]
