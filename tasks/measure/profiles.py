"""People counted by region and profile: all attributes in one number, so that one count serves every breakdown."""

import polars as pl

from settings import SEGMENTS
from tasks.measure.attributes import AttributeSet, ProgrammeSet
from tasks.measure.counted import NATION_ONLY
from tasks.measure.segments import SegmentSet
from tasks.measure.views import View, on_every_basis
from warehouse.closed_lists import BASES, PROGRAMMES
from warehouse.fact_columns import CATEGORIES, FUNDERS

UNPLACED = 1023  # above every place in the list of regencies
NO_UNPAID = 15
KEY_BASES = (*BASES, NATION_ONLY)
PLACE = ("basis", "region")
BITS = {
    "basis": 3,
    "region": 10,
    "active": len(SEGMENTS),
    "current": len(SEGMENTS),
    "programmes": len(PROGRAMMES),
    "funders": len(FUNDERS),
    "categories": len(CATEGORIES),
    "carried": 1,
    "unpaid": 4,
}
KeyBasis = pl.Enum(KEY_BASES)
ATTRIBUTES: dict[str, pl.DataType | type[pl.DataType]] = {
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


def profiles_in(regencies: pl.Enum) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns of profiles [basis, region_code?, *`ATTRIBUTES`]; codes are grouped in half the time of texts."""
    return {"basis": KeyBasis, "region_code": regencies, **ATTRIBUTES}


PACKED = {"key": pl.UInt64, "people": pl.Int64}


def count_profiles(view: View) -> pl.DataFrame:
    """People of a view by packed key of basis, region and profile [`PACKED`]; a key may have several rows."""
    number = pl.len().cast(pl.Int64) * view.sign
    offsets = _offsets()
    profile = pl.lit(0, dtype=pl.UInt64)
    for name, offset in offsets.items():
        if name not in PLACE:
            value = pl.col(name).fill_null(NO_UNPAID) if name == "unpaid" else pl.col(name)
            profile = profile + value.cast(pl.UInt64) * (1 << offset)
    if view.nation_only:
        nowhere = profile + (UNPLACED << offsets["region"]) + (KEY_BASES.index(NATION_ONLY) << offsets["basis"])
        return view.people.group_by(key=nowhere).agg(people=number)
    region = 1 << offsets["region"]
    places = [pl.col(basis).to_physical().cast(pl.UInt64).fill_null(UNPLACED) * region for basis in BASES]
    counts = on_every_basis(
        view.people.select(profile.alias("profile"), *places),
        lambda people, basis: people.group_by(key=pl.col("profile") + pl.col(basis)).agg(people=number),
    )
    number_of_basis = pl.col("basis").replace_strict(
        list(BASES), [KEY_BASES.index(basis) << offsets["basis"] for basis in BASES], return_dtype=pl.UInt64
    )
    return counts.select(pl.col("key") + number_of_basis, "people")


def unpack(counts: pl.DataFrame, *, regencies: pl.Enum) -> pl.DataFrame:
    """Counts [`PACKED`] with their attributes apart [`profiles_in`]."""
    parts = {
        name: (pl.col("key") // (1 << offset) % (1 << BITS[name])).alias(name) for name, offset in _offsets().items()
    }
    known = pl.when(pl.col("region") != UNPLACED).then("region")
    return (
        counts.with_columns(parts.values())
        .with_columns(
            basis=pl.col("basis").cast(pl.UInt8).cat.to(KeyBasis),
            region_code=known.cast(pl.Series(dtype=regencies).to_physical().dtype).cat.to(regencies),
            carried=pl.col("carried") == 1,
            unpaid=pl.when(pl.col("unpaid") != NO_UNPAID).then("unpaid"),
            unlinked=False,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in profiles_in(regencies).items())
    )


def _offsets() -> dict[str, int]:
    """The lowest bit of each part of a key; together they have at most 64."""
    offsets: dict[str, int] = {}
    filled = 0
    for name, bits in BITS.items():
        offsets[name] = filled
        filled += bits
    return offsets
