"""Keyed ids: HMAC-SHA256 cut to 16 bytes. Without the key a NIK, guessable as it is, cannot be told from its id."""

import polars as pl
from polars_hash import CryptographicHashingNameSpace

from expectations.contracts.feeds.shared_columns import PERSON, PERSON_ID
from expectations.contracts.lake import KeyedId
from tasks.conform.key_file import PersonKey

ID_BYTES = 16


def keyed_id(text: pl.Expr, *, key: PersonKey) -> pl.Expr:
    """16 bytes for a text, null for null: id_1 = HMAC(first key, text), id_2 = HMAC(second key, id_1 in hex) ...

    The key becomes part of the plan: never write a plan to disk.
    """
    for secret in key.secrets:
        text = _step(text, secret=secret)
    return text.str.decode("hex")


def step_further(column: str, *, secret: str) -> pl.Expr:
    """An id of before, put under one more key."""
    return _step(pl.col(column).bin.encode("hex"), secret=secret).str.decode("hex").alias(column)


def _step(text: pl.Expr, *, secret: str) -> pl.Expr:
    digest: pl.Expr = CryptographicHashingNameSpace(text).hmac_sha256(key=secret)
    return digest.str.head(2 * ID_BYTES)


def id_column(made_of: KeyedId, *, key: PersonKey) -> pl.Expr:
    """The id that a contract declares, over rows with the columns it is made of."""
    further = [pl.col(name).fill_null("") for name in made_of.further]
    text = pl.concat_str([pl.lit(made_of.label), pl.col(made_of.of), *further], separator="|", ignore_nulls=False)
    return keyed_id(text, key=key)


def person_id(*, key: PersonKey) -> pl.Expr:
    """Id of the person behind `nik`, as every feed with people has it."""
    return id_column(PERSON, key=key).alias(PERSON_ID.name)
