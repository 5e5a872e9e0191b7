"""The numbers that are hidden so far, and what can be done by looking at equations one by one."""

import numpy as np

from tasks.protect.solving.bounds import Ranges, bounds
from tasks.protect.solving.confined import confined
from tasks.protect.solving.ranges import ALMOST
from tasks.protect.solving.system import Marks, Numbers, Places, System

PER_DIGIT = 0.1  # of a cell more is lost with a large number than with a small one
TOO_SMALL = 1.0  # what it costs where one more number will be needed beside it
PER_EQUATION = 1.0  # what hiding a number costs where it is the first unknown one of a further equation
CHANGE, CHANGE_SHARE = 4, 0.2  # times the widest range that is asked for, or of its value: so much may a number change


class Chosen:
    """The numbers chosen so far; each step adds some."""

    def __init__(self, system: System, *, hidden: Marks, guarded: Marks, hideable: Marks, width: Numbers) -> None:
        self.system, self.guarded, self.width = system, guarded, width
        self.primary, self.hidden = hidden, hidden.copy()
        self.open = hideable & ~hidden & (system.value > system.least)
        self.costs = system.cells * (1 + PER_DIGIT * np.log10(np.maximum(system.value, 1)))
        self.unknown_in = np.abs(system.matrix) @ self.unknown.astype(float)
        widest = float(width.max(initial=0.0, where=guarded))
        self.within = np.maximum(CHANGE * widest, CHANGE_SHARE * system.value)
        self.near = confined(system, unknown=self.unknown | self.open, within=self.within)

    @property
    def unknown(self) -> Marks:
        """What a reader does not know."""
        return self.hidden | self.system.never_published

    def beyond_help(self) -> Marks:
        """Numbers that equations one by one pin down even when all that may be hidden is."""
        return self.narrow(Ranges.of(self.system, unknown=self.unknown | self.open))

    def narrow(self, ranges: Ranges) -> Marks:
        """Guarded numbers that are left too narrow a range."""
        return self.guarded & ranges.narrower(self.width - ALMOST)

    def equations(self, number: int) -> Places:
        """Those that a number is in."""
        columns = self.system.by_number
        return np.asarray(columns.indices[columns.indptr[number] : columns.indptr[number + 1]])

    def hide(self, number: int) -> None:
        """Hide one number more."""
        self.hidden[number], self.open[number] = True, False
        self.unknown_in[self.equations(number)] += 1

    def show(self, number: int) -> None:
        """Show one again."""
        self.hidden[number], self.open[number] = False, True
        self.unknown_in[self.equations(number)] -= 1

    def look_at_equations(self) -> None:
        """Hide further numbers of each equation that by itself leaves one too narrow a range, until there is none."""
        stuck: set[int] = set()
        while True:
            found = bounds(self.system, unknown=self.unknown, upward=True)
            narrow = self.guarded[found.numbers] & (found.widths < self.width[found.numbers] - ALMOST)
            missing = np.zeros(self.system.matrix.shape[0])
            np.maximum.at(missing, found.equations[narrow], self.width[found.numbers[narrow]] - found.widths[narrow])
            failing = [equation for equation in np.flatnonzero(missing).tolist() if equation not in stuck]
            if not failing:
                return
            for equation in failing:
                further = self._cheapest_in(equation, missing=missing[equation])
                if further is None:
                    stuck.add(equation)
                else:
                    self.hide(further)

    def _cheapest_in(self, equation: int, *, missing: float) -> int | None:
        """The number of an equation that costs least to hide; those that alone are enough before others."""
        matrix = self.system.matrix
        members = matrix.indices[matrix.indptr[equation] : matrix.indptr[equation + 1]]
        candidates = members[self.open[members]]
        best, least = None, np.inf
        for number in candidates:
            first = np.count_nonzero(self.unknown_in[self.equations(number)] == 0)
            cost = self.costs[number] + PER_EQUATION * first
            cost += TOO_SMALL * (self.system.value[number] - self.system.least[number] < missing)
            if cost < least:
                best, least = int(number), cost
        return best

    def hide_around(self, numbers: Places) -> bool:
        """Hide all that may be hidden in the equations of these numbers; whether there was anything.

        For regions in which nearly every count is small: to choose for each of thousands would take longer than all
        else, and would show little more.
        """
        further = np.unique(self.system.matrix[self.system.equations_of(numbers)].indices)
        further = further[self.open[further]]
        for number in further:
            self.hide(int(number))
        return bool(len(further))

    def hide_beside(self, narrow: Places, *, among: Marks) -> bool:
        """Leave none of these numbers, nor what is hidden beside them, alone in an equation; whether more was hidden.

        Who knows everything can still work them out; who lacks one of the relations cannot.
        """
        before = self.hidden.sum()
        waiting = narrow.tolist()
        matrix = self.system.matrix
        while waiting:
            for equation in self.equations(waiting.pop()):
                if self.unknown_in[equation] != 1:
                    continue
                members = matrix.indices[matrix.indptr[equation] : matrix.indptr[equation + 1]]
                others = members[~self.hidden[members] & among[members]]
                if len(others):
                    further = int(others[np.argmin(self.costs[others])])
                    self.hide(further)
                    waiting.append(further)
        return bool(self.hidden.sum() > before)
