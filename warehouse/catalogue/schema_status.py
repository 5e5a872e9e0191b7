"""How the tables of a catalogue stand to this version, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Engine

from warehouse.catalogue.migrate import revisions, stored_revision
from warehouse.catalogue.schema_drift import derived_differences, differences
from warehouse.catalogue.transactions import reading
from warehouse.migrations import HEAD


class Tables(StrEnum):
    """How the tables of a catalogue stand to this version."""

    CURRENT = "current"
    MISSING = "missing"
    OLD = "old"
    TOO_NEW = "too_new"
    CHANGED = "changed"
    VIEWS_OLD = "views_old"


WHAT_TO_DO: Mapping[Tables, str] = {
    Tables.CURRENT: "The tables are those of this version.",
    Tables.MISSING: "There are no tables yet: run `ucj db upgrade` (`ucj run` makes them too).",
    Tables.OLD: "The tables are those of an earlier version: back up, then run `ucj db upgrade`.",
    Tables.TOO_NEW: "The tables are those of a later version: install that version or a later one.",
    Tables.VIEWS_OLD: "Views or comments are not those of this version: run `ucj db upgrade`. No row is touched.",
    Tables.CHANGED: "The tables were changed by other means: undo what is listed, or restore a backup.",
}


@dataclass(frozen=True, kw_only=True)
class TablesState:
    """What was found; `differences` in words, one a line."""

    tables: Tables
    revision: str | None
    differences: tuple[str, ...] = ()


def examine_tables(engine: Engine | None) -> TablesState:
    """Compare the tables of a catalogue with this version; no engine = there is no catalogue yet."""
    stored = stored_revision(engine) if engine else None
    if engine is None or stored is None:
        return TablesState(tables=Tables.MISSING, revision=None)
    if stored != HEAD:
        known = stored in {one.id for one in revisions()}
        return TablesState(tables=Tables.OLD if known else Tables.TOO_NEW, revision=stored)
    with reading(engine) as connection:
        changed, old = differences(connection), derived_differences(connection)
    tables = Tables.CHANGED if changed else Tables.VIEWS_OLD if old else Tables.CURRENT
    return TablesState(tables=tables, revision=stored, differences=(*changed, *old))
