"""Active vulnerable workers per village against its target, and the villages that reach it."""

from datetime import date

import polars as pl

from tasks.measure.counting.vulnerable import DOMICILE
from tasks.measure.registrations.segment_scope import NATION_ONLY
from tasks.measure.tables.shared.roll_up import Level, in_every_region, roll_up
from tasks.measure.tables.shared.to_schema import to_schema
from warehouse.dimensions.regions import DISTRICT, REGENCY, Regions
from warehouse.dimensions.regions import VILLAGE as VILLAGE_CODE
from warehouse.figures.tables.place import VILLAGE

TARGET_CATEGORY = "PEKERJA_RENTAN"
NO_ECOSYSTEM = pl.DataFrame(
    schema={
        "region_code": pl.String,
        "category": pl.String,
        "as_of_date": pl.Date,
        "target": pl.Int64,
        "position_date": pl.Date,
    }
)


def village_targets(ecosystem: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Targets that villages have of their own [region_code, target].

    `ecosystem` [region_code, category, as_of_date, target?, position_date, ...]: all rows of all live files. Of several
    targets of a village the newest up to `as_of` holds, then that of the newest position.
    """
    return (
        ecosystem.filter(
            pl.col("category") == TARGET_CATEGORY,
            pl.col("region_code").str.len_chars() == VILLAGE_CODE,
            pl.col("as_of_date") <= as_of,
            pl.col("target").is_not_null(),
        )
        .sort("as_of_date", "position_date", maintain_order=True)
        .unique("region_code", keep="last")
        .select("region_code", pl.col("target").cast(pl.Int64))
    )


def village_table(
    counted: pl.DataFrame, *, targets: pl.DataFrame, as_of: date, regions: Regions, target: int
) -> pl.DataFrame:
    """`ucj_village` from the counts of all ranges [`VULNERABLE`] and the villages' own targets.

    `target`: that of a village without its own. The nation is the sum of its provinces: people of it who live in no
    known regency, and those who count in it alone, are columns of their own.
    """
    of_regions = counted.filter(pl.col("basis") == DOMICILE)
    active = of_regions.group_by(region_code="village").agg(active=pl.col("people").sum())
    today = pl.col("code").str.head(REGENCY) == pl.col("regency")
    villages = (
        regions.villages.filter(today)
        .select(region_code="code")
        .join(active, on="region_code", how="left")
        .join(targets, on="region_code", how="left")
        .with_columns(
            pl.col("active").fill_null(0),
            target=pl.col("target").fill_null(target),
            villages=pl.lit(1, dtype=pl.Int64),
            shown=(pl.col("active") > 0).fill_null(False) | pl.col("target").is_not_null(),
        )
        .with_columns(villages_reached=(pl.col("active") >= pl.col("target")).cast(pl.Int64))
    )
    districts = _sum_by_code(villages, characters=DISTRICT)
    shown = pl.concat(
        frame.filter("shown").select(
            pl.lit(DOMICILE).alias("basis"), pl.lit(level).cast(Level).alias("level"), "region_code", *_SUMS
        )
        for level, frame in (("district", districts), ("village", villages.select(districts.columns)))
    )
    reached = _sum_by_code(villages, characters=REGENCY).select(
        pl.lit(DOMICILE).alias("basis"), "region_code", "target", "villages", "villages_reached"
    )
    people = of_regions.drop_nulls("region_code").select("basis", "region_code", active="people")
    everywhere = in_every_region(
        roll_up(pl.concat([people, reached], how="diagonal"), bases=[DOMICILE]), regions=regions, bases=[DOMICILE]
    )
    rows = pl.concat(
        frame.select(pl.col("basis").cast(pl.String), "level", "region_code", *_SUMS) for frame in (everywhere, shown)
    )
    apart = {
        "unplaced": of_regions.filter(pl.col("region_code").is_null()),
        "nation_only": counted.filter(basis=NATION_ONLY),
    }
    nation = pl.col("level").cast(pl.String) == "national"
    numbers = (pl.when(nation).then(there["people"].sum()).otherwise(0).alias(name) for name, there in apart.items())
    return to_schema(rows.with_columns(numbers), table=VILLAGE, as_of=as_of)


_SUMS = ("active", "target", "villages", "villages_reached")


def _sum_by_code(villages: pl.DataFrame, *, characters: int) -> pl.DataFrame:
    return villages.group_by(pl.col("region_code").str.head(characters)).agg(pl.col(_SUMS).sum(), pl.col("shown").any())
