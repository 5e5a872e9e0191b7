"""Decide from a whole column in which order its dates stand: 12/01/2025 is 12 January or 1 December."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from tasks.read.cells.day_shapes import ORDERS

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = ORDERS
ALMOST_ALL = 0.95  # of the texts that show an order: the others are mistakes in single cells
MOST_AHEAD = 0.5  # of the undecided cells lie after the position date under the one order, none under the other
MANY, SOME = 6, 3  # different days that are all firsts of a month when read the one way, and all in January the other
ANY = pl.coalesce(ORDERS)
SAME = (
    (pl.coalesce(DAY_FIRST, ANY) == ANY)
    & (pl.coalesce(MONTH_FIRST, ANY) == ANY)
    & (pl.coalesce(YEAR_FIRST, ANY) == ANY)
)
WRITTEN = pl.col("shape").is_in(["numeric", "short"]).fill_null(value=False)
OPEN = WRITTEN & ~SAME.fill_null(value=True)
READINGS = sum((pl.col(order).is_not_null().cast(pl.Int8) for order in ORDERS), start=pl.lit(0, pl.Int8))


@dataclass(frozen=True, kw_only=True)
class Order:
    """name: one of `ORDERS`, None where none was found: then cells that can be read in two ways are not read.

    unclear: more than a few cells are not read for that. assumed: nothing in the column shows it.

    proofs: per order that the column shows, the texts that show it.
    """

    name: str | None
    unclear: bool = False
    assumed: bool = False
    proofs: Mapping[str, pl.Series]


def decide_order(days: pl.DataFrame, *, months: bool, forced: str | None, latest: date | None = None) -> Order:
    """The order of a column's dates; days: `possible_days` that are plausible, and `text`.

    A cell with one plausible reading shows the order. So do firsts of a month where every undecided cell is one: in a
    column of months at once, in one of days when there are many. Where nothing shows it the day stands first, as the
    contract has it; of years of two digits between dashes nothing is known. forced: what an operator has decided.
    latest: the position date, for dates that do not lie after it.
    """
    undecided = days.filter(OPEN)
    shown = days.filter(WRITTEN & (READINGS == 1))
    proofs = {order: shown.filter(pl.col(order).is_not_null())["text"] for order in ORDERS}
    past = _past(undecided, latest=latest)
    firsts, doubtful = (past, False) if past else _firsts(undecided, shown, months=months)
    if firsts:
        proofs[firsts] = pl.concat([proofs[firsts], undecided["text"]])
    weights = {order: texts.n_unique() for order, texts in proofs.items() if texts.len()}
    proofs = {order: proofs[order] for order in weights}
    most = max(weights, key=lambda order: weights[order], default=None)
    if forced is not None or undecided.is_empty():
        return Order(name=forced or most, proofs=proofs)
    if most is None:
        dashed = undecided.select((pl.col("shape") == "short") & pl.col("text").str.contains("-", literal=True))
        if not doubtful and not dashed.to_series().any():
            return Order(name=DAY_FIRST, proofs=proofs, assumed=True)
        proofs = {" / ".join(order for order in ORDERS if undecided[order].null_count() == 0): undecided["text"]}
    elif not doubtful and weights[most] >= ALMOST_ALL * sum(weights.values()):
        return Order(name=most, proofs=proofs)
    few = undecided.height <= (1 - ALMOST_ALL) * (days.height - days["text"].null_count())
    return Order(name=None, unclear=not few, proofs=proofs)


def ordered_days(days: pl.DataFrame, order: Order) -> pl.Series:
    """The day of each cell; null where it contradicts the column's order, or where no order decides between two."""
    alone = pl.when(SAME).then(ANY)
    if order.name is None:
        return days.select(day=alone)["day"]
    matters = bool(days.select(OPEN.any()).item())
    by_order = pl.when(pl.lit(matters) & WRITTEN).then(pl.col(order.name)).otherwise(pl.coalesce(order.name, alone))
    return days.select(day=by_order)["day"]


def _past(undecided: pl.DataFrame, *, latest: date | None) -> str | None:
    """The one order under which no undecided cell lies after the latest day, though most do under every other."""
    if latest is None or undecided.n_unique("text") < SOME:
        return None
    possible = [order for order in ORDERS if undecided[order].null_count() == 0]
    ahead = dict(
        zip(possible, undecided.select((pl.col(order) > latest).mean() for order in possible).row(0), strict=True)
    )
    past = [order for order in possible if ahead[order] == 0]
    others = [share for order, share in ahead.items() if order not in past]
    return past[0] if len(past) == 1 and others and min(others) >= MOST_AHEAD else None


def _firsts(undecided: pl.DataFrame, shown: pl.DataFrame, *, months: bool) -> tuple[str | None, bool]:
    """The order under which every undecided cell is the first of a month, and whether firsts leave it in doubt.

    They show nothing where the other order puts all cells, those that `shown` it too, into January. 20/03/01 may be the
    first of March 2020, where no cell shows an order.
    """
    if undecided.is_empty():
        return None, False
    first = [pl.col(order).dt.day() == 1 for order in (DAY_FIRST, MONTH_FIRST)]
    counted = undecided.select(
        **{DAY_FIRST: first[0].sum(), MONTH_FIRST: first[1].sum()},
        days=pl.col(MONTH_FIRST).n_unique(),
        years=pl.col(MONTH_FIRST).dt.year().n_unique(),
    ).row(0, named=True)
    day, month, all_of = counted[DAY_FIRST], counted[MONTH_FIRST], undecided.height
    if months:
        both = bool(day and month)
        return (None, both) if both else (DAY_FIRST if day else MONTH_FIRST if month == all_of else None, False)
    other = MONTH_FIRST if day == all_of else DAY_FIRST
    january = shown.select(pl.col(other).dt.month())[other].drop_nulls()
    if all_of not in (day, month) or (january.len() and (january == 1).all()):
        return None, shown.is_empty() and bool(
            (undecided[YEAR_FIRST].dt.day() == 1).all() and not undecided[YEAR_FIRST].has_nulls()
        )
    if day == all_of:
        return (DAY_FIRST if counted["days"] > 1 else None), False
    years = counted["years"] > 1
    return (
        (MONTH_FIRST, False)
        if years and counted["days"] >= MANY
        else (None, counted["days"] >= (SOME if years else MANY))
    )
