"""Rows of the reference feeds (denominators, targets), tied to the live lake object they came in."""

from decimal import Decimal
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, Select, delete, insert, select

from warehouse.models import LakeObjectRow, RefEligible, RefTarget
from warehouse.transactions import reading

TABLES: dict[str, type[RefEligible | RefTarget]] = {"eligible": RefEligible, "target": RefTarget}
PPM_DIGITS = 4  # a percentage of four decimals is a whole number of parts per million

ELIGIBLE_ROWS: dict[str, pl.DataType | type[pl.DataType]] = {
    "region_code": pl.String,
    "year": pl.Int32,
    "segment": pl.String,
    "eligible": pl.Int64,
    "source": pl.String,
    "version": pl.String,
    "position_date": pl.Date,
    "issuer": pl.String,
}
TARGET_ROWS: dict[str, pl.DataType | type[pl.DataType]] = {
    "region_code": pl.String,
    "year": pl.Int32,
    "issuer": pl.String,
    "target_pct": pl.Decimal(9, 4),
    "document": pl.String,
    "position_date": pl.Date,
    "branch": pl.String,
}


def eligible_rows(engine: Engine) -> pl.DataFrame:
    """Every denominator of every live file [`ELIGIBLE_ROWS`], of any date; `issuer` is the folder that delivered it."""
    query = select(
        RefEligible.region_code,
        RefEligible.year,
        RefEligible.segment,
        RefEligible.eligible,
        RefEligible.source,
        RefEligible.version,
        LakeObjectRow.position_date,
        LakeObjectRow.branch,
    ).join(LakeObjectRow, LakeObjectRow.id == RefEligible.lake_object_id)
    return pl.DataFrame(_rows(engine, query, RefEligible), schema=ELIGIBLE_ROWS, orient="row")


def target_rows(engine: Engine) -> pl.DataFrame:
    """Every target of every live file [`TARGET_ROWS`], of any date; `branch` is the folder that delivered it."""
    query = select(
        RefTarget.region_code,
        RefTarget.year,
        RefTarget.issuer,
        RefTarget.target_ppm,
        RefTarget.document,
        LakeObjectRow.position_date,
        LakeObjectRow.branch,
    ).join(LakeObjectRow, LakeObjectRow.id == RefTarget.lake_object_id)
    place = list(TARGET_ROWS).index("target_pct")
    rows = [
        (*row[:place], Decimal(row[place]).scaleb(-PPM_DIGITS), *row[place + 1 :])
        for row in _rows(engine, query, RefTarget)
    ]
    return pl.DataFrame(rows, schema=TARGET_ROWS, orient="row")


def insert_rows(connection: Connection, feed: str, *, rows: pl.DataFrame, lake_object_id: int) -> None:
    """Add the rows of an object [`lake_schema.ELIGIBLE` or `TARGET`] that comes into force."""
    if "target_pct" in rows.columns:
        ppm = (pl.col("target_pct").cast(pl.Decimal(38, PPM_DIGITS)) * 10**PPM_DIGITS).cast(pl.Int64)
        rows = rows.with_columns(ppm.alias("target_ppm")).drop("target_pct")
    if not rows.is_empty():
        tied = rows.with_columns(pl.lit(lake_object_id).alias("lake_object_id"))
        connection.execute(insert(TABLES[feed]), tied.to_dicts())


def delete_rows(connection: Connection, feed: str, *, lake_object_id: int) -> None:
    """Drop the rows of an object that goes out of force; the lake still has them."""
    table = TABLES.get(feed)
    if table is not None:
        connection.execute(delete(table).where(table.lake_object_id == lake_object_id))


def _rows(engine: Engine, query: Select[Any], table: type[RefEligible | RefTarget]) -> list[tuple[Any, ...]]:
    ordered = query.where(LakeObjectRow.live).order_by(LakeObjectRow.branch, LakeObjectRow.position_date, table.row_no)
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(ordered)]
