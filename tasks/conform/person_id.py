"""Keyed ids: HMAC-SHA256 cut to 16 bytes. Without the key a NIK, guessable as it is, cannot be told from its id."""

import polars as pl
from polars_hash import CryptographicHashingNameSpace

ID_BYTES = 16


def keyed_id(text: pl.Expr, *, key: str) -> pl.Expr:
    """16 bytes for a text, null for null. The key becomes part of the plan: never write a plan to disk."""
    digest: pl.Expr = CryptographicHashingNameSpace(text).hmac_sha256(key=key)
    return digest.str.head(2 * ID_BYTES).str.decode("hex")


def person_id(*, key: str) -> pl.Expr:
    """Id of the person behind `nik`."""
    return keyed_id(pl.lit("person|") + pl.col("nik"), key=key).alias("person_id")


def registration_id(*, key: str) -> pl.Expr:
    """Id of a registration: person, KPJ, segment, and employer or project (an empty part is part of the id)."""
    parts = [pl.col(name).fill_null("") for name in ("kpj", "segment", "employer_or_project")]
    return keyed_id(
        pl.concat_str([pl.lit("registration"), pl.col("nik"), *parts], separator="|", ignore_nulls=False), key=key
    ).alias("registration_id")
