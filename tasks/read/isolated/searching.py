"""The reader's side of a search: whether what a delivery unpacks to holds what a pattern finds."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import polars as pl

from tasks.read.containers.unpack import Unpacked, unpack
from tasks.read.containers.zip_member import BROKEN
from tasks.read.limits import ReadLimits
from tasks.refusal import Refusal

NOTHING_IN_IT = {"EMPTY"}


def answer_search(
    delivery: BinaryIO,
    result: BinaryIO,  # noqa: ARG001 - an answer is enough
    *,
    limits: ReadLimits,
    pattern: str,
) -> Mapping[str, Any]:
    """`holds`: whether it does; None when the delivery cannot be looked into."""
    return {"holds": _holds(delivery, re.compile(pattern.encode("latin-1")), limits=limits)}


def _holds(delivery: BinaryIO, pattern: re.Pattern[bytes], *, limits: ReadLimits) -> bool | None:
    packed = delivery.read()
    if pattern.search(packed):
        return True
    delivery.seek(0)
    unpacked = unpack(delivery, limits=limits)
    if isinstance(unpacked, Refusal):
        return False if unpacked.code in NOTHING_IN_IT else None
    try:
        return any(pattern.search(piece) for piece in _pieces(unpacked))
    except (*BROKEN, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None


def _pieces(unpacked: Unpacked) -> Iterator[bytes]:
    """The text of a table in pieces that cut no cell."""
    if unpacked.kind == "text":
        yield unpacked.data
    elif unpacked.kind == "workbook":
        with zipfile.ZipFile(io.BytesIO(unpacked.data)) as workbook:
            for member in workbook.infolist():
                yield workbook.read(member)
    else:
        table = pl.read_parquet(io.BytesIO(unpacked.data))
        for column in table.iter_columns():
            yield "\n".join(column.cast(pl.String, strict=False).drop_nulls()).encode()
