"""Gate: tables of parts that overlap lie within what they are parts of, and cover it."""

from collections.abc import Mapping

import polars as pl

KEY = ["basis", "region_code"]
REGIONS = pl.col("level").is_in(["province", "regency"])  # here every holder of a segment that has rows counts


def segment_funder_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Pairs of segment and funder with more people than the segment or the funder has, or with fewer in all."""
    name, pairs = "ucj_segment_funder", tables["ucj_segment_funder"]
    segments = _compared(pairs, tables["ucj_segment"], by="segment")
    funders = _compared(pairs, tables["ucj_funder"], by="funder")
    most, least = pl.col("most") > pl.col("active"), pl.col("together") < pl.col("active")
    wrong = {
        "people paid by one funder are more than the segment has": segments.filter(most),
        "people of a segment have no funder": segments.filter(REGIONS, pl.col("together") > 0, least),
        "people of one segment are more than the funder pays for": funders.filter(most),
        "people of a funder have no segment": funders.filter(least),
    }
    return [f"{name}: {what} ({rows.height} rows)" for what, rows in wrong.items() if rows.height]


def _compared(pairs: pl.DataFrame, wholes: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """The `most` people of a pair, and those of all pairs `together`, beside the `active` of the whole; 0 for none."""
    sums = pairs.group_by(*KEY, by).agg(
        pl.col("level").first().alias("level_of_pairs"), most=pl.col("active").max(), together=pl.col("active").sum()
    )
    return (
        wholes.select(*KEY, by, "level", "active")
        .join(sums, on=[*KEY, by], how="full", coalesce=True)
        .with_columns(pl.coalesce("level", "level_of_pairs"), pl.col("active", "most", "together").fill_null(0))
    )
