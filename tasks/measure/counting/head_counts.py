"""Heads of construction projects that were reported as a number, without NIK.

Their region is the same on every basis: the village of the row, else its work regency. They are added, never
merged, and are in both counts while their project runs; in its months of grace, if any are set, in `active`.
Their programmes, funder and category are those of the row.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from tasks.measure.counting.profiles import profile_schema
from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.attributes import attributes_of_row, set_of_member
from tasks.measure.registrations.reading import read_rows
from tasks.measure.registrations.segment_scope import NATION_ONLY
from tasks.measure.registrations.segments import segment_set
from tasks.measure.registrations.states import ACTIVE, registration_state
from warehouse.dimensions.closed_lists import BASES
from warehouse.lake.integrity import scan_object

SEGMENT = "JAKON"
ATTRIBUTES = ("programmes", "funder", "category", "carried")


def count_heads(positions: Sequence[Position], *, as_of: date, rules: CountRules) -> pl.DataFrame:
    """Heads by basis, region (null where the row names no known regency), state and attributes [`profile_schema`].

    Where construction counts in the nation only, they are `NATION_ONLY` as well.
    """
    if not positions:
        return pl.DataFrame(schema=profile_schema(rules))
    region = pl.coalesce(
        pl.col(name).cast(rules.regency, strict=False) for name in ("region_domicile", "region_workplace")
    )
    oldest = as_of - timedelta(days=rules.max_age_days)
    columns = [
        region.alias("region_code"),
        registration_state(as_of=as_of, rules=rules).alias("state"),
        pl.col("head_count").cast(pl.Int64).alias("people"),
        *attributes_of_row(rules),
    ]
    raw = sorted({name for column in columns for name in column.meta.root_names()})

    def rows_of(_: int, position: Position) -> pl.LazyFrame:
        rows = scan_object(position.path).filter(pl.col("region_nik").is_null())  # skips most row groups
        carried = pl.lit(position.position_date < oldest).alias("carried")
        return rows.filter(pl.col("person_id").is_null()).select(*raw, carried)

    counted = read_rows(positions, rows_of, *columns, "carried").filter(pl.col("state").is_in(ACTIVE))
    heads = counted.group_by("region_code", "state", *ATTRIBUTES).agg(pl.col("people").sum())
    construction = segment_set([SEGMENT], rules=rules)
    bases = [*BASES, NATION_ONLY] if _in_nation_only(rules) else [*BASES]
    return (
        heads.join(pl.DataFrame({"basis": bases}), how="cross")
        .with_columns(
            active=construction,
            current=pl.when(pl.col("state") == "current").then(construction).otherwise(0),
            funders=set_of_member("funder"),
            categories=set_of_member("category"),
            unpaid=None,
            unlinked=True,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in profile_schema(rules).items())
    )


def _in_nation_only(rules: CountRules) -> bool:
    return SEGMENT in rules.national_segments and SEGMENT not in rules.regional_segments
