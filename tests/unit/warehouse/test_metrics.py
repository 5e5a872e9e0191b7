"""The metric registry is complete and refers to what exists."""

import polars as pl
import pytest

from warehouse.figures.disclosure import following_of, protected_of
from warehouse.figures.metrics import METRIC, METRICS, Metric, metrics_of
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import PUBLISHED_TABLE, PUBLISHED_TABLES

NOT_FIGURES = {"eligible_year", "year", "unpaid_months", "months_ahead"}


@pytest.mark.parametrize("table", PUBLISHED_TABLES, ids=lambda table: table.name)
def test_every_published_figure_is_declared_once(table: FactTable) -> None:
    figures = [c.name for c in table.columns if c.dtype.is_numeric() and c.name not in NOT_FIGURES]
    assert sorted(metric.column.name for metric in metrics_of(table)) == sorted(figures)


def test_codes_are_unique() -> None:
    assert len(METRIC) == len(METRICS)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.code)
def test_parts_of_rates_exist(metric: Metric) -> None:
    assert (metric.numerator is None) == (metric.denominator is None)
    for part in filter(None, (metric.numerator, metric.denominator)):
        table, _, column = part.rpartition(".")
        assert (PUBLISHED_TABLE[table] if table else metric.table).schema[column] == pl.Int64()
    assert not (metric.additive and metric.denominator)
    assert metric.rounding.en.startswith("2 dec") == (metric.column.dtype == pl.Decimal(18, 2))


@pytest.mark.parametrize("table", PUBLISHED_TABLES, ids=lambda table: table.name)
def test_every_figure_that_is_protected_or_follows_from_one_has_a_status(table: FactTable) -> None:
    counts = {one.column for one in protected_of(table.name)}
    follow = {metric.column.name for metric in following_of(table.name)}
    statuses = {name.removesuffix("_status") for name in table.column_names if name.endswith("_status")}
    assert statuses - {"amount"} == counts | follow  # `amount_status` is older
    assert all(not column.required for column in table.columns if column.name in statuses)


def test_totals_are_not_protected() -> None:
    exact = {"ucj_coverage", "ucj_segment", "ucj_target", "ucj_trend", "ucj_completeness"}
    assert {table.name for table in PUBLISHED_TABLES if not protected_of(table.name)} == exact
