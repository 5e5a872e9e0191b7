"""People whose protection ends in one, two or three months, counted."""

from datetime import date, timedelta

import polars as pl

from tasks.measure.inputs.months import month_start
from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.views import Perspective, count_by_region
from tasks.measure.registrations.protection import Payment

MONTHS_AHEAD = 3
KEY = ("expires_month", "funder", "payment")


def expiry_schema(rules: CountRules) -> pl.Schema:
    """Schema of the counts by month in which protection ends."""
    texts = {"basis": pl.String(), "region_code": pl.String()}
    key = {"expires_month": pl.Date(), "funder": rules.funder, "payment": Payment}
    return pl.Schema({**texts, **key, "people": pl.Int64()})


def count_expiring(view: Perspective, *, as_of: date) -> pl.DataFrame:
    """People of a view by month of their last protected day, with funder and payment of what protects them so long."""
    first = month_start(as_of, back=-1)
    after = month_start(as_of, back=-1 - MONTHS_AHEAD)
    ending = view.who_counts(pl.col("until").is_between(first, after - timedelta(days=1))).with_columns(
        expires_month=pl.col("until").dt.month_start(), funder="until_funder"
    )
    return count_by_region(ending, view=view, key=KEY).select("basis", "region_code", *KEY, "people")
