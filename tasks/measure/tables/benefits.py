"""Benefits paid, by region of the NIK, month of payment and programme."""

from datetime import date

import polars as pl

from warehouse.dimensions.closed_lists import BENEFITS, LEVELS, NATION
from warehouse.figures.tables.benefit import BENEFIT


def benefit_figures(claims: pl.LazyFrame, *, as_of: date) -> pl.DataFrame:
    """Rows of `ucj_benefit`: nation, provinces, regencies by code, then month and programme.

    `claims` [`references.claims_schema`], each once. Counted: paid on or before `as_of` and not before 1 January of the
    year before. A claim whose NIK names no regency counts in the nation only.
    """
    paid = claims.filter(pl.col("paid_on").is_between(date(as_of.year - 1, 1, 1), as_of)).select(
        pl.col("paid_on").dt.truncate("1mo").alias("period"),
        "programme",
        rupiah=pl.col("amount").round(0).cast(pl.Int64),  # each claim, so that regions add up
        regency=pl.col("region_nik"),
        province=pl.col("region_nik").str.head(2),
        nation=pl.lit(NATION),
    )
    counted = [
        paid.drop_nulls(column)
        .group_by(region_code=column, period="period", programme="programme")
        .agg(claims=pl.len().cast(pl.Int64), amount_rupiah=pl.col("rupiah").sum())
        .with_columns(level=pl.lit(level), order=pl.lit(order))
        for order, (level, column) in enumerate(zip(LEVELS, ("nation", "province", "regency"), strict=True))
    ]
    return (
        pl.concat(pl.collect_all(counted))
        .with_columns(as_of=pl.lit(as_of), basis=pl.lit("nik"))
        .sort("order", "region_code", "period", pl.col("programme").cast(pl.Enum(BENEFITS)))
        .select(pl.col(name).cast(dtype) for name, dtype in BENEFIT.schema.items())
    )
