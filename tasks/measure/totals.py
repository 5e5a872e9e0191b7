"""Counts of the nation, 38 provinces and 514 regencies on every basis, from counts of people and heads.

Regency: people with an active registration in one of `regional_segments`, by their region. Province: the sum
of its regencies. Nation: the sum of the provinces, people without a region, and people who count only through
a segment that belongs to the nation alone (migrant workers). A segment counts everyone who holds it, in the
region of the person.
"""

from dataclasses import dataclass

import polars as pl

from settings import SEGMENTS, Settings
from tasks.measure.registrations import BASES
from tasks.measure.segments import SEGMENT_BITS, holds_any, segment_set
from warehouse.regions import Regions

NATION, NATION_NAME = "ID", "Indonesia"
LEVELS = ("national", "province", "regency")
TOTALS = ("active", "active_strict", "active_unlinked")
SEGMENT_COUNTS = ("active", "active_strict", "active_primary")
PARTS = ("regional", "unplaced", "national_only")


@dataclass(frozen=True, eq=False)
class Totals:
    """Counts [Int64] in the order of basis, level and region code.

    `coverage` [basis, level, region_code, region_name, province_code?, active, active_strict,
    active_unlinked], 553 rows a basis. `participation` [basis, level, region_code, segment, active,
    active_strict, active_primary], 4 x 553 rows a basis. `parts` [basis, part, active, active_strict,
    active_unlinked]: what the nation is the sum of; part = regional | unplaced | national_only.
    """

    coverage: pl.DataFrame
    participation: pl.DataFrame
    parts: pl.DataFrame


def add_up(counts: pl.DataFrame, *, regions: Regions, settings: Settings) -> Totals:
    """All totals from `counts` [as `people.COUNTS`], whose rows may repeat a combination."""
    places = sum_places(counts, regions=regions, settings=settings)
    sums = [name for name in places.columns if "." in name]
    listed = pl.DataFrame({"basis": BASES}).join(list_regions(regions), how="cross", maintain_order="left_right")
    regencies = places.drop_nulls("region_code").drop("province_code")
    provinces = (
        places.drop_nulls("province_code").group_by("basis", region_code="province_code").agg(pl.col(sums).sum())
    )
    nation = places.group_by("basis").agg(pl.lit(NATION).alias("region_code"), pl.col(sums).sum())
    summed = pl.concat([nation, provinces, regencies.select(nation.columns)])
    rows = listed.join(summed, on=["basis", "region_code"], how="left", maintain_order="left")
    alone = pl.when(pl.col("level") == "national").then(1).otherwise(0)
    return Totals(
        coverage=rows.select(
            *listed.columns,
            *((pl.col(f"regional.{n}") + alone * pl.col(f"national_only.{n}")).alias(n) for n in TOTALS),
        ),
        participation=segment_rows(rows),
        parts=nation_parts(places),
    )


def list_regions(regions: Regions) -> pl.DataFrame:
    """The rows of one basis in their order [level, region_code, region_name, province_code?]."""
    nation = pl.DataFrame({"code": [NATION], "name": [NATION_NAME]})
    levels = zip(LEVELS, (nation, regions.provinces, regions.regencies), strict=True)
    listed = [frame.sort("code").with_columns(level=pl.lit(level)) for level, frame in levels]
    return pl.concat(listed, how="diagonal").select(
        "level", region_code="code", region_name="name", province_code="province_code"
    )


def sum_places(counts: pl.DataFrame, *, regions: Regions, settings: Settings) -> pl.DataFrame:
    """One row a basis and regency, and one without codes for the unplaced.

    [basis, region_code?, province_code?], then sums `regional.*`, `national_only.*` and `<segment>.*`.
    """
    regional, national = segment_set(settings.regional_segments), segment_set(settings.national_segments)
    chosen: dict[str, pl.Expr] = {}
    for name, column, rows in (
        ("active", "active", pl.lit(True)),
        ("active_strict", "current", pl.lit(True)),
        ("active_unlinked", "active", pl.col("unlinked")),
    ):
        chosen[f"regional.{name}"] = rows & holds_any(column, regional)
        chosen[f"national_only.{name}"] = rows & holds_any(column, national) & ~holds_any(column, regional)
    for segment, bit in SEGMENT_BITS.items():
        chosen[f"{segment}.active"] = holds_any("active", bit)
        chosen[f"{segment}.active_strict"] = holds_any("current", bit)
        chosen[f"{segment}.active_primary"] = holds_any("active", bit) & ~holds_any("active", bit - 1)
    key = ["basis", "region_code"]
    summed = counts.group_by(key).agg(pl.col("people").filter(rows).sum().alias(n) for n, rows in chosen.items())
    places = regions.regencies.select(region_code="code", province_code="province_code")
    grid = pl.DataFrame({"basis": BASES}).join(pl.concat([places, places.clear(1)]), how="cross")
    return grid.join(summed, on=key, how="left", nulls_equal=True).with_columns(pl.col(chosen).fill_null(0))


def segment_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of regions with their sums, once for each segment."""
    keys = ["basis", "level", "region_code"]
    by_segment = [
        rows.with_row_index("place").select(
            "place", *keys, pl.lit(s).alias("segment"), *(pl.col(f"{s}.{n}").alias(n) for n in SEGMENT_COUNTS)
        )
        for s in SEGMENTS
    ]
    return pl.concat(by_segment).sort("place", maintain_order=True).drop("place")


def nation_parts(places: pl.DataFrame) -> pl.DataFrame:
    """The three parts of the nation on each basis."""
    unplaced = pl.col("region_code").is_null()
    rows = {
        "regional": ("regional", ~unplaced),
        "unplaced": ("regional", unplaced),
        "national_only": ("national_only", pl.lit(True)),
    }
    return pl.concat(
        places.filter(chosen)
        .group_by("basis", maintain_order=True)
        .agg(pl.lit(part).alias("part"), *(pl.col(f"{prefix}.{n}").sum().alias(n) for n in TOTALS))
        for part, (prefix, chosen) in rows.items()
    ).sort(pl.col("basis").cast(pl.Enum(BASES)), maintain_order=True)
