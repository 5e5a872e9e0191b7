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
    places = np.flatnonzero(unknown)
    entries = system.entries_of(places)
    least, most = system.least[places], system.most[places]
    search = _Search(
        equations=entries.equations, numbers=entries.numbers, factor=entries.factor, value=system.value[places]
    )
    search.narrow(least, most, upward=upward)
    low, high = system.value.copy(), system.value.copy()
    low[places], high[places] = least, most
    return Bounds(
        low=low,
        high=high,
        equations=entries.used_equations[entries.equations],
        numbers=places[entries.numbers],
        widths=search.upper - search.lower,
    )


class _Search:
    """Rounds over the entries of equations; after the first only over those of which something changed."""

    def __init__(self, *, equations: Places, numbers: Places, factor: Numbers, value: Numbers) -> None:
        self.equations, self.numbers, self.factor = equations, numbers, factor
        self.count = int(equations.max()) + 1 if len(equations) else 0
        self.right = np.bincount(equations, weights=factor * value[numbers], minlength=self.count)
        self.lower, self.upper = np.zeros(len(factor)), np.zeros(len(factor))

    def narrow(self, low: Numbers, high: Numbers, *, upward: bool) -> None:
        """Raise `low` and cut `high` in place; `lower` and `upper` are what each entry allows at last."""
        asked = np.arange(len(self.factor))
        for _ in range(ROUNDS):
            if not len(asked):
                return
            numbers = self.numbers[asked]
            self._ask(asked, low=low[numbers], high=high[numbers])
            asked = asked[np.argsort(numbers, kind="stable")]
            numbers, starts = np.unique(self.numbers[asked], return_index=True)
            raised = np.maximum(low[numbers], np.maximum.reduceat(self.lower[asked], starts))
            cut = high[numbers] if upward else np.minimum(high[numbers], np.minimum.reduceat(self.upper[asked], starts))
            changed = np.zeros(len(low), dtype=bool)
            changed[numbers] = (raised != low[numbers]) | (cut != high[numbers])
            low[numbers], high[numbers] = raised, cut
            touched = np.zeros(self.count, dtype=bool)
            touched[self.equations[changed[self.numbers]]] = True
            asked = np.flatnonzero(touched[self.equations])

    def _ask(self, asked: Places, *, low: Numbers, high: Numbers) -> None:
        """What the equations of some entries say of each; of an equation all entries are asked or none."""
        rows, factor = self.equations[asked], self.factor[asked]
        rises = factor > 0
        small, large = np.where(rises, factor * low, factor * high), np.where(rises, factor * high, factor * low)
        most = (self.right[rows] - self._others(small, rows)) / factor
        least = (self.right[rows] - self._others(large, rows)) / factor
        self.upper[asked] = np.minimum(np.where(rises, most, least), high)
        self.lower[asked] = np.maximum(np.where(rises, least, most), low)

    def _others(self, values: Numbers, rows: Places) -> Numbers:
        """For each entry the sum of all others of its row; infinite where one of these is.

        All infinite values of a call have the same sign.
        """
        endless = np.isinf(values)
        if not endless.any():
            return np.asarray(np.bincount(rows, weights=values, minlength=self.count)[rows] - values, dtype=np.float64)
        finite = np.where(endless, 0.0, values)
        sums = np.bincount(rows, weights=finite, minlength=self.count)[rows] - finite
        others = np.bincount(rows, weights=endless, minlength=self.count)[rows] - endless
        return np.where(others > STILL, np.sign(values[endless][0]) * np.inf, sums).astype(np.float64)
