"""Whose protection ends in one, two or three months."""

from datetime import date, timedelta

import polars as pl

from tasks.measure.attributes import Funder
from tasks.measure.levels import roll_up
from tasks.measure.months import month_start
from tasks.measure.published import as_table
from tasks.measure.registrations import may_repeat
from tasks.measure.states import has_contract_end
from tasks.measure.views import View, count_by_region
from warehouse.fact_columns import BASES, PAYMENTS
from warehouse.fact_tables.expiry import EXPIRY

MONTHS_AHEAD = 3
KEY = ("expires_month", "funder", "payment")
Payment = pl.Enum(PAYMENTS)
EXPIRING: dict[str, pl.DataType | type[pl.DataType]] = {
    "basis": pl.String,
    "region_code": pl.String,
    "expires_month": pl.Date,
    "funder": Funder,
    "payment": Payment,
    "people": pl.Int64,
}


def count_expiring(view: View, registrations: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """People of a view by month of their last protected day, funder and payment [`EXPIRING`].

    `registrations`: those the people were made of. Funder and payment are those of the registration that protects
    longest; of several the latest registered, then the one with the greatest id.
    """
    first = month_start(as_of, back=-1)
    after = month_start(as_of, back=-1 - MONTHS_AHEAD)
    in_time = pl.col("until").is_between(first, after - timedelta(days=1))
    ending = view.who_counts(in_time).select("person_id", "until", *BASES)
    found = (
        registrations.filter(in_time)
        .select("person_id", "until", "registered_on", "registration_id", "funder", payment_of_row(as_of))
        .join(ending, on=["person_id", "until"])
        .with_columns(expires_month=pl.col("until").dt.month_start())
    )
    alike = may_repeat(found["person_id"])
    latest = (
        found.filter(alike)
        .sort("person_id", "registered_on", "registration_id", nulls_last=False)
        .unique("person_id", keep="last", maintain_order=True)
    )
    longest = pl.concat([found.filter(~alike), latest])
    return count_by_region(longest, view=view, key=KEY).select(*EXPIRING)


def payment_of_row(as_of: date) -> pl.Expr:
    """contract: an end date decides; monthly: a wage earner paid no further than this month; ahead: all others."""
    by_month = (pl.col("segment") == "PU") & (pl.col("last_paid") <= month_start(as_of))
    name = pl.when(has_contract_end()).then(pl.lit("contract")).when(by_month).then(pl.lit("monthly"))
    return name.otherwise(pl.lit("ahead")).cast(Payment).alias("payment")


def expiry_table(counted: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """`ucj_expiry` from the counts of all ranges [`EXPIRING`]."""
    month = pl.col("expires_month")
    ahead = (month.dt.year() - as_of.year) * 12 + month.dt.month() - as_of.month
    rows = roll_up(counted.rename({"people": "active"}), key=KEY).filter(pl.col("active") > 0)
    return as_table(rows.with_columns(months_ahead=ahead), table=EXPIRY, as_of=as_of)
