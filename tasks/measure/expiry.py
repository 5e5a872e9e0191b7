"""Whose protection ends in one, two or three months."""

from datetime import date, timedelta

import polars as pl

from tasks.measure.attributes import Funder
from tasks.measure.levels import roll_up
from tasks.measure.months import month_start
from tasks.measure.protection import Payment
from tasks.measure.published import as_table
from tasks.measure.views import View, count_by_region
from warehouse.fact_tables.expiry import EXPIRY

MONTHS_AHEAD = 3
KEY = ("expires_month", "funder", "payment")
EXPIRING: dict[str, pl.DataType | type[pl.DataType]] = {
    "basis": pl.String,
    "region_code": pl.String,
    "expires_month": pl.Date,
    "funder": Funder,
    "payment": Payment,
    "people": pl.Int64,
}


def count_expiring(view: View, *, as_of: date) -> pl.DataFrame:
    """People of a view by month of their last protected day, with funder and payment of what protects them so long."""
    first = month_start(as_of, back=-1)
    after = month_start(as_of, back=-1 - MONTHS_AHEAD)
    ending = view.who_counts(pl.col("until").is_between(first, after - timedelta(days=1))).with_columns(
        expires_month=pl.col("until").dt.month_start(), funder="until_funder"
    )
    return count_by_region(ending, view=view, key=KEY).select(*EXPIRING)


def expiry_table(counted: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """`ucj_expiry` from the counts of all ranges [`EXPIRING`]."""
    month = pl.col("expires_month")
    ahead = (month.dt.year() - as_of.year) * 12 + month.dt.month() - as_of.month
    rows = roll_up(counted.rename({"people": "active"}), key=KEY).filter(pl.col("active") > 0)
    return as_table(rows.with_columns(months_ahead=ahead), table=EXPIRY, as_of=as_of)
