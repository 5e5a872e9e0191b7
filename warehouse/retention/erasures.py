"""Erasures: what the catalogue keeps of them, which never tells who was erased."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, update

from warehouse.catalogue.transactions import reading
from warehouse.models.models import ErasureRow, SubmissionRow
from warehouse.records import Submission


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """One erasure: how much was removed, when, by whom and on what ground."""

    id: int
    erased_at: datetime
    actor: str
    reason: str
    people: int
    rows: int
    objects: int
    archived_files: int


def record_erasure_in(
    connection: Connection,
    *,
    at: datetime,
    actor: str,
    reason: str,
    people: int,
    rows: int,
    objects: int,
    archived: Collection[str],
) -> int:
    """Add the audit row, and mark the submissions of archived contents as erased; returns the erasure's number."""
    table = SubmissionRow
    for digest in archived:
        unmarked = table.sha256 == digest, table.archive_erased_at.is_(None)
        connection.execute(update(table).where(*unmarked).values(archive_erased_at=at))
    row = insert(ErasureRow).values(
        erased_at=at,
        actor=actor,
        reason=reason,
        people=people,
        rows=rows,
        objects=objects,
        archived_files=len(archived),
    )
    return connection.execute(row.returning(ErasureRow.id)).scalar_one()


def submissions_of_contents(engine: Engine, contents: Collection[str]) -> tuple[Submission, ...]:
    """Every delivery of these bytes whose archived file is not erased yet, in order of arrival."""
    table = SubmissionRow
    query = select(table.__table__).where(table.archive_erased_at.is_(None)).order_by(table.id)
    with reading(engine) as connection:
        found = [Submission.of(row) for row in connection.execute(query).mappings()]
    return tuple(one for one in found if one.sha256 in contents)


def erased_contents(engine: Engine) -> list[str]:
    """SHA-256 of deliveries whose archived bytes held an erased person and were not delivered again since."""
    table = SubmissionRow
    again = select(table.sha256).where(table.archive_erased_at.is_(None))
    query = (
        select(table.sha256)
        .where(table.archive_erased_at.is_not(None), table.sha256.not_in(again))
        .distinct()
        .order_by(table.sha256)
    )
    with reading(engine) as connection:
        return list(connection.execute(query).scalars())
