"""People counted by region and profile: all attributes in one number, so that one count serves every breakdown."""

import polars as pl

from settings import SEGMENTS
from tasks.measure.attributes import AttributeSet, ProgrammeSet
from tasks.measure.counted import NATION_ONLY
from tasks.measure.segments import SegmentSet
from tasks.measure.views import View
from warehouse.fact_columns import BASES, CATEGORIES, FUNDERS, PROGRAMMES

UNPLACED = 1023  # above every place in the list of regencies
NO_UNPAID = 15
BITS = {
    "region": 10,
    "active": len(SEGMENTS),
    "current": len(SEGMENTS),
    "programmes": len(PROGRAMMES),
    "funders": len(FUNDERS),
    "categories": len(CATEGORIES),
    "carried": 1,
    "unpaid": 4,
}
PROFILES: dict[str, pl.DataType | type[pl.DataType]] = {
    "basis": pl.String,
    "region_code": pl.String,
    "active": SegmentSet,
    "current": SegmentSet,
    "programmes": ProgrammeSet,
    "funders": AttributeSet,
    "categories": AttributeSet,
    "carried": pl.Boolean,
    "unpaid": pl.UInt8,
    "people": pl.Int64,
    "unlinked": pl.Boolean,
}
PACKED = {"basis": pl.String, "key": pl.UInt64, "people": pl.Int64}


def count_profiles(view: View) -> pl.DataFrame:
    """People of a view by basis and packed key of region and profile [`PACKED`], a row for each that occurs."""
    profile = pl.lit(0, dtype=pl.UInt64)
    for name, offset in _offsets().items():
        if name != "region":
            value = pl.col(name).fill_null(NO_UNPAID) if name == "unpaid" else pl.col(name)
            profile = profile + value.cast(pl.UInt64) * (1 << offset)
    number = pl.len().cast(pl.Int64) * view.sign
    if view.nation_only:
        counted = view.people.group_by(key=profile + UNPLACED).agg(people=number)
        return counted.select(pl.lit(NATION_ONLY).alias("basis"), "key", "people")
    packed = view.people.lazy().select(profile.alias("profile"), *BASES)
    return pl.concat(
        pl.collect_all(
            [
                packed.group_by(key=pl.col("profile") + pl.col(basis).to_physical().cast(pl.UInt64).fill_null(UNPLACED))
                .agg(people=number)
                .select(pl.lit(basis).alias("basis"), "key", "people")
                for basis in BASES
            ],
            engine="streaming",
        )
    )


def unpack(counts: pl.DataFrame, *, regencies: pl.Enum) -> pl.DataFrame:
    """The counts [`PACKED`] of all ranges, added up, with their attributes apart [`PROFILES`]."""
    codes = regencies.categories
    places = pl.DataFrame({"region": pl.int_range(len(codes), dtype=pl.UInt64, eager=True), "region_code": codes})
    key = pl.col("key")
    return (
        counts.group_by("basis", "key")
        .agg(pl.col("people").sum())
        .with_columns((key // (1 << offset) % (1 << BITS[name])).alias(name) for name, offset in _offsets().items())
        .join(places, on="region", how="left")
        .with_columns(
            carried=pl.col("carried") == 1,
            unpaid=pl.when(pl.col("unpaid") != NO_UNPAID).then("unpaid"),
            unlinked=False,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in PROFILES.items())
    )


def _offsets() -> dict[str, int]:
    """The lowest bit of each part of a key; together they have at most 64."""
    offsets: dict[str, int] = {}
    filled = 0
    for name, bits in BITS.items():
        offsets[name] = filled
        filled += bits
    return offsets
