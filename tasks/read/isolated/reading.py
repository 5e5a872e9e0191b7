"""The reader's side of reading a delivery: the typed frame as Arrow, or the reason why there is none."""

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

import polars as pl

from expectations.contracts import FEEDS
from tasks.read.limits import ReadLimits
from tasks.read.typed_table import read_typed_table
from tasks.refusal import Refusal


def answer_read(
    delivery: BinaryIO,
    result: BinaryIO,
    *,
    limits: ReadLimits,
    feed: str,
    position_date: str,
    branch: str | None = None,
    read: Mapping[str, str] | None = None,
) -> Mapping[str, Any]:
    """Write the frame to `result`; the answer holds what was found out about the file, or the refusal."""
    found = read_typed_table(
        delivery,
        feed=FEEDS[feed],
        position_date=date.fromisoformat(position_date),
        limits=limits,
        branch=branch,
        read=read,
    )
    if isinstance(found, Refusal):
        return {"refusal": {"code": found.code, "detail": found.detail}}
    found.frame.write_ipc(result, compat_level=pl.CompatLevel.newest())
    return {"facts": dict(found.facts)}
