"""Active employers of regencies, provinces and the nation; numbers of employers do not add up."""

from datetime import date

import polars as pl

from tasks.measure.registrations.registrations import EMPLOYER
from tasks.measure.tables.shared.roll_up import Basis, Level, in_every_region
from tasks.measure.tables.shared.to_schema import to_schema
from warehouse.dimensions.closed_lists import NATION, WORKPLACE
from warehouse.dimensions.regions import PROVINCE, Regions
from warehouse.figures.tables.employer import EMPLOYERS


def employer_table(counted: pl.DataFrame, *, known: bool, as_of: date, regions: Regions) -> pl.DataFrame:
    """`ucj_employer` from the workers of each employer by work regency [`employer_schema`].

    known: whether all rows say who the employer is; where some cannot, no number is right and none is given.
    """
    places = counted.lazy().select(EMPLOYER, pl.col("region_code").cast(pl.String))
    placed = places.drop_nulls("region_code")
    levels = {
        "national": places.with_columns(region_code=pl.lit(NATION)),
        "province": placed.with_columns(pl.col("region_code").str.head(PROVINCE)),
        "regency": placed,
    }
    sums = pl.concat(
        level.group_by("region_code")
        .agg(employers=pl.col(EMPLOYER).n_unique().cast(pl.Int64))
        .select(
            pl.lit(WORKPLACE).cast(Basis).alias("basis"), pl.lit(name).cast(Level).alias("level"), "region_code",
            "employers",
        )
        for name, level in levels.items()
    ).collect()  # fmt: skip
    rows = in_every_region(sums, regions=regions, bases=[WORKPLACE])
    if not known:
        rows = rows.with_columns(employers=None)
    return to_schema(rows, table=EMPLOYERS, as_of=as_of)
