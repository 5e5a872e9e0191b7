"""Slowly changing dimensions: a list that differs becomes a new version, and only the rows that differ are written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, insert, select, update

from warehouse.catalogue.transactions import reading, writing
from warehouse.models.models import DimBranch, DimCode, DimRegion, DimVersion

HISTORY = frozenset({"id", "from_version_id", "to_version_id", "valid_from", "valid_to"})


@dataclass(frozen=True, kw_only=True)
class DimensionState:
    """What a dimension should hold: `rows` by the columns of the table but for those of its history."""

    dimension: str
    table: type[DimRegion | DimBranch | DimCode]
    key: tuple[str, ...]
    label: str
    rows: Sequence[Mapping[str, Any]]

    @property
    def content_sha256(self) -> str:
        """SHA-256 of rows, independent of their order."""
        ordered = sorted(self.rows, key=self.key_of)
        return sha256(json.dumps([self.label, ordered], sort_keys=True, default=str).encode()).hexdigest()

    def key_of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """What tells the rows of one version apart."""
        return tuple(row[name] for name in self.key)


def bring_in_force(engine: Engine, state: DimensionState, *, on: date) -> bool:
    """Make a state the newest version, from a day on; False, and nothing written, when it is in force already.

    A day before that of the version in force counts as that day: history has no rows that end before they begin.
    """
    digest = state.content_sha256
    with reading(engine) as connection:
        if _in_force(connection, state.dimension, digest):
            return False
    with writing(engine) as connection:
        if _in_force(connection, state.dimension, digest):  # another process was faster
            return False
        newest = _newest(connection, state.dimension)
        day = max(on, newest.valid_from) if newest else on
        connection.execute(_open_versions(state.dimension).values(valid_to=day))
        added = insert(DimVersion).values(
            dimension=state.dimension,
            label=state.label,
            content_sha256=digest,
            row_count=len(state.rows),
            valid_from=day,
        )
        version_id = connection.execute(added.returning(DimVersion.id)).scalar_one()
        _write_changes(connection, state, version_id=version_id, day=day)
    return True


def versions_in_force(connection: Connection) -> dict[str, int]:
    """Id of the newest version of every dimension that has one."""
    query = select(DimVersion.dimension, DimVersion.id).where(DimVersion.valid_to.is_(None))
    return {row.dimension: row.id for row in connection.execute(query)}


def _write_changes(connection: Connection, state: DimensionState, *, version_id: int, day: date) -> None:
    table = state.table.__table__
    content = [column for column in table.columns if column.name not in HISTORY]
    stored = {
        state.key_of(row): row
        for row in map(dict, connection.execute(select(*content).where(table.c.valid_to.is_(None))).mappings())
    }
    wanted = {state.key_of(row): dict(row) for row in state.rows}
    ended = [key for key, row in stored.items() if wanted.get(key) != row]
    begun = [row for key, row in wanted.items() if stored.get(key) != row]
    if ended:
        is_it = (table.c[name] == bindparam(f"ended_{name}") for name in state.key)
        connection.execute(
            update(state.table)
            .where(table.c.valid_to.is_(None), *is_it)
            .values(valid_to=day, to_version_id=version_id),
            [{f"ended_{name}": part for name, part in zip(state.key, key, strict=True)} for key in ended],
        )
    if begun:
        rows: Iterable[dict[str, Any]] = ({**row, "valid_from": day, "from_version_id": version_id} for row in begun)
        connection.execute(insert(state.table), list(rows))


def _in_force(connection: Connection, dimension: str, digest: str) -> bool:
    newest = _newest(connection, dimension)
    return newest is not None and newest.content_sha256 == digest


def _newest(connection: Connection, dimension: str) -> Row[tuple[str, date]] | None:
    query = select(DimVersion.content_sha256, DimVersion.valid_from)
    return connection.execute(query.where(DimVersion.dimension == dimension, DimVersion.valid_to.is_(None))).first()


def _open_versions(dimension: str) -> Any:
    return update(DimVersion).where(DimVersion.dimension == dimension, DimVersion.valid_to.is_(None))
