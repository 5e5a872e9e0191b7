"""Whose protection ends in one, two or three months."""

from datetime import date

import polars as pl

from tasks.measure.counting.expiry import KEY
from tasks.measure.tables.shared.roll_up import roll_up
from tasks.measure.tables.shared.to_schema import to_schema
from warehouse.figures.tables.expiry import EXPIRY


def expiry_table(counted: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """`ucj_expiry` from the counts of all ranges [`expiry_schema`]."""
    month = pl.col("expires_month")
    ahead = (month.dt.year() - as_of.year) * 12 + month.dt.month() - as_of.month
    rows = roll_up(counted.rename({"people": "active"}), key=KEY).filter(pl.col("active") > 0)
    return to_schema(rows.with_columns(months_ahead=ahead), table=EXPIRY, as_of=as_of)
