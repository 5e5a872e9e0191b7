"""The past of people, kept as derived data: it stays the same while the objects that it rests on are in force.

`people`: who had an active registration on a comparison date. `first`: since when people have been counted, which grows
when history grows. Both have one table for each range of regencies, sorted by person, and are named by the rules, the
ranges and the objects that they rest on.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tasks.measure.buckets import RegionRange
from tasks.measure.crosswalk import Crosswalk
from tasks.measure.foundation import name_positions
from tasks.measure.history import first_counted
from tasks.measure.past import FromLake
from tasks.measure.positions import Position
from tasks.measure.scope import Scope
from tasks.measure.some_people import SomePeople
from warehouse.derived_data import Derived, Named, read_table, write_table
from warehouse.fact_tables.change import NIK_BASES

PEOPLE, FIRST = "people", "first"


def name_people(
    day: date, positions: Sequence[Position], *, rules: str, ranges: Sequence[RegionRange]
) -> dict[str, Any]:
    """What the people of a comparison date rest on."""
    return {"day": day.isoformat(), **name_first(positions, rules=rules, ranges=ranges)}


def name_first(history: Sequence[Position], *, rules: str, ranges: Sequence[RegionRange]) -> dict[str, Any]:
    """What the first dates rest on."""
    return {"rules": rules, "ranges": [one.name for one in ranges], "objects": name_positions(history)}


@dataclass(frozen=True, eq=False, kw_only=True)
class KeptPast:
    """The past of everyone: read where it is kept, else computed from the lake and written.

    `found`: where the tables of a comparison date (or of `FIRST`) are. `made`: where those that are missing go.
    `grown`: first dates of a shorter history, and the positions that have come since.
    """

    scope: Scope
    found: Mapping[date | str, Path]
    made: Mapping[date | str, Path]
    grown: tuple[Path, Sequence[Position]] | None

    def of(self, within: RegionRange) -> "KeptRange":
        """That of one range."""
        return KeptRange(kept=self, lake=FromLake(self.scope, within.read), table=f"{within.name}.arrow")


@dataclass(frozen=True, eq=False, kw_only=True)
class KeptRange:
    """The past of one range, as `past.Known`."""

    kept: KeptPast
    lake: FromLake
    table: str

    def on(self, day: date) -> pl.DataFrame:
        """Who had an active registration on a comparison date [person_id, active, nik, nik_adjusted], by person."""
        if day in self.kept.found:
            return in_regencies(self._read(self.kept.found[day]), self.lake.scope.crosswalk)
        people = self.lake.on(day)
        write_table(people.with_columns(pl.col(NIK_BASES).to_physical()), self.kept.made[day] / self.table)
        return people

    def first(self) -> pl.DataFrame:
        """Since when everyone of the range has been counted [`history.FIRST`], by person."""
        if FIRST in self.kept.found:
            return self._read(self.kept.found[FIRST])
        if self.kept.grown is None:
            everyone = self.lake.first()
        else:
            known, added = self.kept.grown
            everyone = first_counted(
                added, read=self.lake.read, settings=self.lake.scope.settings, known=self._read(known)
            )
        write_table(everyone, self.kept.made[FIRST] / self.table)
        return everyone

    def _read(self, folder: Path) -> pl.DataFrame:
        return read_table(folder / self.table).with_columns(pl.col("person_id").set_sorted())


def in_regencies(people: pl.DataFrame, crosswalk: Crosswalk) -> pl.DataFrame:
    """People as they are kept, with their regencies as members of the list."""
    return people.with_columns(pl.col(NIK_BASES).cat.to(crosswalk.regencies))


@contextmanager
def keep_past(derived: Derived, scope: Scope, *, ranges: Sequence[RegionRange]) -> Iterator[KeptPast]:
    """The past, read where it is kept; what is missing is kept when all ranges went well."""
    past = scope.past
    named: dict[date | str, tuple[str, Named]] = {
        day: (PEOPLE, name_people(day, positions, rules=scope.rules, ranges=ranges))
        for day, positions in past.then.items()
    }
    first = name_first(past.history, rules=scope.rules, ranges=ranges)
    if past.then:
        named[FIRST] = (FIRST, first)
    found = {key: place for key, one in named.items() if (place := derived.find(*one)) is not None}
    with ExitStack() as stack:
        made = {key: stack.enter_context(derived.writing(*one)) for key, one in named.items() if key not in found}
        grown = _shorter(derived, past.history, first) if FIRST in made else None
        yield KeptPast(scope=scope, found=found, made=made, grown=grown)


def ranges_used(derived: Derived) -> list[RegionRange]:
    """The ranges of what is kept."""
    return next(([RegionRange.named(name) for name in named["ranges"]] for _, named in derived.sets(FIRST)), [])


@dataclass(frozen=True, eq=False, kw_only=True)
class PastOfSome:
    """The past of some people, as `past.Known`: looked up where it is kept, else from their rows."""

    derived: Derived
    scope: Scope
    some: SomePeople

    def on(self, day: date) -> pl.DataFrame:
        """Who of them had an active registration on a comparison date [person_id, active, nik, nik_adjusted]."""
        positions = self.scope.past.then[day]
        place = self._kept(PEOPLE, positions, day=day.isoformat())
        if place is not None:
            return in_regencies(look_up(place, self.some.people), self.scope.crosswalk)
        self.some.look_into(positions)
        return FromLake(self.scope, self.some.read).on(day)

    def first(self) -> pl.DataFrame:
        """Since when they have been counted [`history.FIRST`], by person."""
        place = self._kept(FIRST, self.scope.past.history)
        if place is not None:
            return look_up(place, self.some.people)
        self.some.look_into(self.scope.past.history)
        return FromLake(self.scope, self.some.read).first()

    def _kept(self, kind: str, positions: Sequence[Position], **further: str) -> Path | None:
        wanted = {"rules": self.scope.rules, "objects": name_positions(positions), **further}
        return next((place for place, named in self.derived.sets(kind) if wanted.items() <= named.items()), None)


def look_up(place: Path, people: pl.DataFrame) -> pl.DataFrame:
    """The kept rows of people [person_id], sorted, by binary search: only the pages they lie in are read."""
    found = []
    for path in sorted(place.glob("*.arrow")):
        table = read_table(path)
        where = table["person_id"].search_sorted(people["person_id"])
        near = people.with_columns(where=where).filter(pl.col("where") < table.height)
        rows = table[near["where"]]
        found.append(rows.filter(rows["person_id"] == near["person_id"]))
    return pl.concat(found).sort("person_id")


def _shorter(derived: Derived, history: Sequence[Position], named: Named) -> tuple[Path, Sequence[Position]] | None:
    """Kept first dates whose objects are all in this history, with the positions that they lack."""
    wanted = {tuple(*name_positions([position])): position for position in history}
    for place, other in derived.sets(FIRST):
        had = {tuple(one) for one in other["objects"]}
        if had <= set(wanted) and all(other[key] == named[key] for key in ("rules", "ranges")):
            return place, [position for name, position in wanted.items() if name not in had]
    return None
