"""Conform accepted enrolment rows to the lake schema."""

import polars as pl

from expectations.contracts.conditions import PROGRAMMES
from tasks.conform.key_file import PersonKey
from tasks.conform.person_id import person_id, registration_id
from warehouse.lake.schema import ENROLMENT, SORT_KEYS, SegmentType

OTHER = "LAINNYA"


def conform_enrolment(accepted: pl.DataFrame, *, key: PersonKey) -> pl.DataFrame:
    """Columns of `warehouse.lake.schema.ENROLMENT`, sorted for the lake.

    Unknown categories and funders become LAINNYA; unknown villages and work regencies empty; the village code is the
    one of today even where its regency was renumbered.
    """
    village_today = pl.col("village_region") + pl.col("village").str.slice(5)
    conformed = accepted.lazy().select(
        "row_no",
        person_id(key=key),
        registration_id(key=key),
        pl.col("segment").cast(SegmentType),
        pl.col("category").fill_null(OTHER),
        _or_other("funder"),
        pl.col("head_count").fill_null(1).cast(pl.Int32),
        pl.coalesce("birth_date", "nik_birth_date").dt.year().cast(pl.Int16).alias("birth_year"),
        pl.coalesce("sex", "nik_sex").alias("sex"),
        *PROGRAMMES,
        pl.col("nik_region").alias("region_nik"),
        pl.col("nik").str.head(6).alias("district_nik"),
        pl.col("village_region").alias("region_domicile"),
        pl.when(pl.col("village_region").is_not_null()).then(village_today).alias("village"),
        pl.col("workplace_region").alias("region_workplace"),
        "registered_on",
        "last_paid",
        "ends_on",
        "ended_on",
    )
    return conformed.sort(*SORT_KEYS, nulls_last=True).collect().match_to_schema(ENROLMENT)


def _or_other(column: str) -> pl.Expr:
    """What could not be mapped is LAINNYA; what was empty stays empty."""
    return pl.when(pl.col(f"{column}__unreadable")).then(pl.lit(OTHER)).otherwise(pl.col(column)).alias(column)
