"""What was known of people before: who counted on the comparison dates, and since when anyone has been counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Protocol

import polars as pl

from tasks.measure.inputs.positions import Read
from tasks.measure.inputs.rules import CountRules
from tasks.measure.inputs.scope import Scope
from tasks.measure.people.history import FIRST, first_counted
from tasks.measure.people.partitions import Partition, in_partitions
from tasks.measure.people.views import on_every_basis, people_at_comparison
from tasks.measure.registrations.attributes import AttributeSet
from tasks.measure.registrations.registrations import keep_newest, read_states
from tasks.measure.registrations.segment_scope import NATION_ONLY, national_set, regional_set
from tasks.measure.registrations.segments import holds_any
from warehouse.dimensions.closed_lists import NIK_BASES

PERSON = "person_id"
PAST_COUNTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "day": pl.Date,
    "basis": pl.String,
    "region_code": pl.String,
    "categories": AttributeSet,
    "people": pl.Int64,
}


@dataclass(frozen=True, eq=False)
class PastPeople:
    """Everyone of whom something is known, and who of them was counted on the comparison dates.

    people [person_id, regional?, national?, nik?, nik_adjusted?, and for each comparison date `active_column` and
    `categories_of`, 0 who had no active registration], by person. counts [`PAST_COUNTS`].
    """

    people: pl.DataFrame
    counts: pl.DataFrame


NO_PAST_PEOPLE = PastPeople(people=pl.DataFrame(schema={PERSON: pl.UInt128}), counts=pl.DataFrame(schema=PAST_COUNTS))


class PastSource(Protocol):
    """The past of some people, in pieces."""

    def on(self, day: date) -> pl.DataFrame:
        """Who had an active registration on a comparison date, by person.

        [person_id, active, categories, nik, nik_adjusted].
        """

    def first(self) -> pl.DataFrame:
        """Since when they have been counted [`history.FIRST`], by person."""


@dataclass(frozen=True, eq=False)
class PastFromLake:
    """The past as the objects tell it, of the people whom `read` finds in them."""

    scope: Scope
    read: Read

    def on(self, day: date) -> pl.DataFrame:
        """As `Known.on`."""
        scope = self.scope
        rows = read_states(scope.past.then[day], read=self.read, as_of=day, rules=scope.rules)
        return pl.concat(
            in_partitions(rows.height, lambda part: people_at_comparison(keep_newest(part.of(rows)), rules=scope.rules))
        ).with_columns(pl.col(PERSON).set_sorted())

    def first(self) -> pl.DataFrame:
        """As `Known.first`."""
        return first_counted(self.scope.past.history, read=self.read, rules=self.scope.rules)


def active_column(day: date) -> str:
    """The column of the segments in which people had an active registration on a comparison date."""
    return f"active_{day}"


def categories_of(day: date) -> str:
    """The column of the categories that people had then, by the registrations that they counted with."""
    return f"categories_{day}"


def combine_past(scope: Scope, known: PastSource) -> PastPeople:
    """The pieces as one; the NIK has not changed between two dates, so neither have its regencies."""
    if not scope.past.then:
        return NO_PAST_PEOPLE
    first = known.first()
    then = {day: known.on(day) for day in sorted(scope.past.then, reverse=True)}
    rows = max(table.height for table in (first, *then.values()))

    def meet(part: Partition) -> PastPeople:
        people = _together(part.of_sorted(first), {day: part.of_sorted(on_day) for day, on_day in then.items()})
        return PastPeople(
            people=people, counts=pl.concat(count_at_comparison(people, day=day, rules=scope.rules) for day in then)
        )

    parts = in_partitions(rows, meet)
    people = pl.concat(part.people for part in parts)
    counts = pl.concat(part.counts for part in parts)
    return PastPeople(people=people.with_columns(pl.col(PERSON).set_sorted()), counts=counts)


def _together(first: pl.DataFrame, then: Mapping[date, pl.DataFrame]) -> pl.DataFrame:
    """Each join is one pass over two sorted tables."""
    tables = [table.select(PERSON) for table in (first, *then.values())]
    ids = reduce(lambda one, other: one.merge_sorted(other, key=PERSON), tables)
    past = ids.filter(pl.col(PERSON).ne_missing(pl.col(PERSON).shift())).with_columns(pl.col(PERSON).set_sorted())
    for day, people in then.items():
        places = {basis: f"{basis} {day}" for basis in NIK_BASES}
        sets = {"active": active_column(day), "categories": categories_of(day)}
        past = past.join(people.rename({**sets, **places}), on=PERSON, how="left")
    return past.join(first, on=PERSON, how="left").select(
        *FIRST,
        *(pl.coalesce(f"{basis} {day}" for day in then).alias(basis) for basis in NIK_BASES),
        *(pl.col(active_column(day), categories_of(day)).fill_null(0) for day in then),
    )


def count_at_comparison(past: pl.DataFrame, *, day: date, rules: CountRules) -> pl.DataFrame:
    """People counted on the comparison date [`PAST_COUNTS`]; `past`: as `PastPeople.people`."""
    in_region = past.filter(holds_any(active_column(day), regional_set(rules)))
    elsewhere = past.filter(
        ~holds_any(active_column(day), regional_set(rules)), holds_any(active_column(day), national_set(rules))
    )
    number, categories = pl.len().cast(pl.Int64), pl.col(categories_of(day)).alias("categories")
    counts = [
        on_every_basis(
            in_region,
            lambda people, basis: people.group_by(categories, region_code=basis).agg(people=number),
            bases=NIK_BASES,
        ).cast({"region_code": pl.String}),
        elsewhere.group_by(categories)
        .agg(people=number)
        .with_columns(basis=pl.lit(NATION_ONLY), region_code=pl.lit(None, dtype=pl.String)),
    ]
    return pl.concat(count.with_columns(pl.lit(day).alias("day")).select(*PAST_COUNTS) for count in counts)
