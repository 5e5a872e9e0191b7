"""Conform what was accepted to the columns that the contract of its feed stores."""

import polars as pl

from expectations.contracts.lake import ROW_NO, KeyedId, LakeColumn
from expectations.contracts.schema import Feed
from tasks.conform.key_file import PersonKey
from tasks.conform.person_id import id_column


def conform(accepted: pl.DataFrame, *, feed: Feed, key: PersonKey) -> pl.DataFrame:
    """The lake frame of a feed [`feed.lake.schema`], in the order of the lake; `key` makes its ids, if it has some."""
    lake = feed.lake
    frame = accepted.lazy().select(ROW_NO, *(_stored(column, key=key) for column in lake.columns))
    if lake.sort_by:
        frame = frame.sort(*lake.sort_by, nulls_last=True)
    return frame.collect().match_to_schema(lake.schema)


def _stored(column: LakeColumn, *, key: PersonKey) -> pl.Expr:
    if isinstance(column.value, KeyedId):
        value = id_column(column.value, key=key)
    else:
        value = (pl.col(column.name) if column.value is None else column.value).cast(column.dtype)
    return value.alias(column.name)
