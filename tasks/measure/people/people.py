"""People: who counts, by which attributes, and in which region on each basis."""

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.partitions import by_person
from tasks.measure.registrations.attributes import pair_of_row, set_of_member
from tasks.measure.registrations.registrations import Registrations
from tasks.measure.registrations.segment_scope import is_outranked
from tasks.measure.registrations.segments import NO_SEGMENT, set_of_row

LATEST = ("registered_on", "last_paid", "registration_id")
LONGEST = ("until", "registered_on", "registration_id")
SEGMENTS = ("active", "current")
ATTRIBUTES = ("programmes", "funders", "categories", "pairs", "carried", "unpaid", "until")
SETS = (*SEGMENTS, "programmes", "funders", "categories", "pairs", "carried")
PLACES = ("nik", "district", "domicile", "workplace", "village", "funder", "category", "sex_age")
PERSON = ("person_id", *SETS, "unpaid", "until", *PLACES, "until_funder", "payment")


def group_segments(found: Registrations, *, rules: CountRules) -> pl.DataFrame:
    """Each person once with the sets of his segments and categories, sorted by person.

    [person_id, active, categories, nik, district]; categories are those of the registrations that he counts with.
    """
    held = (
        "person_id",
        set_of_row(rules).alias("active"),
        set_of_member("category").alias("categories"),
        "nik",
        "district",
    )
    merged = (
        found.several.select(*held, is_outranked(rules).alias("outranked"))
        .with_columns(pl.when(~pl.col("outranked")).then("categories").alias("categories"))
        .group_by("person_id")
        .agg(pl.col("active", "categories").bitwise_or(), pl.col("nik", "district").first())
    )
    return by_person(pl.concat([found.alone.select(held), merged]))


def group_people(found: Registrations, *, rules: CountRules) -> pl.DataFrame:
    """Each person once [`PERSON`], from active registrations, each of which is there once.

    `found`: with the columns of `protection.py` in `alone` and `several`.
    `active`, `current`: sets of the segments of all and of the current registrations. All else is told by the
    registrations that the person counts with (`segment_scope.is_outranked`): `programmes`, `funders`, `categories`:
    sets of those that occur; `pairs`: of segment and funder. `carried`: whether one lies in a carried-forward position;
    `unpaid`: the fewest unpaid months; `until`: the last protected day.
    `nik`, `district`, `domicile`, `workplace`: where the person belongs on each basis, null = unplaced. Home and work
    are those of the registration with the latest registration date, then paid month, then id, as are `village`,
    `funder`, `category` and `sex_age`; where this one has no code, no other one is asked. `until_funder` and `payment`
    are those of the registration that protects longest; of several the latest registered, then the one with the
    greatest id.
    """
    held = (
        "person_id",
        set_of_row(rules).alias("active"),
        pl.when(pl.col("state") == "current").then(set_of_row(rules)).otherwise(NO_SEGMENT).alias("current"),
        "programmes",
        set_of_member("funder").alias("funders"),
        set_of_member("category").alias("categories"),
        pair_of_row(rules).alias("pairs"),
        "carried",
        "unpaid",
        "until",
        *PLACES,
        pl.col("funder").alias("until_funder"),
        "payment",
    )
    several = found.several.select(*held, *LATEST, is_outranked(rules).alias("outranked"))
    merged = (
        several.sort("person_id", ~pl.col("outranked"), *LATEST, nulls_last=False)
        .with_columns(pl.when(~pl.col("outranked")).then(pl.col(ATTRIBUTES)))
        .group_by("person_id", maintain_order=True)
        .agg(pl.col(SETS).bitwise_or(), pl.col("unpaid").min(), pl.col("until").max(), pl.col(PLACES).last())
    )
    longest = (
        several.filter(~pl.col("outranked"))
        .select("person_id", "until_funder", "payment", *LONGEST)
        .sort("person_id", *LONGEST, nulls_last=False)
        .unique("person_id", keep="last", maintain_order=True)
        .select("person_id", "until_funder", "payment")
    )
    return pl.concat([found.alone.select(held), merged.join(longest, on="person_id").select(PERSON)])
