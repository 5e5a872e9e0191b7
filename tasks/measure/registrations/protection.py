"""How long an active registration protects, how it is paid, and how many months of it are unpaid."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from tasks.measure.inputs.months import month_start
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.registrations import Registrations
from tasks.measure.registrations.states import by_segment, has_contract_end
from warehouse.dimensions.closed_lists import PAYMENTS

Payment = pl.Enum(PAYMENTS)


def with_protection(found: Registrations, *, as_of: date, rules: CountRules) -> Registrations:
    """The active registrations with `unpaid` [UInt8], `until` [Date], `payment` and `carried`.

    `unpaid`: whole months that are due and not paid, 0 when current; of a contract the months begun since its end.
    `until`: the last day of the latest paid month or of the contract, without grace. `payment`: contract, if an end
    date decides; monthly, if a wage earner is paid no further than this month; ahead, all others. `carried`: whether
    the registration lies in a position older than `max_age_days`.
    """
    month = as_of.year * 12 + as_of.month
    paid_month = pl.col("last_paid").dt.year() * 12 + pl.col("last_paid").dt.month()
    end_month = pl.col("ends_on").dt.year() * 12 + pl.col("ends_on").dt.month()
    reaches = pl.min_horizontal(pl.col("ends_on").dt.day(), monthrange(as_of.year, as_of.month)[1]) >= as_of.day
    unpaid = (
        pl.when(has_contract_end())
        .then(month - end_month + (~reaches).cast(pl.Int32))
        .otherwise(month - paid_month - by_segment(rules.payment_lag_months, rules=rules))
    )
    days = pl.col("last_paid").dt.days_in_month() - pl.col("last_paid").dt.day()
    last_day_paid = pl.col("last_paid") + pl.duration(days=days)  # `month_end` takes four times as long
    by_month = (pl.col("segment") == "PU") & (pl.col("last_paid") <= month_start(as_of))

    def payment(name: str) -> pl.Expr:
        return pl.lit(name, dtype=Payment)

    columns = (
        pl.when(pl.col("state") == "current").then(0).otherwise(unpaid).cast(pl.UInt8).alias("unpaid"),
        pl.when(has_contract_end()).then("ends_on").otherwise(last_day_paid).alias("until"),
        pl.when(has_contract_end())
        .then(payment("contract"))
        .when(by_month)
        .then(payment("monthly"))
        .otherwise(payment("ahead"))
        .alias("payment"),
        (pl.col("position_date") < as_of - timedelta(days=rules.max_age_days)).alias("carried"),
    )
    return replace(found, alone=found.alone.with_columns(columns), several=found.several.with_columns(columns))
