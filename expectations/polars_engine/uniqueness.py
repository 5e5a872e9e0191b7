"""Rows whose key repeats: one pass over the key columns, 8 bytes a row, then an exact look at what seems to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from expectations.polars_engine.errors import HashCollisionError

SEEDS = (20_240_229, 8_191, 65_537, 131_071)
KEY_HASH = "__key_hash__"


@dataclass(frozen=True, kw_only=True)
class Duplicates:
    """The hashes of all keys that stand in more than one row; no other key has one of them."""

    columns: tuple[str, ...]
    seed: int
    hashes: pl.Series

    @property
    def is_duplicate(self) -> pl.Expr:
        """True in every row of a repeated key, row by row; never null."""
        if self.hashes.is_empty():
            return pl.lit(value=False)
        return key_hash(self.columns, seed=self.seed).is_in(self.hashes.implode())


def key_hash(columns: Sequence[str], *, seed: int) -> pl.Expr:
    """64 bits of a key, null where it is a single missing value; missing values in a compound key are equal."""
    key = pl.col(columns[0]) if len(columns) == 1 else pl.struct(list(columns))
    return key.hash(seed)


def find_duplicates(keys: pl.LazyFrame, columns: Sequence[str]) -> Duplicates:
    """The keys that repeat among the rows; a single missing value is no key.

    Raises HashCollisionError if no seed tells the keys apart, which takes ill luck beyond reason.
    """
    if len(columns) == 1:
        keys = keys.filter(pl.col(columns[0]).is_not_null())
    for seed in SEEDS:
        found = _with_seed(keys, columns, seed=seed)
        if found is not None:
            return found
    raise HashCollisionError(f"the keys {', '.join(columns)} collide under every seed")


def _with_seed(keys: pl.LazyFrame, columns: Sequence[str], *, seed: int) -> Duplicates | None:
    hashed = key_hash(columns, seed=seed)
    hashes = keys.select(hashed.alias(KEY_HASH)).collect(engine="streaming").to_series().sort()
    suspects = hashes.filter((hashes == hashes.shift(1)).fill_null(value=False)).unique()
    if suspects.is_empty():
        return Duplicates(columns=tuple(columns), seed=seed, hashes=suspects)
    del hashes
    counted = (
        keys.filter(hashed.is_in(suspects.implode()))
        .group_by(list(columns))
        .agg(pl.len().alias(KEY_HASH + "rows"))
        .with_columns(hashed.alias(KEY_HASH))
        .select(KEY_HASH, repeated=pl.col(KEY_HASH + "rows") > 1)
        .collect(engine="streaming")
    )
    repeated = counted.filter("repeated").get_column(KEY_HASH)
    innocent = counted.filter(~pl.col("repeated")).get_column(KEY_HASH)
    if repeated.n_unique() < repeated.len() or innocent.is_in(repeated.implode()).any():
        return None
    return Duplicates(columns=tuple(columns), seed=seed, hashes=repeated)
