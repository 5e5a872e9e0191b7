"""Gate: the public tables are the full ones less their hidden cells, and no small count is in them."""

from collections.abc import Mapping

import polars as pl

from expectations.written import counted
from warehouse.figures.disclosure import PROTECTED
from warehouse.figures.schema import CONFIDENTIAL, FactTable, status_name
from warehouse.figures.tables import PUBLISHED_TABLES


def protection_problems(
    public: Mapping[str, pl.DataFrame], *, full: Mapping[str, pl.DataFrame], fewest: int
) -> list[str]:
    """Small counts that are shown, and cells of one edition that are not those of the other.

    public, full: every published table of both editions by name, their rows in the same order. fewest: the smallest
    count above 0 that may be shown.
    """
    return [
        *(problem for table in PUBLISHED_TABLES for problem in _edition_problems(public, full, table=table)),
        *small_count_problems(public, fewest=fewest),
    ]


def small_count_problems(public: Mapping[str, pl.DataFrame], *, fewest: int) -> list[str]:
    """Protected counts above 0 that are shown though they are too small."""
    problems = []
    for one in PROTECTED:
        small = public[one.table].filter(pl.col(one.column).is_between(1, fewest - 1)).height
        if small:
            problems.append(f"{one.table}: {one.column} is shown where it is below {fewest} ({counted(small, 'row')})")
    return problems


def _edition_problems(
    public: Mapping[str, pl.DataFrame], full: Mapping[str, pl.DataFrame], *, table: FactTable
) -> list[str]:
    here, there = public[table.name], full[table.name]
    if here.height != there.height:
        return [f"{table.name}: the public edition has {counted(here.height, 'row')}, the full one {there.height}"]
    problems = []
    for name in table.column_names:
        if name == "flags" and table.with_status:  # less where they tell of a hidden cell
            continue
        expected = there[name]
        if name in table.with_status:
            hidden = there[status_name(name)] == CONFIDENTIAL
            expected = there.select(pl.when(~hidden).then(name).alias(name)).to_series()
        wrong = int((~here[name].eq_missing(expected)).sum())
        if wrong:
            problems.append(
                f"{table.name}: {name} is not that of the full edition less what is hidden ({counted(wrong, 'row')})"
            )
    return problems
