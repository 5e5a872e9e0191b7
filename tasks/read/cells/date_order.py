"""Decide from a whole column in which order its dates stand: 12/01/2025 is 12 January or 1 December."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tasks.read.cells.day_shapes import ORDERS

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = ORDERS
ALMOST_ALL = 0.95  # of the texts that show an order: the others are mistakes in single cells
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

    unclear: more than a few cells are not read for that.

    proofs: per order that the column shows, the texts that show it.
    """

    name: str | None
    unclear: bool = False
    proofs: Mapping[str, pl.Series]


def decide_order(days: pl.DataFrame, *, months: bool, forced: str | None) -> Order:
    """The order of a column's dates; days: `possible_days` that are plausible, and `text`.

    A cell with one plausible reading shows the order. So do firsts of a month where every undecided cell is one: in a
    column of months at once, in one of days when there are many. Where nothing shows it the day stands first, as the
    contract has it; of years of two digits between dashes nothing is known. forced: what an operator has decided.
    """
    undecided = days.filter(OPEN)
    shown = days.filter(WRITTEN & (READINGS == 1))
    proofs = {order: shown.filter(pl.col(order).is_not_null())["text"] for order in ORDERS}
    firsts, doubtful = _firsts(undecided, months=months)
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
            return Order(name=DAY_FIRST, proofs=proofs)
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


def _firsts(undecided: pl.DataFrame, *, months: bool) -> tuple[str | None, bool]:
    """The order under which every undecided cell is the first of a month, and whether firsts leave it in doubt."""
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
    if day == all_of and counted["days"] > 1:
        return DAY_FIRST, False
    if month != all_of:
        return None, False
    return (MONTH_FIRST, False) if counted["days"] >= MANY else (None, counted["days"] >= SOME and counted["years"] > 1)
