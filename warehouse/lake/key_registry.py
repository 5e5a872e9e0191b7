"""Which key the ids of the lake are under, by its public name: what a wrong key file is told by.

The first object with ids sets it, in the transaction that enters the object; only a rotation changes it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select, update

from warehouse.catalogue.transactions import reading
from warehouse.errors import KeysMixed
from warehouse.models.models import LakeObjectRow, PersonKeyRow


@dataclass(frozen=True, kw_only=True)
class KnownKey:
    """A key by its name, since when it was in use, and how many objects of the lake have ids under it."""

    key_id: str
    introduced_at: datetime
    is_current: bool
    objects: int


def current_key_id(engine: Engine) -> str | None:
    """The key of all ids in the lake; None while there are none."""
    with reading(engine) as connection:
        return _current(connection)


def known_keys(engine: Engine) -> list[KnownKey]:
    """Every key there was, oldest first."""
    held = select(func.count()).where(LakeObjectRow.key_id == PersonKeyRow.key_id).scalar_subquery()
    query = select(PersonKeyRow.__table__, held.label("objects")).order_by(
        PersonKeyRow.introduced_at, PersonKeyRow.key_id
    )
    with reading(engine) as connection:
        return [KnownKey(**row) for row in connection.execute(query).mappings()]


def require_key_in(connection: Connection, key_id: str | None, *, at: datetime) -> None:
    """An object with ids under that key comes in; raises `KeysMixed` when the lake's are under another."""
    if key_id is None:
        return
    current = _current(connection)
    if current is None:
        connection.execute(insert(PersonKeyRow).values(key_id=key_id, introduced_at=at, is_current=True))
    elif current != key_id:
        raise KeysMixed(
            f"Ids under key {key_id} cannot join those of the lake, which are under {current}: nothing was loaded. "
            "Run again; `ucj doctor` says whether the key file is the right one."
        )


def switch_key_in(connection: Connection, key_id: str, *, at: datetime) -> None:
    """Make another key the current one within a transaction; its objects are to change in the same transaction."""
    connection.execute(update(PersonKeyRow).where(PersonKeyRow.is_current).values(is_current=False))
    connection.execute(insert(PersonKeyRow).values(key_id=key_id, introduced_at=at, is_current=True))


def require_one_key(engine: Engine) -> None:
    """Raise `KeysMixed` unless the ids of all objects in force are under the current key: else none is found again."""
    table = LakeObjectRow
    query = (
        select(table.key_id, func.min(table.path), func.count())
        .where(table.live, table.key_id.is_not(None))
        .group_by(table.key_id)
    )
    with reading(engine) as connection:
        current = _current(connection)
        others = [row for row in connection.execute(query) if row[0] != current]
    if others:
        told = ", ".join(f"{count} under {key_id}, for example {path}" for key_id, path, count in sorted(others))
        raise KeysMixed(
            f"Ids in the lake are under key {current}, but objects in force are under others ({told}): nothing was "
            "measured. Restore catalogue and lake from one backup, or `ucj reprocess` these submissions."
        )


def _current(connection: Connection) -> str | None:
    return connection.execute(select(PersonKeyRow.key_id).where(PersonKeyRow.is_current)).scalar_one_or_none()
