"""The range of each unknown number that follows from each equation by itself, until nothing narrows any more.

Where numbers hang together without a circle these are the exact ranges; elsewhere the true ones lie within.
"""

from dataclasses import dataclass, replace

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
    search = Search(system, np.flatnonzero(unknown))
    least, most = search.known_of_all(system)
    search.narrow(least, most, upward=upward)
    low, high = system.value.copy(), system.value.copy()
    low[search.places], high[search.places] = least, most
    return Bounds(
        low=low,
        high=high,
        equations=search.used_equations[search.equations],
        numbers=search.places[search.numbers],
        widths=search.upper - search.lower,
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class Ranges:
    """The range of every unknown number (`low`, `high`, as `search` has them), as numbers become known."""

    search: "Search"
    value: Numbers
    unknown: Marks
    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, system: System, *, unknown: Marks) -> "Ranges":
        """What follows from each equation by itself."""
        search = Search(system, np.flatnonzero(unknown))
        low, high = search.known_of_all(system)
        search.narrow(low, high)
        return cls(search=search, value=system.value, unknown=unknown, low=low, high=high)

    def when_known(self, numbers: Places) -> "Ranges":
        """The ranges when these numbers are known, too; only what follows from that is worked out."""
        unknown, low, high = self.unknown.copy(), self.low.copy(), self.high.copy()
        places = np.searchsorted(self.search.places, numbers)
        unknown[numbers] = False
        low[places] = high[places] = self.value[numbers]
        self.search.narrow(low, high, changed=places)
        return replace(self, unknown=unknown, low=low, high=high)

    def narrower(self, widths: Numbers) -> Marks:
        """Unknown numbers whose range is narrower than their width."""
        found, places = np.zeros(len(widths), dtype=bool), self.search.places
        found[places] = self.high - self.low < widths[places]
        return found & self.unknown


class Search:
    """Rounds over the entries of equations; after the first only over those of which something changed.

    places: the unknown numbers. equations, numbers, factor: of each entry its place in `used_equations`, in `places`,
    and its factor.
    """

    def __init__(self, system: System, places: Places) -> None:
        entries = system.entries_of(places)
        self.places, self.used_equations = places, entries.used_equations
        self.equations, self.numbers, self.factor = entries.equations, entries.numbers, entries.factor
        self.count = len(entries.used_equations)
        values = self.factor * system.value[places][self.numbers]
        self.right = np.bincount(self.equations, weights=values, minlength=self.count)
        self.lower, self.upper = np.zeros(len(self.factor)), np.zeros(len(self.factor))

    def known_of_all(self, system: System) -> tuple[Numbers, Numbers]:
        """Least and most of the unknown numbers before any equation is looked at."""
        return system.least[self.places], system.most[self.places]

    def narrow(self, low: Numbers, high: Numbers, *, changed: Places | None = None, upward: bool = False) -> None:
        """Raise `low` and cut `high` in place; `lower` and `upper` are what each entry allows at last.

        changed: the numbers of which `low` or `high` was changed since they were narrowed last.
        """
        asked = np.arange(len(self.factor)) if changed is None else self._beside(changed)
        for _ in range(ROUNDS):
            if not len(asked):
                return
            numbers = self.numbers[asked]
            self._ask(asked, low=low[numbers], high=high[numbers])
            asked = asked[np.argsort(numbers, kind="stable")]
            numbers, starts = np.unique(self.numbers[asked], return_index=True)
            raised = np.maximum(low[numbers], np.maximum.reduceat(self.lower[asked], starts))
            cut = high[numbers] if upward else np.minimum(high[numbers], np.minimum.reduceat(self.upper[asked], starts))
            moved = numbers[(raised != low[numbers]) | (cut != high[numbers])]
            low[numbers], high[numbers] = raised, cut
            asked = self._beside(moved)

    def _beside(self, changed: Places) -> Places:
        """The entries of all equations that these numbers are in."""
        marked, touched = np.zeros(len(self.places), dtype=bool), np.zeros(self.count, dtype=bool)
        marked[changed] = True
        touched[self.equations[marked[self.numbers]]] = True
        return np.flatnonzero(touched[self.equations])

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
