"""People: who counts, with which segments, and in which region on each basis."""

import polars as pl

from tasks.measure.registrations import BASES, may_repeat
from tasks.measure.segments import SegmentSet, set_of_row

LATEST = ("registered_on", "last_paid", "registration_id")
PERSON = ("active", "current", *BASES)
UNPLACED = 0xFFFF  # above every place in the list of regencies

COUNTS = {
    "basis": pl.String,
    "region_code": pl.String,
    "active": SegmentSet,
    "current": SegmentSet,
    "people": pl.Int64,
    "unlinked": pl.Boolean,
}


def group_people(registrations: pl.DataFrame) -> pl.DataFrame:
    """Each person once, from active registrations, each of which is there once.

    `active`, `current`: sets of the segments of all and of the current registrations; `nik`, `domicile`,
    `workplace`: the region on each basis, null = unplaced. On the last two it is that of the registration
    with the latest registration date, then paid month, then id; where this one has no code, no other one
    is asked.
    """
    nothing = pl.lit(0, dtype=SegmentSet)
    held = registrations.select(
        "person_id",
        set_of_row().alias("active"),
        pl.when(pl.col("state") == "current").then(set_of_row()).otherwise(nothing).alias("current"),
        *BASES,
        *LATEST,
    )
    repeated = may_repeat(held["person_id"])
    merged = (
        held.filter(repeated)
        .sort("person_id", *LATEST, nulls_last=False)
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("active", "current").bitwise_or(), pl.col(BASES).last())
    )
    return pl.concat([held.filter(~repeated).select(PERSON), merged.select(PERSON)])


def count_people(people: pl.DataFrame, *, regencies: pl.Enum) -> pl.DataFrame:
    """People by basis, region (null = unplaced) and sets of segments [`COUNTS`].

    One row for each combination that occurs; the rows of several ranges of regencies may be added up.
    """
    sets = pl.col("active").cast(pl.UInt32) * 16 + pl.col("current")
    counted = pl.collect_all(
        [
            people.lazy()
            .group_by(key=pl.col(basis).to_physical().cast(pl.UInt32).fill_null(UNPLACED) * 256 + sets)
            .agg(people=pl.len().cast(pl.Int64), basis=pl.lit(basis))
            for basis in BASES
        ],
        engine="streaming",
    )
    codes = regencies.categories
    places = pl.DataFrame({"place": pl.int_range(len(codes), dtype=pl.UInt32, eager=True), "region_code": codes})
    key = pl.col("key")
    return (
        pl.concat(counted)
        .with_columns(place=key // 256, active=key // 16 % 16, current=key % 16, unlinked=False)
        .join(places, on="place", how="left")
        .select(pl.col(name).cast(dtype) for name, dtype in COUNTS.items())
    )
