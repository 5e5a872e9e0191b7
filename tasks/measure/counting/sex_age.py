"""Active people by sex and age group, counted."""

from dataclasses import replace

import polars as pl

from tasks.measure.people.views import Perspective, count_by_region
from warehouse.dimensions.closed_lists import NIK_BASES

NIK = NIK_BASES[0]
SEX_AGE: dict[str, pl.DataType | type[pl.DataType]] = {
    "basis": pl.String,
    "region_code": pl.String,
    "sex_age": pl.UInt8,
    "people": pl.Int64,
}


def count_sex_age(view: Perspective) -> pl.DataFrame:
    """People of a view by regency of the NIK and place in `attributes.SexAge` [`SEX_AGE`]."""
    slim = replace(view, people=view.people.select("active", NIK, "sex_age"))
    return count_by_region(slim.who_counts(), view=view, key=["sex_age"], bases=[NIK]).select(*SEX_AGE)
