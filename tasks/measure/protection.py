"""How long an active registration protects, and how many months of it are unpaid."""

from calendar import monthrange
from datetime import date, timedelta

import polars as pl

from settings import Settings
from tasks.measure.states import by_segment, has_contract_end


def with_protection(active: pl.DataFrame, *, as_of: date, settings: Settings) -> pl.DataFrame:
    """Active registrations with `unpaid` [UInt8], `until` [Date] and `carried`.

    `unpaid`: whole months that are due and not paid, 0 when current; of a contract the months begun since its end.
    `until`: the last day of the latest paid month or of the contract, without grace. `carried`: whether the
    registration lies in a position older than `max_age_days`.
    """
    lag = settings.payment_lag_months.of
    month = as_of.year * 12 + as_of.month
    paid_month = pl.col("last_paid").dt.year() * 12 + pl.col("last_paid").dt.month()
    end_month = pl.col("ends_on").dt.year() * 12 + pl.col("ends_on").dt.month()
    reaches = pl.min_horizontal(pl.col("ends_on").dt.day(), monthrange(as_of.year, as_of.month)[1]) >= as_of.day
    unpaid = (
        pl.when(has_contract_end())
        .then(month - end_month + (~reaches).cast(pl.Int32))
        .otherwise(month - paid_month - by_segment(lag))
    )
    return active.with_columns(
        pl.when(pl.col("state") == "current").then(0).otherwise(unpaid).cast(pl.UInt8).alias("unpaid"),
        pl.when(has_contract_end()).then("ends_on").otherwise(pl.col("last_paid").dt.month_end()).alias("until"),
        (pl.col("position_date") < as_of - timedelta(days=settings.max_age_days)).alias("carried"),
    )
