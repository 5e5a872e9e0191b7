"""Merge rows of one file that say the same thing twice."""

from dataclasses import dataclass

import polars as pl

from expectations.contracts.listed_names import same_name
from expectations.contracts.schema import Feed, Kind


@dataclass(frozen=True, kw_only=True)
class Merged:
    """kept: rows that go on; repeats: `row_no` of those that fell to a later one."""

    kept: pl.DataFrame
    repeats: pl.Series


def contradicting(frame: pl.DataFrame, *, feed: Feed) -> pl.Series:
    """`row_no` of repeated rows that differ in what the feed says must agree: nobody can tell which of them is true."""
    if not feed.agrees:
        return frame["row_no"].head(0)
    told = pl.struct(feed.agrees).n_unique().over(_key(feed))
    return frame.filter(pl.all_horizontal(pl.col(feed.key).is_not_null()) & (told > 1))["row_no"]


def merge_repeats(frame: pl.DataFrame, *, feed: Feed) -> Merged:
    """One row per key of the feed: the one with the latest `feed.latest`, then the last of the file.

    Names agree in any spelling. Rows without the first key column (construction heads without NIK) are never merged.
    """
    order = [feed.latest, "row_no"] if feed.latest else ["row_no"]
    names = _names(feed)
    first = pl.col(feed.key[0])
    again = pl.lit(value=True) if feed.key[0] in names else first.is_duplicated()  # one column leaves few to compare
    identified = frame.lazy().filter(first.is_not_null() & again).select(*order, *_key(feed))
    repeated = identified.filter(pl.struct(feed.key).is_duplicated())
    last = pl.col("row_no").sort_by(order, nulls_last=False).last().over(feed.key)
    repeats = repeated.filter(pl.col("row_no") != last).select("row_no").sort("row_no").collect()["row_no"]
    kept = frame.filter(~pl.col("row_no").is_in(repeats.implode())) if repeats.len() else frame
    return Merged(kept=kept, repeats=repeats)


def _key(feed: Feed) -> list[pl.Expr]:
    """The columns of the key; names in one spelling."""
    names = _names(feed)
    return [same_name(pl.col(name)).alias(name) if name in names else pl.col(name) for name in feed.key]


def _names(feed: Feed) -> frozenset[str]:
    return frozenset(field.name for field in feed.fields if field.kind is Kind.NAME)
