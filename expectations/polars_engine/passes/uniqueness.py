"""Rows whose key repeats: one pass over the key columns, 8 bytes a row, then an exact look at what seems to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from expectations.polars_engine.errors import HashCollisionError
from expectations.polars_engine.names import column, internal
from expectations.polars_engine.names import columns as exactly

SEEDS = (20_240_229, 8_191, 65_537, 131_071)
KEY_HASH = internal("key_hash")
ROWS = internal("rows")
FEW = 10_000  # hashes that are put into a table anew for every slice
MANY = 5_000_000  # suspects that are looked at together


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
        hashed = key_hash(self.columns, seed=self.seed)
        if self.hashes.len() <= FEW:
            return hashed.is_in(self.hashes.implode())
        return hashed.map_batches(partial(_stands_in, ordered=self.hashes.sort()), return_dtype=pl.Boolean)


def key_hash(columns: Sequence[str], *, seed: int) -> pl.Expr:
    """64 bits of a key, null where it is a single missing value; missing values in a compound key are equal."""
    key = column(columns[0]) if len(columns) == 1 else pl.struct(exactly(columns))
    return key.hash(seed)


def find_duplicates(keys: pl.LazyFrame, columns: Sequence[str]) -> Duplicates:
    """The keys that repeat among the rows; a single missing value is no key.

    Raises HashCollisionError if no seed tells the keys apart, which takes ill luck beyond reason.
    """
    if len(columns) == 1:
        keys = keys.filter(column(columns[0]).is_not_null())
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
    parts = 1 + suspects.len() // MANY
    counted = pl.concat([_counted(keys, columns, hashed, suspects, part=(n, parts)) for n in range(parts)])
    repeated = counted.filter(column("repeated")).get_column(KEY_HASH)
    innocent = counted.filter(~column("repeated")).get_column(KEY_HASH)
    if repeated.n_unique() < repeated.len() or innocent.is_in(repeated.implode()).any():
        return None
    return Duplicates(columns=tuple(columns), seed=seed, hashes=repeated)


def _counted(
    keys: pl.LazyFrame, columns: Sequence[str], hashed: pl.Expr, suspects: pl.Series, *, part: tuple[int, int]
) -> pl.DataFrame:
    """The hash of each suspected key of one part, and whether the key repeats."""
    number, parts = part
    rows = keys.select(*exactly(columns), hashed.alias(KEY_HASH))
    if parts > 1:
        in_part = column(KEY_HASH) % parts == number
        rows, suspects = rows.filter(in_part), suspects.filter(suspects % parts == number)
    return (
        rows.join(suspects.alias(KEY_HASH).to_frame().lazy(), on=column(KEY_HASH), how="semi")
        .group_by(exactly([*columns, KEY_HASH]))
        .agg(pl.len().alias(ROWS))
        .select(column(KEY_HASH), repeated=column(ROWS) > 1)
        .collect(engine="streaming")
    )


def _stands_in(hashes: pl.Series, *, ordered: pl.Series) -> pl.Series:
    """Which hashes stand among those in order; none that is missing."""
    rising = hashes.arg_sort()  # looked up in this order, neighbours lie close together in memory
    wanted = hashes.gather(rising)
    at = ordered.search_sorted(wanted.fill_null(0)).clip(upper_bound=ordered.len() - 1)
    return (ordered.gather(at) == wanted).fill_null(value=False).gather(rising.arg_sort())
