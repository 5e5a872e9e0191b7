"""Objects of the lake that hold people, whatever became of them: in force, replaced, or kept for a release."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select

from expectations.contracts import FEEDS
from warehouse.catalogue.transactions import reading
from warehouse.models.models import LakeObjectRow, ReleaseObject
from warehouse.records import ObjectFile


@dataclass(frozen=True, kw_only=True)
class KeptObject:
    """An object of the catalogue, and the releases that were made of it."""

    object_id: int
    submission_id: int
    feed: str
    branch: str
    position_date: date
    live: bool
    file: ObjectFile
    releases: tuple[str, ...] = ()


def objects_with_ids(engine: Engine) -> list[KeptObject]:
    """All objects of the feeds that hold people and are not purged, by feed, branch, position date and age."""
    table = LakeObjectRow
    query = (
        select(table.__table__)
        .where(table.feed.in_([name for name, feed in FEEDS.items() if feed.lake.ids]), table.purged_at.is_(None))
        .order_by(table.feed, table.branch, table.position_date, table.id)
    )
    ties = select(ReleaseObject.lake_object_id, ReleaseObject.release_id).order_by(ReleaseObject.release_id)
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
        releases: dict[int, list[str]] = {}
        for object_id, release_id in connection.execute(ties):
            releases.setdefault(object_id, []).append(release_id)
    return [
        KeptObject(
            object_id=row["id"],
            file=ObjectFile.of(row),
            releases=tuple(releases.get(row["id"], ())),
            **{name: row[name] for name in ("submission_id", "feed", "branch", "position_date", "live")},
        )
        for row in rows
    ]
