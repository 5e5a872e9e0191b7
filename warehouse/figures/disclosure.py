"""Which published counts are protected, and which cells of several tables state the same number.

Everything else in a table is a total that stays exact, is known anyway (denominators, targets, dates), or follows from
protected counts (`Metric.inputs`) and is hidden with them.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from warehouse.figures.metrics import METRIC, METRICS, Metric


@dataclass(frozen=True, kw_only=True)
class ProtectedCount:
    """A column of counts that are hidden where they are small, or of amounts.

    states: the name of what it counts; columns of the same name state the same number where key, date, basis and region
    agree. by: the columns that, with basis and region, tell its cells apart. dated_by: the column of the date that a
    cell is of; of benefits the month or year that it is of, up to the as-of date.
    """

    metric: Metric
    states: str
    by: tuple[str, ...]
    dated_by: str = "as_of"

    @property
    def table(self) -> str:
        """The name of its table."""
        return self.metric.table.name

    @property
    def column(self) -> str:
        """The name of its column."""
        return self.metric.column.name

    @cached_property
    def date(self) -> pl.Expr:
        """The date that a cell is of: releases of several dates state the same number of a month that was over."""
        if self.dated_by == "period":
            return pl.min_horizontal(pl.col("period").dt.month_end(), "as_of")
        if self.dated_by == "year":
            return pl.min_horizontal(pl.date("year", 12, 31), "as_of")
        return pl.col(self.dated_by)


IN_CATEGORY = "people in a category"
SAME_NUMBER = {
    "category.active": IN_CATEGORY,
    "ecosystem.active": IN_CATEGORY,
    "ecosystem_movement.active_now": IN_CATEGORY,
    "ecosystem_movement.active_then": IN_CATEGORY,
    "ecosystem_trend.active": IN_CATEGORY,
}
DATED_BY = {
    "ecosystem_movement.active_then": "compared_with",
    "ecosystem_trend.active": "series_date",
    **{f"movement.{name}": "compared_with" for name in
       ("new", "returned", "lapsed", "ended", "gone", "left_on_older_positions")},
    "cohort.active": "compared_with",
    **{f"benefit.{name}": "period" for name in ("claims", "amount_rupiah")},
    **{f"benefit_year.{name}": "year" for name in ("claims", "amount_rupiah")},
}  # fmt: skip
EVERYWHERE = {"as_of", "basis", "region_code"}
NOT_A_KEY = {"comparison", "since"}  # the date compared with says as much


def _protected(metric: Metric) -> ProtectedCount:
    dated_by = DATED_BY.get(metric.code, "as_of")
    no_key = {*EVERYWHERE, *NOT_A_KEY, dated_by} - {"period", "year"}
    return ProtectedCount(
        metric=metric,
        states=SAME_NUMBER.get(metric.code, metric.code),
        by=tuple(name for name in metric.table.primary_key if name not in no_key),
        dated_by=dated_by,
    )


PROTECTED: tuple[ProtectedCount, ...] = tuple(_protected(metric) for metric in METRICS if metric.protected)
AMOUNTS: tuple[ProtectedCount, ...] = tuple(
    _protected(METRIC[code]) for code in ("benefit.amount_rupiah", "benefit_year.amount_rupiah")
)


def protected_of(table: str) -> tuple[ProtectedCount, ...]:
    """The protected counts of a table."""
    return tuple(one for one in PROTECTED if one.table == table)


def following_of(table: str) -> tuple[Metric, ...]:
    """The figures of a table that follow from its protected counts."""
    counts = {one.column for one in protected_of(table)}
    return tuple(metric for metric in METRICS if metric.table.name == table and counts.intersection(metric.inputs))
