"""What changed since the counts before: objects that came or went, and whom that touches.

A file that is delivered again says the same of most people. They are not touched: where one object took the place of
another in every use, only rows that one of the two lacks are of interest. The number of a row is not one of its values:
no object has a registration twice, so it decides nothing. Objects with other columns, which a version before wrote, are
not compared: they touch everyone in them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from tasks.measure.inputs.named_positions import position_names
from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.scope import Scope
from tasks.measure.people.selected_people import PERSON
from warehouse.lake.integrity import scan_object

ROW_NUMBER = "row_no"


@dataclass(frozen=True)
class ChangedObject:
    """What `went` and what `came` in its place: objects of one branch, date and use."""

    went: tuple[Position, ...]
    came: tuple[Position, ...]

    @property
    def objects(self) -> tuple[Position, ...]:
        """All objects of the change, added and removed."""
        return (*self.went, *self.came)

    def people(self) -> pl.LazyFrame:
        """Whom it touches [person_id]; some of them several times."""
        columns = [pl.read_parquet_schema(one.path) for one in self.objects]
        if not (self.went and self.came) or any(one != columns[0] for one in columns):
            return pl.concat(scan_object(one.path).select(PERSON) for one in self.objects)
        values = [name for name in columns[0] if name != ROW_NUMBER]
        rows = [
            scan_object(one.path).select(*values, pl.lit(sign).alias("more"))
            for sign, side in ((-1, self.went), (1, self.came))
            for one in side
        ]
        return pl.concat(rows).group_by(values).agg(pl.col("more").sum()).filter(pl.col("more") != 0).select(PERSON)


def changes_between(before: Scope, scope: Scope) -> list[ChangedObject]:
    """Lake objects that were added, removed or replaced between two scopes."""
    went, came = _only_in(before, scope), _only_in(scope, before)
    return [ChangedObject(went=tuple(went.get(slot, ())), came=tuple(came.get(slot, ()))) for slot in {**went, **came}]


def changed_objects(changes: Iterable[ChangedObject]) -> list[Position]:
    """The positions that came or went, each object once."""
    return list({one.path: one for change in changes for one in change.objects}.values())


def affected_people(changes: Sequence[ChangedObject]) -> pl.DataFrame:
    """Everyone whom one of the changes touches [person_id], sorted."""
    people = [change.people().drop_nulls().unique().collect() for change in changes]
    return pl.concat(people).unique().sort("person_id")


Slot = tuple[str, str, frozenset[str]]  # branch, date, uses


def _only_in(one: Scope, other: Scope) -> dict[Slot, list[Position]]:
    """The positions that one scope has in a use in which the other has not."""
    theirs = {(use, *_name(position)) for use, position in other.parts()}
    uses: dict[tuple[str, ...], set[str]] = {}
    found: dict[tuple[str, ...], Position] = {}
    for use, position in one.parts():
        if (use, *_name(position)) not in theirs:
            uses.setdefault(_name(position), set()).add(use)
            found[_name(position)] = position
    slots: dict[Slot, list[Position]] = {}
    for name, position in found.items():
        slots.setdefault((name[0], name[1], frozenset(uses[name])), []).append(position)
    return slots


def _name(position: Position) -> tuple[str, ...]:
    return tuple(position_names([position])[0])
