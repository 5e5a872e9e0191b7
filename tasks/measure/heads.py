"""Heads of construction projects that were reported as a number, without NIK.

Their region is the same on every basis: the village of the row, else its work regency. They are added, never
merged, and are in both counts while their project runs; in its months of grace, if any are set, in `active`.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from settings import Settings
from tasks.measure.people import COUNTS
from tasks.measure.positions import Position
from tasks.measure.registrations import BASES
from tasks.measure.segments import SEGMENT_BITS
from tasks.measure.states import ACTIVE, registration_state


def count_heads(positions: Sequence[Position], *, as_of: date, regencies: pl.Enum, settings: Settings) -> pl.DataFrame:
    """Heads by basis, region (null where the row names no known regency) and state, as `people.COUNTS`."""
    region = pl.coalesce(pl.col("region_domicile", "region_workplace").cast(regencies, strict=False))
    scans = [
        pl.scan_parquet(position.path)
        .filter(pl.col("person_id").is_null())
        .select(
            region.alias("region_code"),
            registration_state(as_of=as_of, settings=settings).alias("state"),
            pl.col("head_count").cast(pl.Int64).alias("people"),
        )
        .filter(pl.col("state").is_in(ACTIVE))
        for position in positions
    ]
    construction = SEGMENT_BITS["JAKON"]
    return (
        pl.concat(scans)
        .group_by("region_code", "state")
        .agg(pl.col("people").sum())
        .join(pl.LazyFrame({"basis": BASES}), how="cross")
        .with_columns(
            active=construction,
            current=pl.when(pl.col("state") == "current").then(construction).otherwise(0),
            unlinked=True,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in COUNTS.items())
        .collect()
    )
