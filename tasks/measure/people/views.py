"""The people of one range, seen as a region counts them and as the nation does.

Who holds one of `regional_segments` counts in his region, and with it in the nation. Who holds none of these but one of
`national_segments` (a migrant worker) counts in the nation alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.people import group_people, group_segments
from tasks.measure.registrations.registrations import Registrations
from tasks.measure.registrations.segment_scope import NATION_ONLY, national_set, regional_set
from tasks.measure.registrations.segments import SegmentSet, holds_any
from warehouse.dimensions.closed_lists import BASES


@dataclass(frozen=True, eq=False, kw_only=True)
class Perspective:
    """People [`people.PERSON` and `nik_adjusted`], who of them counts, and how.

    counted: the set of segments that count. nation_only: without region; these have no other segment than those that
    count.
    """

    people: pl.DataFrame
    counted: int
    nation_only: bool = False

    def who_counts(self, *further: pl.Expr) -> pl.DataFrame:
        """The people who count and fulfil the further conditions."""
        return self.people.filter(*further, holds_any("active", self.counted))


def regional_and_national(found: Registrations, *, rules: CountRules) -> list[Perspective]:
    """Everyone by region first; then who counts in the nation alone."""
    regional, national = regional_set(rules), national_set(rules)
    people = group_people(found, rules=rules).with_columns(adjusted_place(rules).alias("nik_adjusted"))
    alone = people.filter(~holds_any("active", regional), holds_any("active", national))
    counting = pl.col("active", "current") & pl.lit(national, dtype=SegmentSet)
    return [
        Perspective(people=people, counted=regional),
        Perspective(people=alone.with_columns(counting), counted=national, nation_only=True),
    ]


def people_at_comparison(found: Registrations, *, rules: CountRules) -> pl.DataFrame:
    """People of another date [person_id, active, categories, nik, nik_adjusted] from their active registrations."""
    adjusted = adjusted_place(rules).alias("nik_adjusted")
    return group_segments(found, rules=rules).select("person_id", "active", "categories", "nik", adjusted)


def adjusted_place(rules: CountRules) -> pl.Expr:
    """The regency on `nik_adjusted` from `nik` and `district`."""
    prefixes, regencies = ([row[place] for row in rules.moved] for place in (0, 1))
    return pl.coalesce(
        pl.col("district").replace_strict(
            pl.Series(prefixes, dtype=rules.district),
            pl.Series(regencies, dtype=rules.regency),
            default=None,
            return_dtype=rules.regency,
        ),
        "nik",
    )


def count_by_region(
    people: pl.DataFrame, *, view: Perspective, key: Sequence[str] = (), bases: Sequence[str] = BASES
) -> pl.DataFrame:
    """People of a view [basis, region_code?, *key, people]; a view of the nation has the basis `NATION_ONLY`."""
    number = pl.len().cast(pl.Int64)
    if view.nation_only:
        nowhere = people.with_columns(basis=pl.lit(NATION_ONLY), region_code=pl.lit(None, dtype=pl.String))
        return nowhere.group_by("basis", "region_code", *key).agg(people=number)
    return on_every_basis(
        people,
        lambda placed, basis: (
            placed.group_by(pl.col(basis).alias("region_code"), *key)
            .agg(people=number)
            .select(pl.col("region_code").cast(pl.String), *key, "people")
        ),
        bases=bases,
    ).select("basis", "region_code", *key, "people")


def on_every_basis(
    people: pl.DataFrame, count: Callable[[pl.DataFrame, str], pl.DataFrame], *, bases: Sequence[str] = BASES
) -> pl.DataFrame:
    """What `count` finds on each basis, with `basis`; a key may have several rows, which are to be added.

    Most people are in one region on all bases: they are counted once, on the first. On another basis those who are
    elsewhere are added where they are and taken away where they were.
    """
    first, *others = bases
    most = count(people, first)
    counts = [most.with_columns(basis=pl.lit(first))]
    for basis in others:
        elsewhere = people.filter(pl.col(basis).ne_missing(pl.col(first)))
        added = [most, count(elsewhere, basis), count(elsewhere, first).with_columns(-pl.col("people"))]
        counts.append(pl.concat(added).with_columns(basis=pl.lit(basis)))
    return pl.concat(counts)
