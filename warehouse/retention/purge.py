"""What may be purged, and the record of it. The catalogue is marked first, files go after: a killed purge is finished
by the next one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, bindparam, delete, extract, func, insert, select, update

from expectations.contracts import feeds_of_kind
from expectations.contracts.schema import FeedKind
from warehouse.catalogue.transactions import reading, writing
from warehouse.dimensions.month_ends import is_month_end
from warehouse.figures.tables import FACT_TABLE
from warehouse.models.models import (
    FACT_ROWS,
    LakeObjectRow,
    PurgeArchiveRow,
    PurgeRow,
    ReleaseObject,
    SubmissionRow,
)
from warehouse.records import PENDING, TAKEN, Status
from warehouse.releases.releases import list_releases


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long what is kept, in days, and the day and moment from which it counts.

    thin_after: see `positions.live_positions`. objects: lake objects after they went out of force. releases: what the
    releases of other days than month ends are made of. archive: delivered bytes.
    """

    today: date
    now: datetime
    thin_after: int
    objects: int
    releases: int
    archive: int

    @property
    def thinned_before(self) -> date:
        """Positions before this day are thinned."""
        return self.today - timedelta(days=self.thin_after)

    def record(self) -> dict[str, Any]:
        """Data for the audit record of a purge."""
        return {
            "today": self.today.isoformat(),
            "thin_after_days": self.thin_after,
            "object_retention_days": self.objects,
            "release_retention_days": self.releases,
            "archive_retention_days": self.archive,
        }


@dataclass(frozen=True, kw_only=True)
class OldObject:
    """A lake object that no reader needs any more; `why`: thinned, replaced or withdrawn."""

    id: int
    path: str
    bytes: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Collected:
    """Objects, archives and figures that a purge removed."""

    object_count: int
    archive_count: int
    date_count: int
    bytes: int


def kept_releases(engine: Engine, *, retention: Retention) -> dict[str, date]:
    """Releases whose objects and figures stay, with their dates: the current one, month ends, and what is young.

    One that was withdrawn keeps nothing.
    """
    young = retention.now - timedelta(days=retention.releases)
    standing = [one for one in list_releases(engine) if not one.is_withdrawn]
    return {
        one.id: one.as_of for one in standing if one.is_current or is_month_end(one.as_of) or one.created_at > young
    }


def old_objects(engine: Engine, *, retention: Retention) -> list[OldObject]:
    """Objects out of force for longer than their retention time that no kept release is made of, by number.

    An object goes out of force when anything changes in its slot, or on the day on which it is thinned.
    """
    table = LakeObjectRow
    kept = set(kept_releases(engine, retention=retention))
    slot = (table.feed, table.branch, table.position_date)
    month = (table.feed, table.branch, extract("year", table.position_date), extract("month", table.position_date))
    in_force = func.max(table.position_date).filter(table.live)
    query = select(
        table.__table__,
        func.max(table.loaded_at).over(partition_by=slot).label("slot_loaded"),
        func.max(SubmissionRow.finished_at).over(partition_by=slot).label("slot_settled"),
        in_force.over(partition_by=month).label("last_of_month"),
    ).join(SubmissionRow, SubmissionRow.id == table.submission_id)
    with reading(engine) as connection:
        tied = {
            number
            for release, number in connection.execute(select(ReleaseObject.release_id, ReleaseObject.lake_object_id))
            if release in kept
        }
        rows = [row for row in connection.execute(query.order_by(table.id)).mappings() if row["purged_at"] is None]
    old_day = retention.thinned_before - timedelta(days=retention.objects)
    old_moment = retention.now - timedelta(days=retention.objects)
    snapshots, found = feeds_of_kind(FeedKind.SNAPSHOT), []
    for row in rows:
        thinned = row["feed"] in snapshots and row["position_date"] < min(old_day, row["last_of_month"] or date.min)
        settled = max(row["slot_loaded"], row["slot_settled"] or row["slot_loaded"])
        if row["id"] not in tied and (thinned if row["live"] else settled < old_moment):
            why = "thinned" if row["live"] else "out of force"
            found.append(OldObject(id=row["id"], path=row["path"], bytes=row["bytes"], why=why))
    return found


def purged_paths(engine: Engine) -> list[str]:
    """Files of purged objects that no object still has, sorted; most of them are gone."""
    table = LakeObjectRow
    held = select(table.path).where(table.purged_at.is_(None))
    query = select(table.path).where(table.purged_at.is_not(None), table.path.not_in(held)).distinct()
    with reading(engine) as connection:
        return sorted(connection.execute(query).scalars())


