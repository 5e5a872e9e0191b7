"""Rows of the feeds that accumulate (denominators, targets, ecosystems, benefits), as the live lake objects have them.

The first three lie in tables of the catalogue. Benefits are many: they are read from the objects themselves.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, Select, delete, select

from expectations.contracts import FEEDS
from expectations.contracts.listed_names import known_name
from warehouse.catalogue import bulk_insert as bulk
from warehouse.catalogue.transactions import reading
from warehouse.lake.integrity import scan_object
from warehouse.lake.schema import BENEFIT
from warehouse.models.models import LakeObjectRow, RefEcosystem, RefEligible, RefTarget
from warehouse.records import ObjectFile
from warehouse.submissions.positions import LivePosition

RefTable = type[RefEligible | RefTarget | RefEcosystem]
TABLES: dict[str, RefTable] = {"eligible": RefEligible, "target": RefTarget, "ecosystem": RefEcosystem}
ISSUERS = str(FEEDS["target"].field("issuer").code_list)
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
ECOSYSTEM_ROWS: dict[str, pl.DataType | type[pl.DataType]] = {
    "region_code": pl.String,
    "category": pl.String,
    "as_of_date": pl.Date,
    "population": pl.Int64,
    "target": pl.Int64,
    "position_date": pl.Date,
    "branch": pl.String,
    "lake_object_id": pl.Int64,
}
BENEFIT_ROWS = {**BENEFIT, "position_date": pl.Date, "branch": pl.String}


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
    """Every target of every live file [`TARGET_ROWS`], of any date; `branch` is the folder that delivered it.

    An issuer bears the name that the list of today gives him, whatever the list was when the file was read.
    """
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
    named = known_name(pl.col("issuer"), code_list=ISSUERS, on=pl.col("position_date"))
    return pl.DataFrame(rows, schema=TARGET_ROWS, orient="row").with_columns(issuer=named)


def read_ecosystem(engine: Engine) -> pl.DataFrame:
    """Every population and target of every live file [`ECOSYSTEM_ROWS`], of any date; `branch` is who delivered it.

    Of rows that agree in region, category and `as_of_date` the one with the newest position holds.
    """
    query = select(
        RefEcosystem.region_code,
        RefEcosystem.category,
        RefEcosystem.as_of_date,
        RefEcosystem.population,
        RefEcosystem.target,
        LakeObjectRow.position_date,
        LakeObjectRow.branch,
        LakeObjectRow.id,
    ).join(LakeObjectRow, LakeObjectRow.id == RefEcosystem.lake_object_id)
    return pl.DataFrame(_rows(engine, query, RefEcosystem), schema=ECOSYSTEM_ROWS, orient="row")


def live_benefits(engine: Engine, *, as_of: date) -> list[LivePosition]:
    """Every live object of claims with a position on or before `as_of`, by position date and branch."""
    table = LakeObjectRow
    query = (
        select(table.__table__)
        .where(table.feed == "benefit", table.live, table.position_date <= as_of)
        .order_by(table.position_date, table.branch)
    )
    with reading(engine) as connection:
        return [
            LivePosition(
                object_id=row["id"],
                submission_id=row["submission_id"],
                branch=row["branch"],
                position_date=row["position_date"],
                file=ObjectFile.of(row),
            )
            for row in connection.execute(query).mappings()
        ]


def live_reference_objects(engine: Engine) -> list[int]:
    """Ids of all live objects of the feeds that accumulate, sorted."""
    query = select(LakeObjectRow.id).where(LakeObjectRow.live, LakeObjectRow.feed.in_([*TABLES, "benefit"]))
    with reading(engine) as connection:
        return sorted(connection.execute(query).scalars())


def scan_benefits(objects: Sequence[LivePosition], *, lake: Path) -> pl.LazyFrame:
    """Claims of these objects [`BENEFIT_ROWS`], each once: by its newest position, then by the first branch."""
    newest_last = sorted(objects, key=lambda one: one.branch, reverse=True)
    newest_last.sort(key=lambda one: one.position_date)
    scans = [
        scan_object(lake / one.file.path).with_columns(
            position_date=pl.lit(one.position_date), branch=pl.lit(one.branch), place=pl.lit(place)
        )
        for place, one in enumerate(newest_last)
    ]
    if not scans:
        return pl.LazyFrame(schema=BENEFIT_ROWS)
    holds = pl.col("place") == pl.col("place").max().over("claim_id")
    return pl.concat(scans).filter(holds).drop("place")


def insert_rows(connection: Connection, feed: str, *, rows: pl.DataFrame, lake_object_id: int) -> None:
    """Add the rows of an object that comes into force, as its lake schema has them; for feeds in `TABLES`."""
    if "target_pct" in rows.columns:
        ppm = (pl.col("target_pct").cast(pl.Decimal(38, PPM_DIGITS)) * 10**PPM_DIGITS).cast(pl.Int64)
        rows = rows.with_columns(ppm.alias("target_ppm")).drop("target_pct")
    if not rows.is_empty():
        tied = rows.with_columns(pl.lit(lake_object_id).alias("lake_object_id"))
        bulk.insert_rows(connection, TABLES[feed], tied)


def delete_rows(connection: Connection, feed: str, *, lake_object_id: int) -> None:
    """Drop the rows of an object that goes out of force; the lake still has them."""
    table = TABLES.get(feed)
    if table is not None:
        connection.execute(delete(table).where(table.lake_object_id == lake_object_id))


def _rows(engine: Engine, query: Select[Any], table: RefTable) -> list[tuple[Any, ...]]:
    ordered = query.where(LakeObjectRow.live).order_by(LakeObjectRow.branch, LakeObjectRow.position_date, table.row_no)
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(ordered)]
