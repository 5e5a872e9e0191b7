"""Which published counts are protected, and which cells of several tables state the same number.

Everything else in a table is a total that stays exact, is known anyway (denominators, targets, dates), or follows from
protected counts (`Metric.inputs`) and is hidden with them.
"""

from dataclasses import dataclass

from warehouse.figures.metrics import METRICS, Metric


@dataclass(frozen=True, kw_only=True)
class ProtectedCount:
    """A column of counts that are hidden where they are small.

    states: the name of what it counts; columns of the same name state the same number where key, date, basis and region
    agree. by: the columns that, with basis and region, tell its cells apart. dated_by: the column of the date that a
    cell is of.
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
}  # fmt: skip
EVERYWHERE = {"as_of", "basis", "region_code"}
NOT_A_KEY = {"comparison", "since"}  # the date compared with says as much


def _protected(metric: Metric) -> ProtectedCount:
    dated_by = DATED_BY.get(metric.code, "as_of")
    return ProtectedCount(
        metric=metric,
        states=SAME_NUMBER.get(metric.code, metric.code),
        by=tuple(name for name in metric.table.primary_key if name not in {*EVERYWHERE, *NOT_A_KEY, dated_by}),
        dated_by=dated_by,
    )


PROTECTED: tuple[ProtectedCount, ...] = tuple(_protected(metric) for metric in METRICS if metric.protected)


def protected_of(table: str) -> tuple[ProtectedCount, ...]:
    """The protected counts of a table."""
    return tuple(one for one in PROTECTED if one.table == table)


def following_of(table: str) -> tuple[Metric, ...]:
    """The figures of a table that follow from its protected counts."""
    counts = {one.column for one in protected_of(table)}
    return tuple(metric for metric in METRICS if metric.table.name == table and counts.intersection(metric.inputs))
