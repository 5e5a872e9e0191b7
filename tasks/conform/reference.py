"""Conform accepted rows of the feeds that accumulate: denominators, targets, ecosystems, benefits."""

import polars as pl

from tasks.conform.key_file import PersonKey
from tasks.conform.person_id import keyed_id, person_id
from warehouse.lake.schema import BENEFIT, BENEFIT_SORT_KEYS, ECOSYSTEM, ELIGIBLE, TARGET


def conform_eligible(accepted: pl.DataFrame) -> pl.DataFrame:
    """Columns of `warehouse.lake.schema.ELIGIBLE`; regions are today's."""
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
    """Columns of `warehouse.lake.schema.TARGET`; regions are today's."""
    return accepted.select(
        "row_no",
        pl.col("region_region").alias("region_code"),
        pl.col("year").cast(pl.Int32),
        "issuer",
        pl.col("target_pct").cast(pl.Decimal(9, 4)),
        "document",
    ).match_to_schema(TARGET)


def conform_ecosystem(accepted: pl.DataFrame) -> pl.DataFrame:
    """Columns of `warehouse.lake.schema.ECOSYSTEM`; regions are today's, of any level down to the village."""
    return accepted.select(
        "row_no",
        pl.col("region_region").alias("region_code"),
        "category",
        "as_of_date",
        "population",
        "target",
    ).match_to_schema(ECOSYSTEM)


def conform_benefit(accepted: pl.DataFrame, *, key: PersonKey) -> pl.DataFrame:
    """Columns of `warehouse.lake.schema.BENEFIT`, by region: the numbers of claims and people become keyed ids."""
    conformed = accepted.select(
        "row_no",
        keyed_id(pl.lit("claim|") + pl.col("claim"), key=key).alias("claim_id"),
        person_id(key=key),
        pl.col("nik_region").alias("region_nik"),
        "programme",
        pl.col("amount").cast(pl.Decimal(20, 4)),
        "paid_on",
    )
    return conformed.sort(*BENEFIT_SORT_KEYS).match_to_schema(BENEFIT)
