"""Releases: what was published, of which inputs, and which one is current."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import ReleaseConflict
from warehouse.models.models import ReleaseComparison, ReleaseDecisionRow, ReleaseObject, ReleaseRevision, ReleaseRow
from warehouse.records import ReleaseDecision
from warehouse.releases.standing import (
    IS_PUBLISHED,
    Release,
    current_of,
    first_of,
    release_of,
    releases_query,
    set_current,
)

__all__ = ["Release"]  # what most readers of this module ask for


def record_release(
    engine: Engine,
    *,
    release_id: str,
    as_of: date,
    content_sha256: str,
    inputs_sha256: str,
    run_id: int,
    object_ids: Collection[int],
    at: datetime,
    make_current: bool = False,
    drafted_by: str | None = None,
    compared_with: str | None = None,
) -> Release:
    """Enter a release; it becomes current unless the current one is of a later date (`make_current`: in any case).

    The same release again keeps its first run and time, and what was decided about it. When other inputs gave the same
    content, the newest of them and their objects are kept. drafted_by: the operator who wants it as a draft.
    compared_with: the release with which its notes compare it. Raises `ReleaseConflict` for the same id with other
    content.
    """
    with writing(engine) as connection:
        known = first_of(connection, ReleaseRow.id == release_id)
        if known is None:
            revised = _newest(connection, as_of=as_of)
            connection.execute(
                insert(ReleaseRow).values(
                    id=release_id,
                    as_of=as_of,
                    content_sha256=content_sha256,
                    inputs_sha256=inputs_sha256,
                    run_id=run_id,
                    created_at=at,
                    is_current=False,
                    facts_run_id=run_id,
                )
            )
            if revised is not None:
                connection.execute(insert(ReleaseRevision).values(release_id=release_id, revised_release_id=revised.id))
            if compared_with is not None:
                told = insert(ReleaseComparison).values(release_id=release_id, baseline_release_id=compared_with)
                connection.execute(told)
            if drafted_by is not None:
                _draft(connection, release_id, by=drafted_by, at=at)
        elif (known.as_of, known.content_sha256) != (as_of, content_sha256):
            raise ReleaseConflict(f"Release {release_id} exists with other content; nothing was recorded.")
        else:
            connection.execute(
                update(ReleaseRow)
                .where(ReleaseRow.id == release_id)
                .values(inputs_sha256=inputs_sha256, facts_run_id=run_id)
            )
        _tie_objects(connection, release_id, object_ids)
        _make_current(connection, release_id, always=make_current)
        return release_of(connection, release_id)


def make_current(engine: Engine, release_id: str, *, always: bool = False) -> Release:
    """Make a release current, unless the current one is of a later date (`always`: in any case); returns it.

    One that is a draft, rolled back or withdrawn is left as it is.
    """
    with writing(engine) as connection:
        _make_current(connection, release_id, always=always)
        return release_of(connection, release_id)


def find_release(engine: Engine, *, as_of: date, inputs_sha256: str) -> Release | None:
    """The release of these very inputs, if there is one, whatever was decided about it: there is nothing to compute."""
    with reading(engine) as connection:
        return first_of(
            connection,
            ReleaseRow.as_of == as_of,
            ReleaseRow.inputs_sha256 == inputs_sha256,
            order=(ReleaseRow.created_at.desc(), ReleaseRow.id),
        )


def release_named(engine: Engine, release_id: str) -> Release | None:
    """The release of this id, if there is one."""
    with reading(engine) as connection:
        return first_of(connection, ReleaseRow.id == release_id)


def newest_of_date(engine: Engine, *, as_of: date) -> Release | None:
    """The published release of a date that was made last: the one that another release of that date revises."""
    with reading(engine) as connection:
        return _newest(connection, as_of=as_of)


def revised_by(engine: Engine, release_id: str) -> Release | None:
    """The release whose place a release took."""
    table = ReleaseRevision
    with reading(engine) as connection:
        revised = connection.scalar(select(table.revised_release_id).where(table.release_id == release_id))
        return None if revised is None else release_of(connection, revised)


def newest_before(engine: Engine, *, as_of: date) -> Release | None:
    """The newest published release of the last date before this one."""
    with reading(engine) as connection:
        return first_of(
            connection,
            ReleaseRow.as_of < as_of,
            IS_PUBLISHED,
            order=(ReleaseRow.as_of.desc(), ReleaseRow.created_at.desc(), ReleaseRow.id.desc()),
        )


def revised_releases(engine: Engine) -> dict[str, str]:
    """The release whose place each release took, by the id of the later one."""
    query = select(ReleaseRevision.release_id, ReleaseRevision.revised_release_id)
    with reading(engine) as connection:
        return {row.release_id: row.revised_release_id for row in connection.execute(query)}


def compared_with(engine: Engine, release_id: str) -> Release | None:
    """The release with which the notes of a release compare it."""
    table = ReleaseComparison
    with reading(engine) as connection:
        found = connection.scalar(select(table.baseline_release_id).where(table.release_id == release_id))
        return None if found is None else release_of(connection, found)


def current_release(engine: Engine) -> Release | None:
    """The release that `published/current` has to point to."""
    with reading(engine) as connection:
        return current_of(connection)


def list_releases(engine: Engine) -> list[Release]:
    """All releases, whatever was decided about them, by as-of date, then by creation: the last is the newest."""
    query = releases_query().order_by(ReleaseRow.as_of, ReleaseRow.created_at, ReleaseRow.id)
    with reading(engine) as connection:
        return [Release(**row) for row in connection.execute(query).mappings()]


def published_releases(engine: Engine) -> list[Release]:
    """Those that readers may have, in the same order: no drafts, and none that was withdrawn or rolled back."""
    return [one for one in list_releases(engine) if one.is_published]


def objects_of(engine: Engine, release_id: str) -> list[int]:
    """Ids of the lake objects a release was made of, sorted."""
    query = select(ReleaseObject.lake_object_id).where(ReleaseObject.release_id == release_id)
    with reading(engine) as connection:
        return sorted(connection.execute(query).scalars())


def _make_current(connection: Connection, release_id: str, *, always: bool = False) -> None:
    """Within a transaction: what `make_current` does."""
    release, current = release_of(connection, release_id), current_of(connection)
    if release.is_published and (current is None or always or release.as_of >= current.as_of):
        set_current(connection, release_id)


def _draft(connection: Connection, release_id: str, *, by: str, at: datetime) -> None:
    current = current_of(connection)
    stays = current.id if current else None
    row = {"release_id": release_id, "decision": ReleaseDecision.DRAFTED, "decided_at": at, "actor": by, "reason": ""}
    connection.execute(insert(ReleaseDecisionRow).values(**row, before_release_id=stays, after_release_id=stays))


def _newest(connection: Connection, *, as_of: date) -> Release | None:
    newest_first = ReleaseRow.created_at.desc(), ReleaseRow.id.desc()
    return first_of(connection, ReleaseRow.as_of == as_of, IS_PUBLISHED, order=newest_first)


def _tie_objects(connection: Connection, release_id: str, object_ids: Collection[int]) -> None:
    connection.execute(delete(ReleaseObject).where(ReleaseObject.release_id == release_id))
    if object_ids:
        rows = [{"release_id": release_id, "lake_object_id": number} for number in sorted(set(object_ids))]
        connection.execute(insert(ReleaseObject), rows)
