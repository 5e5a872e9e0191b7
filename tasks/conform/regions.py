"""Place rows of the lake by another list of regions, where the file they came from can no longer be judged."""

import polars as pl

from expectations.contracts import FEEDS
from tasks.read.regions import REGENCY_CHARS, VILLAGE_DIGITS, region_of
from warehouse.dimensions.regions import Regions

REGENCY_DIGITS = 4


def place_again(frame: pl.DataFrame, *, feed: str, regions: Regions) -> pl.DataFrame:
    """Rows of a feed with people as its schema has them, each region that of today, in the order of the lake.

    As far as the lake knows: what the old list did not know stays empty, and rows it had rejected stay away.
    """
    nik = frame["district_nik"].str.head(REGENCY_DIGITS) if "district_nik" in frame.columns else frame["region_nik"]
    placed = frame.with_columns(_today(nik, REGENCY_DIGITS, regions).alias("region_nik"))
    if "village" in frame.columns:
        domicile = _today(frame["village"], VILLAGE_DIGITS, regions)
        placed = placed.with_columns(
            domicile.alias("region_domicile"),
            (domicile + frame["village"].str.slice(REGENCY_CHARS)).alias("village"),
            _today(frame["region_workplace"], REGENCY_DIGITS, regions).alias("region_workplace"),
        )
    lake = FEEDS[feed].lake
    return placed.sort(lake.sort_by, nulls_last=True).match_to_schema(lake.schema_with(frame.columns))


def _today(codes: pl.Series, width: int, regions: Regions) -> pl.Series:
    return region_of(codes, width=width, regions=regions)["region"]
