"""People: who counts, by which attributes, and in which region on each basis."""

import polars as pl

from tasks.measure.attributes import set_of_member
from tasks.measure.registrations import may_repeat
from tasks.measure.segments import NO_SEGMENT, set_of_row

LATEST = ("registered_on", "last_paid", "registration_id")
SETS = ("active", "current", "programmes", "funders", "categories", "carried")
PLACES = ("nik", "district", "domicile", "workplace", "village", "funder", "category")
PERSON = ("person_id", *SETS, "unpaid", "until", *PLACES)


def group_segments(registrations: pl.DataFrame) -> pl.DataFrame:
    """Each person once with the set of his segments [person_id, active, nik, district], from active registrations."""
    held = registrations.select("person_id", set_of_row().alias("active"), "nik", "district")
    repeated = may_repeat(held["person_id"])
    merged = (
        held.filter(repeated)
        .group_by("person_id")
        .agg(pl.col("active").bitwise_or(), pl.col("nik", "district").first())
    )
    return pl.concat([held.filter(~repeated), merged])


def group_people(registrations: pl.DataFrame) -> pl.DataFrame:
    """Each person once [`PERSON`], from active registrations, each of which is there once.

    `registrations`: as `Registrations.active`, with `unpaid`, `until`, `carried` (see `protection.py`).
    `active`, `current`: sets of the segments of all and of the current registrations; `programmes`, `funders`,
    `categories`: sets of those that occur. `carried`: whether a registration lies in a carried-forward position;
    `unpaid`: the fewest unpaid months; `until`: the last protected day.
    `nik`, `district`, `domicile`, `workplace`: where the person belongs on each basis, null = unplaced. Home and work
    are those of the registration with the latest registration date, then paid month, then id, as are `village`,
    `funder` and `category`; where this one has no code, no other one is asked.
    """
    held = registrations.select(
        "person_id",
        set_of_row().alias("active"),
        pl.when(pl.col("state") == "current").then(set_of_row()).otherwise(NO_SEGMENT).alias("current"),
        "programmes",
        set_of_member("funder").alias("funders"),
        set_of_member("category").alias("categories"),
        "carried",
        "unpaid",
        "until",
        *PLACES,
        *LATEST,
    )
    repeated = may_repeat(held["person_id"])
    merged = (
        held.filter(repeated)
        .sort("person_id", *LATEST, nulls_last=False)
        .group_by("person_id", maintain_order=True)
        .agg(pl.col(SETS).bitwise_or(), pl.col("unpaid").min(), pl.col("until").max(), pl.col(PLACES).last())
    )
    return pl.concat([held.filter(~repeated).select(PERSON), merged.select(PERSON)])