def old_archives(engine: Engine, *, retention: Retention) -> list[str]:
    """SHA-256 of delivered bytes that nothing needs any more, sorted.

    Needed are those of submissions that are not judged for good (pending, held, failed), that arrived within the
    retention time, that stand for a branch and feed now (its newest position), and the official numbers in force.
    """
    table, lake = SubmissionRow, LakeObjectRow
    newest = (
        select(lake.feed, lake.branch, func.max(lake.position_date).label("day"))
        .where(lake.live)
        .group_by(lake.feed, lake.branch)
        .subquery()
    )
    standing = select(lake.submission_id).join(
        newest,
        and_(newest.c.feed == lake.feed, newest.c.branch == lake.branch, newest.c.day == lake.position_date),
    )
    official = select(lake.submission_id).where(lake.live, lake.feed.in_(feeds_of_kind(FeedKind.REFERENCE)))
    young = retention.now - timedelta(days=retention.archive)
    with reading(engine) as connection:
        needed_ids = set(connection.execute(standing.where(lake.live)).scalars())
        needed_ids |= set(connection.execute(official).scalars())
        rows = connection.execute(select(table.id, table.sha256, table.status, table.received_at)).all()
    unsettled = PENDING | {Status.HELD}
    needed = {row.sha256 for row in rows if row.id in needed_ids or row.status in unsettled or row.received_at > young}
    return sorted({row.sha256 for row in rows} - needed)


def old_fact_dates(engine: Engine, *, retention: Retention) -> list[date]:
    """Dates within months whose figures may leave the catalogue: thinned by now, and of no kept release."""
    kept = set(kept_releases(engine, retention=retention).values())
    column = FACT_ROWS["ucj_coverage"].c.as_of
    with reading(engine) as connection:
        dates = connection.execute(select(column).distinct().order_by(column)).scalars().all()
    return [day for day in dates if day < retention.thinned_before and not is_month_end(day) and day not in kept]


def mark_purged(
    engine: Engine, *, objects: Collection[OldObject], archives: Collection[str], retention: Retention
) -> int:
    """Record in one transaction that these are purged, before any file goes; returns the number of the purge."""
    with writing(engine) as connection:
        if objects:
            mark = update(LakeObjectRow).where(LakeObjectRow.id == bindparam("number"))
            values = {"purged_at": retention.now, "live": False}
            connection.execute(mark.values(**values), [{"number": one.id} for one in objects])
        if archives:
            again = delete(PurgeArchiveRow).where(PurgeArchiveRow.sha256 == bindparam("digest"))
            connection.execute(again, [{"digest": sha256} for sha256 in archives])
            rows = [{"sha256": sha256, "purged_at": retention.now} for sha256 in archives]
            connection.execute(insert(PurgeArchiveRow), rows)
        nothing = dict.fromkeys(Collected.__dataclass_fields__, 0)
        row = insert(PurgeRow).values(started_at=retention.now, settings=retention.record(), **nothing)
        return connection.execute(row.returning(PurgeRow.id)).scalar_one()


def forget_facts(engine: Engine, *, as_of: date) -> None:
    """Drop the figures of a date from the catalogue; its release, if there is one, still has them."""
    with writing(engine) as connection:
        for name in FACT_TABLE:
            stored = FACT_ROWS[name]
            connection.execute(delete(stored).where(stored.c.as_of == as_of))


def finish_purge(engine: Engine, purge_id: int, *, collected: Collected, at: datetime) -> None:
    """Record what a purge collected, at its end."""
    values: Mapping[str, Any] = {**collected.__dict__, "ended_at": at}
    with writing(engine) as connection:
        connection.execute(update(PurgeRow).where(PurgeRow.id == purge_id).values(**values))


def archive_purged_at(engine: Engine, sha256: str) -> datetime | None:
    """When delivered bytes were purged from the archive."""
    table = PurgeArchiveRow
    with reading(engine) as connection:
        return connection.execute(select(table.purged_at).where(table.sha256 == sha256)).scalar_one_or_none()


def purged_submissions(engine: Engine) -> set[int]:
    """Submissions that count as taken, but whose rows are no longer in the lake."""
    table = LakeObjectRow
    newest = select(func.max(table.id)).group_by(table.submission_id)
    taken = select(SubmissionRow.id).where(SubmissionRow.status.in_(TAKEN))
    query = select(table.submission_id).where(
        table.id.in_(newest), table.purged_at.is_not(None), table.submission_id.in_(taken)
    )
    with reading(engine) as connection:
        return set(connection.execute(query).scalars())
