"""Merge rows of one file that say the same thing twice."""

from dataclasses import dataclass

import polars as pl

from expectations.contract import Feed


@dataclass(frozen=True, kw_only=True)
class Merged:
    """kept: rows that go on; repeats: `row_no` of those that fell to a later one."""

    kept: pl.DataFrame
    repeats: pl.Series


def merge_repeats(frame: pl.DataFrame, *, feed: Feed) -> Merged:
    """One row per key of the feed: the one with the latest `feed.latest`, then the last of the file.

    Rows without the first key column (construction heads without NIK) are never merged.
    """
    identified = pl.col(feed.key[0]).is_not_null()
    keys = frame.lazy().filter(identified).select("row_no", *feed.key).collect()
    if keys.select(pl.struct(feed.key).n_unique() == pl.len()).item():
        return Merged(kept=frame, repeats=pl.Series("row_no", [], dtype=pl.Int32))
    order = [feed.latest, "row_no"] if feed.latest else ["row_no"]
    last = pl.col("row_no").sort_by(order, nulls_last=False).last().over(feed.key)
    fell = frame.select("row_no", repeat=identified & (pl.col("row_no") != last))
    repeats = fell.filter("repeat")["row_no"]
    return Merged(kept=frame.filter(~fell["repeat"]), repeats=repeats)
