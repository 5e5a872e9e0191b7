"""The record of a purge.

The catalogue is marked first, and files are removed after: the next purge finishes one that was killed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, bindparam, delete, func, insert, select, update

from warehouse.catalogue.transactions import reading, writing
from warehouse.figures.tables import FACT_TABLE
from warehouse.models.models import (
    FACT_ROWS,
    LakeObjectRow,
    PurgeArchiveRow,
    PurgeRow,
    SubmissionRow,
)
from warehouse.records import TAKEN
from warehouse.retention.due import OldObject, Retention


@dataclass(frozen=True, kw_only=True)
class Collected:
    """Objects, archives and figures that a purge removed."""

    object_count: int
    archive_count: int
    date_count: int
    bytes: int


def purged_paths(engine: Engine) -> list[str]:
    """Files of purged objects that no object still has, sorted; most of them are gone."""
    table = LakeObjectRow
    held = select(table.path).where(table.purged_at.is_(None))
    query = select(table.path).where(table.purged_at.is_not(None), table.path.not_in(held)).distinct()
    with reading(engine) as connection:
        return sorted(connection.execute(query).scalars())


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
