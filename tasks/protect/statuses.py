"""The tables of both editions: hidden cells are marked in both, and empty in the public one."""

import functools
import operator
from collections.abc import Mapping

import numpy as np
import polars as pl

from warehouse.dimensions.regions import DISTRICT, PROVINCE, REGENCY
from warehouse.figures.disclosure import following_of, protected_of
from warehouse.figures.flags import Flag
from warehouse.figures.schema import CONFIDENTIAL, NOT_AVAILABLE, NOT_REPORTED, VALUE, FactTable, status_name
from warehouse.figures.tables.benefit import SHOWN, WITHHELD

STAYS_UNTOLD = (Flag.BRANCH_WITHOUT_THEN, Flag.HISTORY_SHORT)
SERIES = ("basis", "region_code", "category")
LEAST_TARGET = 2  # times the smallest count that is shown: below it, whether a village reached its target says too much


def mark_cells(frame: pl.DataFrame, *, table: FactTable, hidden: pl.DataFrame, fewest: int) -> pl.DataFrame:
    """A stored table with its columns of statuses; cells keep their values.

    hidden [table, column, row, small]: hidden counts of all tables. fewest: the smallest count that is shown.
    """
    if not table.with_status:
        return frame
    here = hidden.filter(table=table.name)
    marks = {
        name: _marks(here.filter(column=name)["row"], height=frame.height)
        for name in {one.column for one in protected_of(table.name)} | set(here["column"].unique())
    }
    for figure in following_of(table.name):
        name = figure.column.name
        given = [marks[one] for one in figure.inputs if one in marks]
        marks[name] = functools.reduce(operator.or_, given, marks.get(name, given[0]))
    marked = frame.with_columns(one.alias(f"_{name}") for name, one in marks.items())
    if table.name == "ucj_ecosystem_trend":
        marked = _with_the_date_before(marked)
    if table.name == "ucj_village":
        marked = _with_villages_above(marked, fewest=fewest)
    return marked.with_columns(_status(name, flags="flags" in frame.columns) for name in table.with_status).drop(
        f"_{name}" for name in marks
    )


def public_edition(marked: pl.DataFrame, *, table: FactTable) -> pl.DataFrame:
    """A marked table without the cells that are hidden, and without flags that tell of them."""
    if not table.with_status:
        return marked
    shown = {name: pl.col(status_name(name)) != CONFIDENTIAL for name in table.with_status}
    emptied = [pl.when(is_shown).then(name).alias(name) for name, is_shown in shown.items()]
    if "flags" in marked.columns:
        all_shown = pl.all_horizontal(shown.values())
        fewer = pl.col("flags").str.split(";").list.filter(pl.element() != Flag.OVER_100.value).list.join(";")
        emptied.append(pl.when(all_shown).then("flags").otherwise(fewer).alias("flags"))
    return marked.with_columns(emptied)


def with_amount_status(marked: pl.DataFrame) -> pl.DataFrame:
    """`ucj_benefit` with the older column that says whether its amount is shown."""
    is_shown = pl.col(status_name("amount_rupiah")) != CONFIDENTIAL
    return marked.with_columns(amount_status=pl.when(is_shown).then(pl.lit(SHOWN)).otherwise(pl.lit(WITHHELD)))


def public_tables(marked: Mapping[str, pl.DataFrame], *, declared: Mapping[str, FactTable]) -> dict[str, pl.DataFrame]:
    """The public edition of all marked tables."""
    return {name: public_edition(frame, table=declared[name]) for name, frame in marked.items()}


def _marks(rows: pl.Series, *, height: int) -> pl.Series:
    marked = np.zeros(height, dtype=bool)
    marked[rows.to_numpy()] = True
    return pl.Series(marked, dtype=pl.Boolean)


def _status(name: str, *, flags: bool) -> pl.Expr:
    untold = pl.lit(value=False)
    if flags:
        told = pl.col("flags").fill_null("").str.split(";")
        untold = pl.any_horizontal(told.list.contains(flag.value) for flag in STAYS_UNTOLD)
    return (
        pl.when(f"_{name}")
        .then(pl.lit(CONFIDENTIAL))
        .when(pl.col(name).is_not_null())
        .then(pl.lit(VALUE))
        .when(untold)
        .then(pl.lit(NOT_REPORTED))
        .otherwise(pl.lit(NOT_AVAILABLE))
        .alias(status_name(name))
    )


def _with_the_date_before(trend: pl.DataFrame) -> pl.DataFrame:
    """The change of a row gives back the count of the date before, too."""
    before = pl.col("_active").shift(1, fill_value=False).over(SERIES, order_by="series_date")
    return trend.with_columns(_change_points=pl.col("_change_points") | before)


def _with_villages_above(villages: pl.DataFrame, *, fewest: int) -> pl.DataFrame:
    """Whether a hidden village with a small target reached it may not follow from those that did so above it either."""
    telling = villages.filter(pl.col("_active"), level="village").filter(pl.col("target") < LEAST_TARGET * fewest)
    above = {code[:size] for code in telling["region_code"] for size in (PROVINCE, REGENCY, DISTRICT)}
    above |= {"ID"} if above else set()
    is_village = pl.col("level") == "village"
    return villages.with_columns(
        _villages_reached=(pl.col("_active") & is_village) | pl.col("region_code").is_in(sorted(above))
    )
