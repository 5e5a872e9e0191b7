"""Registrations read from the lake, and the newest position of each.

A registration may lie in the files of two branches: the newer position wins, then the later paid month, then
the branch first in code order, then the later row. A row that wins counts with its own state, even ended.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from settings import Settings
from tasks.measure.buckets import RegionRange
from tasks.measure.positions import Position
from tasks.measure.states import ACTIVE, registration_state

BASES = ("nik", "domicile", "workplace")
LOWER_HALF = (1 << 64) - 1
NEWEST_FIRST = {"position_date": True, "last_paid": True, "branch_order": False, "row_no": True}


def scan_registrations(
    positions: Sequence[Position],
    *,
    within: RegionRange,
    as_of: date,
    regencies: pl.Enum,
    settings: Settings,
) -> pl.LazyFrame:
    """One compact row per row of the branches whose NIK lies in `within`, heads without NIK among them.

    Ids become 128-bit integers in the order of their bytes, regions a code of `regencies` or null.
    """
    scans = [
        within.rows_of(pl.scan_parquet(position.path)).select(
            pl.col("person_id", "registration_id").bin.reinterpret(dtype=pl.UInt128, endianness="big"),
            "segment",
            registration_state(as_of=as_of, settings=settings).alias("state"),
            "registered_on",
            "last_paid",
            "row_no",
            pl.lit(position.position_date).alias("position_date"),
            pl.lit(order, dtype=pl.UInt16).alias("branch_order"),
            *(pl.col(f"region_{basis}").cast(regencies, strict=False).alias(basis) for basis in BASES),
        )
        for order, position in enumerate(positions)
    ]
    return pl.concat(scans)


def may_repeat(ids: pl.Series) -> pl.Series:
    """True for every id that occurs more than once, and by a rare chance for one that does not.

    Compares the lower 64 bits only, which takes half the time; what it finds must be looked at in full.
    """
    low = (ids & LOWER_HALF).cast(pl.UInt64)
    ordered = low.sort()
    return low.is_in(ordered.filter(ordered == ordered.shift()).unique().implode()).fill_null(False)


def keep_counted(registrations: pl.DataFrame) -> pl.DataFrame:
    """Active registrations of people, each once, as its newest position has it; row order is not kept."""
    counts = pl.col("state").is_in(ACTIVE) & pl.col("person_id").is_not_null()
    repeated = may_repeat(registrations["registration_id"])
    newest = (
        registrations.filter(repeated)
        .sort(*NEWEST_FIRST, descending=list(NEWEST_FIRST.values()), nulls_last=True)
        .unique("registration_id", keep="first", maintain_order=True)
    )
    return pl.concat([registrations.filter(~repeated, counts), newest.filter(counts)])
