"""Coverage over time: the figures of this date after those of earlier month ends, with what changed between them."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from tasks.measure.tables.grounds import GROUNDS, KEY
from tasks.measure.tables.shared.rates import rate_change
from warehouse.figures.flags import OF_DENOMINATOR, Flag, bears, flags_where
from warehouse.figures.tables.trend import TREND

CARRIED = ("active", "active_strict", "eligible", "coverage_pct", "eligible_version", "rank_in_province",
           "rank_national", "eligible_year")  # fmt: skip
NO_GROUNDS = pl.DataFrame(
    schema={"basis": pl.String, "region_code": pl.String, **dict.fromkeys(GROUNDS, pl.Boolean), "as_of": pl.Date}
)


def trend_figures(
    earlier: Sequence[pl.DataFrame], *, coverage: pl.DataFrame, as_of: date, grounds: Mapping[date, pl.DataFrame]
) -> pl.DataFrame:
    """Rows of `ucj_trend`, in the order of `coverage` (rows of `ucj_coverage` at `as_of`), then of dates.

    `earlier`: rows of `ucj_coverage` at earlier dates, as they were measured. Changes are against the date before in
    the series; points are the exact difference of both rates, rounded once, as in `ucj_movement`.
    `grounds`: by date of the series what its comparison with the date before rests on [`grounds.compare_grounds`].
    """
    order = coverage.select(*KEY, "level").with_row_index("place")
    series = pl.concat([frame.select("as_of", *KEY, *CARRIED, "flags") for frame in (*earlier, coverage)])
    rests_on = pl.concat([NO_GROUNDS, *(one.with_columns(pl.lit(day).alias("as_of")) for day, one in grounds.items())])
    before = [pl.col(name).shift().over(KEY, order_by="as_of").alias(f"{name}_before") for name in CARRIED]
    return (
        series.join(rests_on, on=["as_of", *KEY], how="left")
        .with_columns(before)
        .with_columns(
            change_points=pl.when(pl.col(Flag.BRANCH_WITHOUT_THEN).fill_null(False).not_()).then(
                rate_change(("active", "eligible"), ("active_before", "eligible_before"))
            ),
            flags=flags_where(
                {
                    **{flag: pl.col(flag) for flag in GROUNDS},
                    **{flag: bears(flag) for flag in OF_DENOMINATOR},
                    Flag.ELIGIBLE_CHANGED: _of_another("eligible_year") | _of_another("eligible_version"),
                }
            ),
            rank_in_province_change=pl.col("rank_in_province_before") - pl.col("rank_in_province"),
            rank_national_change=pl.col("rank_national_before") - pl.col("rank_national"),
        )
        .rename({"as_of": "series_date"})
        .join(order, on=KEY, how="inner")
        .sort("place", "series_date")
        .with_columns(as_of=pl.lit(as_of))
        .select(pl.col(name).cast(dtype) for name, dtype in TREND.schema.items())
    )


def _of_another(name: str) -> pl.Expr:
    """Whether two numbers of eligible workers that are both there differ in their year or version."""
    both = pl.col("eligible").is_not_null() & pl.col("eligible_before").is_not_null()
    return both & pl.col(name).ne_missing(pl.col(f"{name}_before"))
