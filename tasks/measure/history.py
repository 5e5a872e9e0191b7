"""Since when people have been counted, as far as the positions that we have tell."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import polars as pl

from settings import Settings
from tasks.measure.buckets import RegionRange
from tasks.measure.counted import national_set, regional_set
from tasks.measure.positions import Position
from tasks.measure.segments import SegmentSet, holds_any, set_of_row
from tasks.measure.states import ACTIVE, registration_state


def first_counted(
    people: pl.DataFrame, *, history: Sequence[Position], within: RegionRange, settings: Settings
) -> pl.DataFrame:
    """The date of the first position that counts each of `people` [person_id], as [person_id, regional?, national?].

    Every position is judged at its own date, by its own rows: a registration that another branch had ended by then
    still tells that its holder was counted. Who is in none is left out.
    """
    found = [pl.DataFrame(schema={"person_id": pl.UInt128, "segments": SegmentSet, "day": pl.Date})]
    for day, positions in groupby(sorted(history, key=_day), key=_day):  # one date at a time is in memory
        active = registration_state(as_of=day, settings=settings).is_in(ACTIVE)
        scans = [
            within.rows_of(pl.scan_parquet(position.path))
            .filter(active)
            .select(
                pl.col("person_id").bin.reinterpret(dtype=pl.UInt128, endianness="big"),
                set_of_row().alias("segments"),
                pl.lit(day).alias("day"),
            )
            for position in positions
        ]
        found.append(pl.concat(scans).collect().join(people, on="person_id", how="semi"))
    return (
        pl.concat(found)
        .group_by("person_id")
        .agg(
            pl.col("day").filter(holds_any("segments", segments)).min().alias(name)
            for name, segments in (("regional", regional_set(settings)), ("national", national_set(settings)))
        )
    )


def _day(position: Position) -> date:
    return position.position_date
