"""Conform accepted rows of the reference feeds: denominators and targets."""

import polars as pl

from warehouse.lake_schema import ELIGIBLE, TARGET


def conform_eligible(accepted: pl.DataFrame) -> pl.DataFrame:
    """Columns of `warehouse.lake_schema.ELIGIBLE`; regions are today's."""
    return accepted.select(
        "row_no",
        pl.col("region_region").alias("region_code"),
        pl.col("year").cast(pl.Int32),
        "segment",
        "eligible",
        "source",
        "version",
    ).match_to_schema(ELIGIBLE)


def conform_target(accepted: pl.DataFrame) -> pl.DataFrame:
    """Columns of `warehouse.lake_schema.TARGET`; regions are today's."""
    return accepted.select(
        "row_no",
        pl.col("region_region").alias("region_code"),
        pl.col("year").cast(pl.Int32),
        "issuer",
        pl.col("target_pct").cast(pl.Decimal(9, 4)),
        "document",
    ).match_to_schema(TARGET)
