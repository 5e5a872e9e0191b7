"""Rows of the feeds that accumulate, as the live lake objects have them.

Those of reference feeds lie in a table of the catalogue too. Claims are many: they are read from the objects.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, Engine, delete, select

from expectations.contracts import ELIGIBLE, FEEDS, TARGET, feeds_of_kind
from expectations.contracts.lake import ROW_NO
from expectations.contracts.listed_names import known_name
from expectations.contracts.schema import Feed, FeedKind
from warehouse.catalogue import bulk_insert as bulk
from warehouse.catalogue.transactions import reading
from warehouse.lake.integrity import scan_object
from warehouse.models.models import REFERENCE_TABLES, LakeObjectRow
from warehouse.models.references import OBJECT_ID
from warehouse.models.whole_numbers import from_whole, read_type, stored_name, to_whole
from warehouse.records import ObjectFile
from warehouse.submissions.positions import LivePosition

ISSUERS = str(TARGET.field("issuer").code_list)
FROM = {"position_date": pl.Date(), "branch": pl.String()}  # what tells of a row from which file it comes


def reference_schema(feed: Feed) -> Mapping[str, pl.DataType]:
    """Columns of `reference_rows`: those of the lake without the number of the row, then the file's."""
    return {column.name: column.dtype for column in feed.lake.columns} | FROM


def reference_rows(engine: Engine, feed: Feed) -> pl.DataFrame:
    """Every row of every live file of a feed with a catalogue table [`reference_schema`], of any date.

    `branch` is the folder that delivered it. By branch, position date and place in the file.
    """
    table, columns = REFERENCE_TABLES[feed.name], feed.lake.columns
    query = (
        select(
            *(table.c[stored_name(column)].label(column.name) for column in columns),
            LakeObjectRow.position_date,
            LakeObjectRow.branch,
        )
        .join(LakeObjectRow, LakeObjectRow.id == table.c[OBJECT_ID])
        .where(LakeObjectRow.live)
        .order_by(LakeObjectRow.branch, LakeObjectRow.position_date, table.c[ROW_NO])
    )
    with reading(engine) as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    types = {column.name: read_type(column) for column in columns} | FROM
    return pl.DataFrame(rows, schema=types, orient="row").select(*map(from_whole, columns), *FROM)


def eligible_rows(engine: Engine) -> pl.DataFrame:
    """`reference_rows` of the denominators; the folder that delivered a file is their `issuer`."""
    return reference_rows(engine, ELIGIBLE).rename({"branch": "issuer"})


def target_rows(engine: Engine) -> pl.DataFrame:
    """`reference_rows` of the targets.

    An issuer bears the name that the list of today gives him, whatever the list was when the file was read.
    """
    named = known_name(pl.col("issuer"), code_list=ISSUERS, on=pl.col("position_date"))
    return reference_rows(engine, TARGET).with_columns(issuer=named)


def claims_schema(feed: Feed) -> Mapping[str, pl.DataType]:
    """Columns of `scan_claims`: those of the lake, then the file's."""
    return {**feed.lake.schema, **FROM}


def live_claims(engine: Engine, feed: Feed, *, as_of: date) -> list[LivePosition]:
    """Every live object of a feed of claims with a position on or before `as_of`, by position date and branch."""
    table = LakeObjectRow
    query = (
        select(table.__table__)
        .where(table.feed == feed.name, table.live, table.position_date <= as_of)
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
    accumulating = feeds_of_kind(FeedKind.REFERENCE, FeedKind.CLAIMS)
    query = select(LakeObjectRow.id).where(LakeObjectRow.live, LakeObjectRow.feed.in_(accumulating))
    with reading(engine) as connection:
        return sorted(connection.execute(query).scalars())


def scan_claims(objects: Sequence[LivePosition], feed: Feed, *, lake: Path) -> pl.LazyFrame:
    """Claims of these objects [`claims_schema`], each once: by its newest position, then by the first branch."""
    newest_last = sorted(objects, key=lambda one: one.branch, reverse=True)
    newest_last.sort(key=lambda one: one.position_date)
    scans = [
        scan_object(lake / one.file.path).with_columns(
            position_date=pl.lit(one.position_date), branch=pl.lit(one.branch), place=pl.lit(place)
        )
        for place, one in enumerate(newest_last)
    ]
    if not scans:
        return pl.LazyFrame(schema=claims_schema(feed))
    holds = pl.col("place") == pl.col("place").max().over(*feed.lake.once_by)
    return pl.concat(scans).filter(holds).drop("place")


def insert_rows(connection: Connection, feed: str, *, rows: pl.DataFrame, lake_object_id: int) -> None:
    """Add the rows of an object that comes into force, as its lake schema has them; for feeds in `REFERENCE_TABLES`."""
    if not rows.is_empty():
        stored = rows.select(ROW_NO, *map(to_whole, FEEDS[feed].lake.columns), pl.lit(lake_object_id).alias(OBJECT_ID))
        bulk.insert_rows(connection, REFERENCE_TABLES[feed], stored)


def delete_rows(connection: Connection, feed: str, *, lake_object_id: int) -> None:
    """Drop the rows of an object that goes out of force; the lake still has them."""
    table = REFERENCE_TABLES.get(feed)
    if table is not None:
        connection.execute(delete(table).where(table.c[OBJECT_ID] == lake_object_id))
