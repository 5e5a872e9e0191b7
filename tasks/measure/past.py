"""What was known of people before: who counted on the comparison dates, and since when anyone has been counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Protocol

import polars as pl

from tasks.measure.history import FIRST, first_counted
from tasks.measure.parts import in_parts
from tasks.measure.positions import Read
from tasks.measure.registrations import keep_newest, read_states
from tasks.measure.scope import Scope
from tasks.measure.views import people_then
from warehouse.fact_tables.change import NIK_BASES

PERSON = "person_id"
NO_PAST = pl.DataFrame(schema={PERSON: pl.UInt128})


class Known(Protocol):
    """The past of some people, in pieces."""

    def on(self, day: date) -> pl.DataFrame:
        """Who had an active registration on a comparison date [person_id, active, nik, nik_adjusted], by person."""

    def first(self) -> pl.DataFrame:
        """Since when they have been counted [`history.FIRST`], by person."""


@dataclass(frozen=True, eq=False)
class FromLake:
    """The past as the objects tell it, of the people whom `read` finds in them."""

    scope: Scope
    read: Read

    def on(self, day: date) -> pl.DataFrame:
        """As `Known.on`."""
        scope = self.scope
        rows = read_states(
            scope.past.then[day], read=self.read, as_of=day, crosswalk=scope.crosswalk, settings=scope.settings
        )
        return pl.concat(
            in_parts(rows.height, lambda part: people_then(keep_newest(part.of(rows)), crosswalk=scope.crosswalk))
        ).with_columns(pl.col(PERSON).set_sorted())

    def first(self) -> pl.DataFrame:
        """As `Known.first`."""
        return first_counted(self.scope.past.history, read=self.read, settings=self.scope.settings)


def then_of(day: date) -> str:
    """The column of the segments in which people had an active registration on a comparison date."""
    return f"active_{day}"


def put_together(scope: Scope, known: Known) -> pl.DataFrame:
    """Everyone of whom something is known, by person [person_id, regional?, national?, nik?, nik_adjusted?, and for
    each comparison date `then_of`, 0 who had none].

    The NIK has not changed between two dates, so neither have its regencies.
    """
    if not scope.past.then:
        return NO_PAST
    first = known.first()
    then = {day: known.on(day) for day in sorted(scope.past.then, reverse=True)}
    rows = max(table.height for table in (first, *then.values()))
    people = in_parts(
        rows,
        lambda part: _together(part.of_sorted(first), {day: part.of_sorted(people) for day, people in then.items()}),
    )
    return pl.concat(people).with_columns(pl.col(PERSON).set_sorted())


def _together(first: pl.DataFrame, then: Mapping[date, pl.DataFrame]) -> pl.DataFrame:
    """Each join is one pass over two sorted tables."""
    tables = [table.select(PERSON) for table in (first, *then.values())]
    ids = reduce(lambda one, other: one.merge_sorted(other, key=PERSON), tables)
    past = ids.filter(pl.col(PERSON).ne_missing(pl.col(PERSON).shift())).with_columns(pl.col(PERSON).set_sorted())
    for day, people in then.items():
        places = {basis: f"{basis} {day}" for basis in NIK_BASES}
        past = past.join(people.rename({"active": then_of(day), **places}), on=PERSON, how="left")
    return past.join(first, on=PERSON, how="left").select(
        *FIRST,
        *(pl.coalesce(f"{basis} {day}" for day in then).alias(basis) for basis in NIK_BASES),
        *(pl.col(then_of(day)).fill_null(0) for day in then),
    )
