"""Keyed ids: HMAC-SHA256 cut to 16 bytes. Without the key a NIK, guessable as it is, cannot be told from its id."""

import binascii

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
from polars_hash import CryptographicHashingNameSpace

from expectations.contracts.feeds.shared_columns import PERSON, PERSON_ID
from expectations.contracts.lake import KeyedId
from tasks.conform.key_file import PersonKey

ID_BYTES = 16
PART_ROWS = 1 << 18


def keyed_id(text: pl.Expr, *, key: PersonKey) -> pl.Expr:
    """16 bytes for a text, null for null: id_1 = HMAC(first key, text), id_2 = HMAC(second key, id_1 in hex) ...

    The key becomes part of the plan: never write a plan to disk.
    """
    for secret in key.secrets:
        text = _step(text, secret=secret)
    return bytes_of_hex(text)


def step_further(column: str, *, secret: str) -> pl.Expr:
    """An id of before, put under one more key."""
    return bytes_of_hex(_step(pl.col(column).bin.encode("hex"), secret=secret)).alias(column)


def _step(text: pl.Expr, *, secret: str) -> pl.Expr:
    digest: pl.Expr = CryptographicHashingNameSpace(text).hmac_sha256(key=secret)
    return digest.str.head(2 * ID_BYTES)


def bytes_of_hex(text: pl.Expr) -> pl.Expr:
    """The bytes of digests in hex [Binary, `ID_BYTES` each], null for null.

    Polars decodes text by text; digests are all of one length, so that they can be decoded as one piece of memory, in
    less than half the time (docs/performance-history.md).
    """
    return text.map_batches(_decoded, return_dtype=pl.Binary(), is_elementwise=True)


def _decoded(text: pl.Series) -> pl.Series:
    parts = [_part_decoded(text.slice(start, PART_ROWS)) for start in range(0, max(text.len(), 1), PART_ROWS)]
    return pl.concat(parts).alias(text.name)


def _part_decoded(text: pl.Series) -> pl.Series:
    """Some rows: a part keeps the copies that are made here small."""
    filled = text.fill_null("0" * 2 * ID_BYTES).rechunk()
    digits = filled.to_arrow(compat_level=pl.CompatLevel.oldest())  # text after text, with 64-bit offsets
    whole = memoryview(digits.buffers()[2])[: filled.len() * 2 * ID_BYTES]
    valid = pa.array(text.is_not_null().to_numpy()).buffers()[1] if text.null_count() else None
    ids = [valid, pa.py_buffer(binascii.unhexlify(whole))]
    return pl.Series(pa.Array.from_buffers(pa.binary(ID_BYTES), filled.len(), ids).cast(pa.large_binary()))


def id_column(made_of: KeyedId, *, key: PersonKey) -> pl.Expr:
    """The id that a contract declares, over rows with the columns it is made of."""
    further = [pl.col(name).fill_null("") for name in made_of.further]
    text = pl.concat_str([pl.lit(made_of.label), pl.col(made_of.of), *further], separator="|", ignore_nulls=False)
    return keyed_id(text, key=key)


def person_id(*, key: PersonKey) -> pl.Expr:
    """Id of the person behind `nik`, as every feed with people has it."""
    return id_column(PERSON, key=key).alias(PERSON_ID.name)
