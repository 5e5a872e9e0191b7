"""What the catalogue says is stored: objects of the lake, delivered files, purges."""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from warehouse.catalogue.transactions import reading
from warehouse.models.models import LakeObjectRow, PurgeArchiveRow, PurgeRow, SubmissionRow
from warehouse.records import submission_label


@dataclass(frozen=True, kw_only=True)
class ObjectInUse:
    """A file of the lake that should be there; `live`: one of the objects it holds the rows of is in force."""

    path: str
    sha256: str
    rows: int
    bytes: int
    submission_id: int
    live: bool


@dataclass(frozen=True, kw_only=True)
class DeliveredFile:
    """Bytes that were delivered; `label`: of their first submission."""

    sha256: str
    bytes: int
    label: str
    purged: bool


def objects_in_use(engine: Engine) -> list[ObjectInUse]:
    """Every file of an object that was not purged, by path; what is in force stands for those that share the file."""
    table = LakeObjectRow
    query = select(table.__table__).where(table.purged_at.is_(None)).order_by(table.path, table.live, table.id)
    with reading(engine) as connection:
        rows = {row["path"]: row for row in connection.execute(query).mappings()}
    names = ObjectInUse.__dataclass_fields__
    return [ObjectInUse(**{name: row[name] for name in names}) for row in rows.values()]


def delivered_files(engine: Engine) -> list[DeliveredFile]:
    """Every delivered content once, in order of arrival."""
    table = SubmissionRow
    query = (
        select(table.sha256, func.min(table.bytes).label("bytes"), func.min(table.id).label("number"))
        .group_by(table.sha256)
        .order_by(func.min(table.id))
    )
    with reading(engine) as connection:
        purged = set(connection.execute(select(PurgeArchiveRow.sha256)).scalars())
        erased = select(table.sha256).where(table.archive_erased_at.is_not(None))
        purged |= set(connection.execute(erased).scalars())
        return [
            DeliveredFile(
                sha256=row.sha256, bytes=row.bytes, label=submission_label(row.number), purged=row.sha256 in purged
            )
            for row in connection.execute(query)
        ]


def unended_purges(engine: Engine) -> int:
    """How many purges since the last one that ended were killed."""
    ended = select(func.max(PurgeRow.id)).where(PurgeRow.ended_at.is_not(None)).scalar_subquery()
    query = select(func.count()).select_from(PurgeRow).where(PurgeRow.id > func.coalesce(ended, 0))
    with reading(engine) as connection:
        return int(connection.execute(query).scalar_one())
