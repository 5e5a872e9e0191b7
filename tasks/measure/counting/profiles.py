"""People counted by region and profile: all attributes in one number, so that one count serves every breakdown."""

from collections.abc import Collection

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.views import Perspective, on_every_basis
from tasks.measure.registrations.attributes import AttributeSet, ProgrammeSet
from tasks.measure.registrations.segment_scope import NATION_ONLY
from tasks.measure.registrations.segments import SegmentSet
from warehouse.dimensions.closed_lists import BASES, PROGRAMMES

KEY_BASES = (*BASES, NATION_ONLY)
PLACE = ("basis", "region")
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


def profile_schema(rules: CountRules) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns of profiles [basis, region_code?, *`ATTRIBUTES`]; codes are grouped in half the time of texts."""
    return {"basis": KeyBasis, "region_code": rules.regency, **ATTRIBUTES}


def layout_of(
    *, segments: Collection[str], funders: Collection[str], categories: Collection[str]
) -> tuple[tuple[str, int], ...]:
    """The parts of a packed key, the lowest first, with their bits; together they have at most 64."""
    return (
        ("basis", 3),
        ("region", 10),
        ("active", len(segments)),
        ("current", len(segments)),
        ("programmes", len(PROGRAMMES)),
        ("funders", len(funders)),
        ("categories", len(categories)),
        ("carried", 1),
        ("unpaid", 4),
    )


PACKED = {"key": pl.UInt64, "people": pl.Int64}


def count_profiles(view: Perspective, *, rules: CountRules) -> pl.DataFrame:
    """People of a view by packed key of basis, region and profile [`PACKED`]; a key may have several rows."""
    number = pl.len().cast(pl.Int64)
    offsets, none = _offsets(rules), _none(rules)
    profile = pl.lit(0, dtype=pl.UInt64)
    for name, offset in offsets.items():
        if name not in PLACE:
            value = pl.col(name).fill_null(none["unpaid"]) if name == "unpaid" else pl.col(name)
            profile = profile + value.cast(pl.UInt64) * (1 << offset)
    if view.nation_only:
        nowhere = profile + (none["region"] << offsets["region"]) + (KEY_BASES.index(NATION_ONLY) << offsets["basis"])
        return view.people.group_by(key=nowhere).agg(people=number)
    region = 1 << offsets["region"]
    places = [pl.col(basis).to_physical().cast(pl.UInt64).fill_null(none["region"]) * region for basis in BASES]
    counts = on_every_basis(
        view.people.select(profile.alias("profile"), *places),
        lambda people, basis: people.group_by(key=pl.col("profile") + pl.col(basis)).agg(people=number),
    )
    number_of_basis = pl.col("basis").replace_strict(
        list(BASES), [KEY_BASES.index(basis) << offsets["basis"] for basis in BASES], return_dtype=pl.UInt64
    )
    return counts.select(pl.col("key") + number_of_basis, "people")


def unpack_profiles(counts: pl.DataFrame, *, rules: CountRules) -> pl.DataFrame:
    """Counts [`PACKED`] with their attributes apart [`profile_schema`]."""
    bits, none = dict(rules.layout), _none(rules)
    parts = {
        name: (pl.col("key") // (1 << offset) % (1 << bits[name])).alias(name)
        for name, offset in _offsets(rules).items()
    }
    known = pl.when(pl.col("region") != none["region"]).then("region")
    return (
        counts.with_columns(parts.values())
        .with_columns(
            basis=pl.col("basis").cast(pl.UInt8).cat.to(KeyBasis),
            region_code=known.cast(pl.Series(dtype=rules.regency).to_physical().dtype).cat.to(rules.regency),
            carried=pl.col("carried") == 1,
            unpaid=pl.when(pl.col("unpaid") != none["unpaid"]).then("unpaid"),
            unlinked=False,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in profile_schema(rules).items())
    )


def _none(rules: CountRules) -> dict[str, int]:
    """What stands for no region or no unpaid months: the highest number of the part."""
    return {name: (1 << bits) - 1 for name, bits in rules.layout if name in ("region", "unpaid")}


def _offsets(rules: CountRules) -> dict[str, int]:
    """The lowest bit of each part of a key."""
    offsets: dict[str, int] = {}
    filled = 0
    for name, bits in rules.layout:
        offsets[name] = filled
        filled += bits
    return offsets
