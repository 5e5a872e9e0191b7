"""From regencies to provinces and the nation.

A figure of a province is the sum of its regencies. That of the nation is the sum of all, of the unplaced, and of what
counts in the nation alone (rows of `profiles.NATION_ONLY`, which may also take away).
"""

from collections.abc import Sequence

import polars as pl

from tasks.measure.registrations.segment_scope import NATION_ONLY
from warehouse.dimensions.closed_lists import BASES, LEVELS, NATION
from warehouse.dimensions.regions import PROVINCE, Regions

NATION_NAME = "Indonesia"
Basis, Level = pl.Enum(BASES), pl.Enum([*LEVELS, "district", "village"])


def roll_up(places: pl.DataFrame, *, key: Sequence[str] = (), bases: Sequence[str] = BASES) -> pl.DataFrame:
    """Sums of [basis, region_code?, *key, sums...], by [basis, level, region_code, *key]; in no order.

    Basis and region: texts or members of lists.
    """
    sums = [name for name in places.columns if name not in ("basis", "region_code", *key)]
    places = places.group_by("basis", "region_code", *key).agg(pl.col(sums).sum())  # three levels of fewer rows
    places = places.with_columns(pl.col("basis", "region_code").cast(pl.String))
    own = places.filter(pl.col("basis") != NATION_ONLY)
    elsewhere = (
        places.filter(pl.col("basis") == NATION_ONLY).drop("basis").join(pl.DataFrame({"basis": bases}), how="cross")
    )
    placed = own.drop_nulls("region_code")
    frames = (
        pl.concat([own, elsewhere.select(own.columns)]).with_columns(region_code=pl.lit(NATION)),
        placed.with_columns(pl.col("region_code").str.head(PROVINCE)),
        placed,
    )
    return pl.concat(
        frame.group_by("basis", "region_code", *key)
        .agg(pl.col(sums).sum())
        .select(
            pl.col("basis").cast(Basis),
            pl.lit(level).cast(Level).alias("level"),
            "region_code",
            *key,
            *sums,
        )
        for level, frame in zip(LEVELS, frames, strict=True)
    )


def list_regions(regions: Regions, *, bases: Sequence[str] = BASES) -> pl.DataFrame:
    """Every region on every basis in published order [basis, level, region_code, region_name, province_code?]."""
    nation = pl.DataFrame({"code": [NATION], "name": [NATION_NAME]})
    levels = zip(LEVELS, (nation, regions.provinces, regions.regencies), strict=True)
    listed = pl.concat(
        [frame.sort("code").with_columns(pl.lit(level).cast(Level).alias("level")) for level, frame in levels],
        how="diagonal",
    ).select("level", region_code="code", region_name="name", province_code="province_code")
    return pl.DataFrame({"basis": bases}, schema={"basis": Basis}).join(
        listed, how="cross", maintain_order="left_right"
    )


def in_every_region(
    sums: pl.DataFrame, *, regions: Regions, key: pl.DataFrame | None = None, bases: Sequence[str] = BASES
) -> pl.DataFrame:
    """`sums` [as of `roll_up`] with 0 for whatever does not occur, in published order.

    `key`: one column with every value that is to stand in each region, in its order.
    """
    rows = list_regions(regions, bases=bases)
    on = ["basis", "level", "region_code"]
    if key is not None:
        rows = rows.join(key, how="cross", maintain_order="left_right")
        on += key.columns
    counted = [name for name in sums.columns if name not in on]
    return rows.join(sums, on=on, how="left", maintain_order="left").with_columns(pl.col(counted).fill_null(0))
