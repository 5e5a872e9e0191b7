"""What is past its retention time: lake objects, delivered bytes, figures of dates within months."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, extract, func, select

from expectations.contracts import feeds_of_kind
from expectations.contracts.schema import FeedKind
from warehouse.catalogue.transactions import reading
from warehouse.dimensions.month_ends import is_month_end
from warehouse.models.models import FACT_ROWS, LakeObjectRow, ReleaseObject, SubmissionRow
from warehouse.records import PENDING, Status
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
