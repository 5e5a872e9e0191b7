"""Releases: what was published, of which inputs, and which one is current."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.engine import RowMapping

from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import ReleaseConflict, ReleaseUnknown
from warehouse.models.models import ReleaseObject, ReleaseRevision, ReleaseRow


@dataclass(frozen=True, kw_only=True)
class Release:
    """A published release; `inputs_sha256` stands for everything its content follows from.

    run_id: the run that made it first. facts_run_id: the run that measured the same figures last.
    """

    id: str
    as_of: date
    content_sha256: str
    inputs_sha256: str
    run_id: int
    created_at: datetime
    is_current: bool
    facts_run_id: int | None = None


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
) -> Release:
    """Enter a release; it becomes current unless the current one is of a later date (`make_current`: in any case).

    The same release again keeps its first run and time. When other inputs gave the same content, the newest of them
    and their objects are kept. Raises `ReleaseConflict` for the same id with other content.
    """
    with writing(engine) as connection:
        known = _find(connection, release_id)
        if known is None:
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
            _tell_revised(connection, release_id, as_of=as_of)
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
        return _get(connection, release_id)


def make_current(engine: Engine, release_id: str, *, always: bool = False) -> Release:
    """Make a release current, unless the current one is of a later date (`always`: in any case); returns it."""
    with writing(engine) as connection:
        _make_current(connection, release_id, always=always)
        return _get(connection, release_id)


def find_release(engine: Engine, *, as_of: date, inputs_sha256: str) -> Release | None:
    """The release of these very inputs, if there is one: then there is nothing to compute."""
    found = ReleaseRow.as_of == as_of, ReleaseRow.inputs_sha256 == inputs_sha256
    query = select(ReleaseRow.__table__).where(*found).order_by(ReleaseRow.created_at.desc(), ReleaseRow.id).limit(1)
    with reading(engine) as connection:
        return _release(connection.execute(query).mappings().one_or_none())


def newest_of_date(engine: Engine, *, as_of: date) -> Release | None:
    """The release of a date that was made last: the one that another release of that date revises."""
    with reading(engine) as connection:
        return _newest(connection, as_of=as_of)


def revised_by(engine: Engine, release_id: str) -> Release | None:
    """The release whose place a release took."""
    table = ReleaseRevision
    with reading(engine) as connection:
        revised = connection.scalar(select(table.revised_release_id).where(table.release_id == release_id))
        return None if revised is None else _get(connection, revised)


def current_release(engine: Engine) -> Release | None:
    """The release that `published/current` has to point to."""
    with reading(engine) as connection:
        return _current(connection)


def list_releases(engine: Engine) -> list[Release]:
    """All releases, by as-of date, then by time of creation: the last is the newest."""
    query = select(ReleaseRow.__table__).order_by(ReleaseRow.as_of, ReleaseRow.created_at, ReleaseRow.id)
    with reading(engine) as connection:
        return [Release(**row) for row in connection.execute(query).mappings()]


def objects_of(engine: Engine, release_id: str) -> list[int]:
    """Ids of the lake objects a release was made of, sorted."""
    query = select(ReleaseObject.lake_object_id).where(ReleaseObject.release_id == release_id)
    with reading(engine) as connection:
        return sorted(connection.execute(query).scalars())


def _tell_revised(connection: Connection, release_id: str, *, as_of: date) -> None:
    """A new release revises the newest earlier one of its date, where there is one."""
    revised = _newest(connection, as_of=as_of, but=release_id)
    if revised is not None:
        connection.execute(insert(ReleaseRevision).values(release_id=release_id, revised_release_id=revised.id))


def _newest(connection: Connection, *, as_of: date, but: str = "") -> Release | None:
    others = select(ReleaseRow.__table__).where(ReleaseRow.as_of == as_of, ReleaseRow.id != but)
    query = others.order_by(ReleaseRow.created_at.desc(), ReleaseRow.id.desc()).limit(1)
    return _release(connection.execute(query).mappings().one_or_none())


def _tie_objects(connection: Connection, release_id: str, object_ids: Collection[int]) -> None:
    connection.execute(delete(ReleaseObject).where(ReleaseObject.release_id == release_id))
    if object_ids:
        rows = [{"release_id": release_id, "lake_object_id": number} for number in sorted(set(object_ids))]
        connection.execute(insert(ReleaseObject), rows)


def _make_current(connection: Connection, release_id: str, *, always: bool) -> None:
    release, current = _get(connection, release_id), _current(connection)
    if current is None or always or release.as_of >= current.as_of:
        connection.execute(update(ReleaseRow).where(ReleaseRow.is_current).values(is_current=False))
        connection.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(is_current=True))


def _current(connection: Connection) -> Release | None:
    query = select(ReleaseRow.__table__).where(ReleaseRow.is_current)
    return _release(connection.execute(query).mappings().one_or_none())


def _find(connection: Connection, release_id: str) -> Release | None:
    query = select(ReleaseRow.__table__).where(ReleaseRow.id == release_id)
    return _release(connection.execute(query).mappings().one_or_none())


def _get(connection: Connection, release_id: str) -> Release:
    release = _find(connection, release_id)
    if release is None:
        raise ReleaseUnknown(
            f"There is no release {release_id}: the folders in published/ are named by those there are."
        )
    return release


def _release(row: RowMapping | None) -> Release | None:
    return None if row is None else Release(**row)
