"""The range of each unknown number that follows from each equation by itself, until nothing narrows any more.

Where numbers hang together without a circle these are the exact ranges; elsewhere the true ones lie within.
"""

from dataclasses import dataclass

import numpy as np

from tasks.protect.solving.system import Marks, Numbers, Places, System

ROUNDS = 60
STILL = 1e-9


@dataclass(frozen=True, eq=False, kw_only=True)
class Bounds:
    """Least and most of every number (`low`, `high`); of each unknown entry of an equation its `equations` and
    `numbers`, and the `widths` that the equation leaves to the number."""

    low: Numbers
    high: Numbers
    equations: Places
    numbers: Places
    widths: Numbers


def bounds(system: System, *, unknown: Marks, upward: bool = False) -> Bounds:
    """What each equation says of each unknown number in it; a known number is what it is.

    upward: of other equations only the least that a sum must be is used, so that what is narrow is so by the equation
    itself.
    """
    low = np.where(unknown, system.least, system.value)
    high = np.where(unknown, system.most, system.value)
    left = system.among(unknown)
    left.eliminate_zeros()
    entries = left.tocoo()
    rows, columns, factor = entries.row, entries.col, entries.data
    right = left @ system.value
    lower, upper = np.empty(0), np.empty(0)
    for _ in range(ROUNDS):
        small = np.where(factor > 0, factor * low[columns], factor * high[columns])
        large = np.where(factor > 0, factor * high[columns], factor * low[columns])
        most = right[rows] - _others(small, rows, len(right))
        least = right[rows] - _others(large, rows, len(right))
        upper = np.minimum(np.where(factor > 0, most / factor, least / factor), high[columns])
        lower = np.maximum(np.where(factor > 0, least / factor, most / factor), low[columns])
        new_high, new_low = high.copy(), low.copy()
        np.maximum.at(new_low, columns, lower)
        if not upward:
            np.minimum.at(new_high, columns, upper)
        if np.array_equal(new_high, high) and np.array_equal(new_low, low):
            break
        low, high = new_low, new_high
    return Bounds(low=low, high=high, equations=rows, numbers=columns, widths=upper - lower)


def _others(values: Numbers, rows: Places, count: int) -> Numbers:
    """For each entry the sum of all others of its row; infinite where one of these is.

    All infinite values of a call have the same sign.
    """
    endless = np.isinf(values)
    finite = np.where(endless, 0.0, values)
    sums = np.bincount(rows, weights=finite, minlength=count)[rows] - finite
    others = np.bincount(rows, weights=endless, minlength=count)[rows] - endless
    if not endless.any():
        return np.asarray(sums, dtype=np.float64)
    return np.where(others > STILL, np.sign(values[endless][0]) * np.inf, sums).astype(np.float64)
