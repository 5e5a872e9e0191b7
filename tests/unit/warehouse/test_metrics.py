"""The metric registry is complete and refers to what exists."""

import polars as pl
import pytest

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


def test_sums_of_money_are_published_with_a_status() -> None:
    """A sum of what people were paid may rest on few of them."""
    sums = [metric for metric in METRICS if metric.unit == "rupiah" and metric.additive]
    assert [metric.code for metric in sums] == ["benefit.amount_rupiah"]
    assert all(not metric.column.required and "amount_status" in metric.table.schema for metric in sums)
