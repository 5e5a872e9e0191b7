"""The past of people, kept in a cache: it stays the same while the objects that it rests on are in force.

A set has the two tables of `past.PastPeople` for each range of regencies and is named by the rules, the ranges, and the
objects of each comparison date and of the history. Another date or a longer history needs of it what is the same.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tasks.measure.counting.regency_ranges import RegencyRange
from tasks.measure.inputs.named_positions import position_names
from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.rules import CountRules
from tasks.measure.inputs.scope import AT_COMPARISON, HISTORY, Scope
from tasks.measure.people.history import FIRST, NOBODY, first_counted
from tasks.measure.people.past_people import (
    NO_PAST_PEOPLE,
    PAST_COUNTS,
    PERSON,
    PastFromLake,
    PastPeople,
    active_column,
    categories_of,
    combine_past,
)
from tasks.measure.people.selected_people import SelectedPeople
from tasks.measure.registrations.attributes import AttributeSet
from tasks.measure.registrations.segments import SegmentSet
from warehouse.dimensions.closed_lists import NIK_BASES
from warehouse.lake.cache import Cache, Named, read_table, readable, require_whole, write_table

PAST = "past"
PEOPLE, COUNTS = ".people.arrow", ".counts.arrow"


@dataclass(frozen=True, eq=False)
class CachedSet:
    """A set in its folder, what it rests on, and the rules that it was counted under; reading raises `Unreadable`."""

    place: Path
    named: Named
    rules: CountRules

    def of(self, within: RegencyRange) -> PastPeople:
        """What it has of a range."""
        people = self._in_regencies(self._read(self.place / f"{within.name}{PEOPLE}"))
        return PastPeople(
            people=people, counts=read_table(self.place / f"{within.name}{COUNTS}", pl.Schema(PAST_COUNTS))
        )

    def look_up(self, people: pl.DataFrame) -> pl.DataFrame:
        """The rows of people [person_id], sorted, by binary search: only the pages they lie in are read."""
        found = []
        for path in sorted(self.place.glob(f"*{PEOPLE}")):
            table = self._read(path)
            where = table[PERSON].search_sorted(people[PERSON])
            near = people.with_columns(where=where).filter(pl.col("where") < table.height)
            rows = table[near["where"]]
            found.append(rows.filter(rows[PERSON] == near[PERSON]))
        return self._in_regencies(pl.concat(found).sort(PERSON))

    def _read(self, path: Path) -> pl.DataFrame:
        days = sorted((date.fromisoformat(day) for day in self.named[AT_COMPARISON]), reverse=True)
        places = dict.fromkeys(NIK_BASES, pl.Series(dtype=self.rules.regency).to_physical().dtype)
        sets = {name: kind for day in days for name, kind in _sets_on(day).items()}
        return read_table(path, pl.Schema({**FIRST, **places, **sets}))

    def _in_regencies(self, past: pl.DataFrame) -> pl.DataFrame:
        """Regencies as members of the list; kept are their places in it."""
        with readable(self.place):
            return past.with_columns(pl.col(PERSON).set_sorted(), pl.col(NIK_BASES).cat.to(self.rules.regency))


@dataclass(frozen=True, eq=False, kw_only=True)
class CachedSets:
    """The sets whose rules are those of a scope, and which of their objects are its own."""

    scope: Scope
    sets: Sequence[CachedSet]

    def on(self, day: date) -> CachedSet | None:
        """One that knows of a comparison date."""
        wanted = position_names(self.scope.past.then[day])
        return next((one for one in self.sets if one.named[AT_COMPARISON].get(day.isoformat()) == wanted), None)

    def first(self) -> tuple[CachedSet, Sequence[Position]] | None:
        """One that knows all of the history or some, with the positions that it lacks."""
        wanted = {tuple(*position_names([position])): position for position in self.scope.past.history}
        for one in self.sets:
            had = {tuple(name) for name in one.named[HISTORY]}
            if had <= set(wanted):
                return one, [position for name, position in wanted.items() if name not in had]
        return None


@dataclass(frozen=True, eq=False, kw_only=True)
class PastOfRange:
    """The past of one range, as `past.Known`: what other sets know of it is read there."""

    kept: CachedSets
    lake: PastFromLake
    within: RegencyRange

    def on(self, day: date) -> pl.DataFrame:
        """As `Known.on`."""
        known = self.kept.on(day)
        return self.lake.on(day) if known is None else people_on(known.of(self.within).people, day)

    def first(self) -> pl.DataFrame:
        """As `Known.first`."""
        found = self.kept.first()
        if found is None:
            return self.lake.first()
        one, lacking = found
        known = one.of(self.within).people.select(*FIRST)
        return first_counted(lacking, read=self.lake.read, rules=self.lake.scope.rules, known=known)


@dataclass(frozen=True, eq=False, kw_only=True)
class PastOfSelected:
    """The past of some people, as `past.Known`: looked up where it is kept, else from their rows."""

    kept: CachedSets
    some: SelectedPeople

    def on(self, day: date) -> pl.DataFrame:
        """As `Known.on`."""
        known = self.kept.on(day)
        if known is not None:
            return people_on(known.look_up(self.some.people), day)
        self.some.look_into(self.kept.scope.past.then[day])
        return PastFromLake(self.kept.scope, self.some.read).on(day)

    def first(self) -> pl.DataFrame:
        """As `Known.first`."""
        one, lacking = self.kept.first() or (None, self.kept.scope.past.history)
        known = NOBODY if one is None else one.look_up(self.some.people).select(*FIRST)
        self.some.look_into(lacking)
        return first_counted(lacking, read=self.some.read, rules=self.kept.scope.rules, known=known)


def named_past(scope: Scope, ranges: Sequence[str]) -> Named:
    """What the past of a scope rests on, kept by ranges of these names."""
    return {
        **{name: scope.named()[name] for name in (AT_COMPARISON, HISTORY)},
        "rules": scope.rules.digest,
        "ranges": list(ranges),
    }


def read_past(cache: Cache, scope: Scope, *, within: RegencyRange, ranges: Sequence[str]) -> PastPeople:
    """The past of one range where it is kept; raises `Unreadable`."""
    if not scope.past.then:
        return NO_PAST_PEOPLE
    named = named_past(scope, ranges)
    return CachedSet(cache.place(PAST, named), named, scope.rules).of(within)


def make_past(cache: Cache, scope: Scope, *, within: RegencyRange, ranges: Sequence[str]) -> PastPeople:
    """The past of one range, from the lake and from what other sets know of it."""
    lake = PastFromLake(scope, within.read)
    return combine_past(scope, PastOfRange(kept=_kept_sets(cache, scope, ranges=ranges), lake=lake, within=within))


def write_people(past: PastPeople, path: Path) -> None:
    """The people of a past as a table of a set."""
    write_table(past.people.with_columns(pl.col(NIK_BASES).to_physical()), path)


def keep_past(cache: Cache, scope: Scope, made: Mapping[str, tuple[Path, pl.DataFrame]]) -> None:
    """Keep what was made: of every range the table of its people, which is moved, and the counts of them.

    Raises `Unreadable`.
    """
    for people, _ in made.values():
        require_whole(people)
    with cache.writing(PAST, named_past(scope, list(made))) as folder:
        for name, (people, counts) in made.items():
            shutil.move(people, folder / f"{name}{PEOPLE}")
            write_table(counts, folder / f"{name}{COUNTS}")


def past_of_selected(cache: Cache, scope: Scope, some: SelectedPeople) -> PastPeople:
    """Read cached past states of selected people."""
    return combine_past(scope, PastOfSelected(kept=_kept_sets(cache, scope), some=some))


def ranges_used(cache: Cache) -> list[RegencyRange]:
    """The ranges of what is kept."""
    return next(([RegencyRange.named(name) for name in named["ranges"]] for _, named in cache.sets(PAST)), [])


def people_on(past: pl.DataFrame, day: date) -> pl.DataFrame:
    """Who had an active registration on a comparison date, as `past.Known.on`, by person."""
    active, categories = (pl.col(name) for name in _sets_on(day))
    return past.filter(active != 0).select(PERSON, active.alias("active"), categories.alias("categories"), *NIK_BASES)


def _sets_on(day: date) -> Mapping[str, type[pl.DataType]]:
    """The columns of a comparison date."""
    return {active_column(day): SegmentSet, categories_of(day): AttributeSet}


def _kept_sets(cache: Cache, scope: Scope, *, ranges: Sequence[str] | None = None) -> CachedSets:
    names = None if ranges is None else list(ranges)
    sets = [
        CachedSet(place, named, scope.rules)
        for place, named in cache.sets(PAST)
        if named["rules"] == scope.rules.digest and names in (None, named["ranges"])
    ]
    return CachedSets(scope=scope, sets=sets)
