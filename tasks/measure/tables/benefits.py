"""Benefits paid, by region of the NIK and programme, by month and by year."""

from datetime import date

import polars as pl

from warehouse.dimensions.closed_lists import ALL_BENEFITS, BENEFITS, LEVELS, NATION
from warehouse.figures.schema import FactTable
from warehouse.figures.tables.benefit import BENEFIT, BENEFIT_YEAR

RANK = {level: rank for rank, level in enumerate(LEVELS)}


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
        .agg(
            claims=pl.len().cast(pl.Int64),
            amount_rupiah=pl.col("rupiah").sum(),
            largest_claim=pl.col("rupiah").max(),
            second_largest_claim=_next_after_largest(pl.col("rupiah")),
        )
        .with_columns(level=pl.lit(level))
        for level, column in zip(LEVELS, ("nation", "province", "regency"), strict=True)
    ]
    months = pl.concat(pl.collect_all(counted)).with_columns(as_of=pl.lit(as_of), basis=pl.lit("nik"))
    return _in_order(months, table=BENEFIT)


def benefit_year_figures(months: pl.DataFrame) -> pl.DataFrame:
    """Rows of `ucj_benefit_year`: the sums of `ucj_benefit` by year and programme, and of all programmes together."""
    by_programme = months.with_columns(year=pl.col("period").dt.year())
    all_together = by_programme.with_columns(programme=pl.lit(ALL_BENEFITS))
    largest = pl.col("largest_claim").append(pl.col("second_largest_claim"))
    years = (
        pl.concat([by_programme, all_together])
        .group_by("as_of", "level", "region_code", "basis", "year", "programme")
        .agg(
            pl.col("claims", "amount_rupiah").sum(),
            largest_claim=pl.col("largest_claim").max(),
            second_largest_claim=_next_after_largest(largest),
        )
    )
    return _in_order(years, table=BENEFIT_YEAR)


def _next_after_largest(rupiah: pl.Expr) -> pl.Expr:
    """The second largest of some amounts, 0 where there is one only."""
    return rupiah.top_k(2).sum() - rupiah.max()


def _in_order(rows: pl.DataFrame, *, table: FactTable) -> pl.DataFrame:
    *_, when, _ = table.primary_key
    return rows.sort(
        pl.col("level").replace_strict(RANK),
        "region_code",
        when,
        pl.col("programme").cast(pl.Enum([*BENEFITS, ALL_BENEFITS])),
    ).select(pl.col(name).cast(dtype) for name, dtype in table.schema.items())
