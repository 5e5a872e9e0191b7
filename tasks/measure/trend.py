"""Coverage over time: the figures of this date after those of earlier month ends, with what changed between them."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from tasks.measure.arithmetic import rate_change
from warehouse.fact_tables.trend import TREND
from warehouse.month_ends import is_month_end

KEY = ["basis", "region_code"]
CARRIED = ("active", "active_strict", "eligible", "coverage_pct", "eligible_version", "rank_in_province",
           "rank_national")  # fmt: skip


def series_dates(measured: Sequence[date], *, as_of: date, months: int) -> list[date]:
    """Dates of the series before `as_of`, rising: of those `measured` the ends of months, the last `months` of them."""
    ends = sorted({day for day in measured if day < as_of and is_month_end(day)})
    return ends[-months:]


def trend_figures(earlier: Sequence[pl.DataFrame], *, coverage: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Rows of `ucj_trend`, in the order of `coverage` (rows of `ucj_coverage` at `as_of`), then of dates.

    `earlier`: rows of `ucj_coverage` at earlier dates, as they were measured. Changes are against the date before in
    the series; points are the exact difference of both rates, rounded once, as in `ucj_movement`.
    """
    order = coverage.select(*KEY, "level").with_row_index("place")
    series = pl.concat([frame.select("as_of", *KEY, *CARRIED) for frame in (*earlier, coverage)])
    before = [pl.col(name).shift().over(KEY, order_by="as_of").alias(f"{name}_before") for name in CARRIED]
    return (
        series.with_columns(before)
        .with_columns(
            change_points=rate_change(("active", "eligible"), ("active_before", "eligible_before")),
            rank_in_province_change=pl.col("rank_in_province_before") - pl.col("rank_in_province"),
            rank_national_change=pl.col("rank_national_before") - pl.col("rank_national"),
        )
        .rename({"as_of": "series_date"})
        .join(order, on=KEY, how="inner")
        .sort("place", "series_date")
        .with_columns(as_of=pl.lit(as_of))
        .select(pl.col(name).cast(dtype) for name, dtype in TREND.schema.items())
    )
