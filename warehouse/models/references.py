"""The tables of the reference feeds in the catalogue, derived from the contracts of these feeds."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from expectations.contracts.lake import ROW_NO, LakeTable, ReferenceTable
from expectations.contracts.schema import Feed
from warehouse.models.whole_numbers import stored_name, stored_type

OBJECT_ID = "lake_object_id"


def declare_references(metadata: sa.MetaData, feeds: Iterable[Feed]) -> Mapping[str, sa.Table]:
    """One table for each feed whose contract asks for one, by name of the feed.

    A row is known by its object and its number in the delivered file; the further columns are those of the lake.
    """
    return {
        feed.name: _declare(feed.lake.catalogue, feed.lake, metadata)
        for feed in feeds
        if feed.lake.catalogue is not None
    }


def _declare(table: ReferenceTable, lake: LakeTable, metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        table.name,
        metadata,
        sa.Column(OBJECT_ID, sa.Integer(), sa.ForeignKey("lake_object.id"), primary_key=True),
        sa.Column(ROW_NO, sa.Integer(), primary_key=True),
        *(
            sa.Column(stored_name(column), stored_type(column), nullable=not column.required, comment=column.text)
            for column in lake.columns
        ),
        comment=table.text,
    )
