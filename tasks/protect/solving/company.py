"""Which further numbers are hidden, so that those that must be cannot be worked out (complementary suppression).

Two ways take turns. The quick one looks at equations one by one: where one leaves a number too narrow a range, the
cheapest further number of it is hidden. The thorough one takes what is still not safe when all equations are looked at
together, and finds by a linear program the cheapest change of numbers that makes it wide enough. Where very many seem
not to be safe at once, all that may be hidden beside them is.
"""

from collections.abc import Callable, Iterator

import numpy as np

from tasks.protect.solving.bounds import Ranges, bounds
from tasks.protect.solving.confined import confined
from tasks.protect.solving.program import Program
from tasks.protect.solving.ranges import ALMOST, unsafe_numbers
from tasks.protect.solving.system import Components, Marks, Numbers, Places, System, nearest

MOVED = 1e-7
PER_DIGIT = 0.1  # of a cell more is lost with a large number than with a small one
TOO_SMALL = 1.0  # what it costs where one more number will be needed beside it
PER_EQUATION = 1.0  # what hiding a number costs where it is the first unknown one of a further equation
NEAR, FAR = (500, 2_000), 20_000  # numbers that are looked at when one needs company: first those near it
TRIES = 40
MANY, MANY_SHARE = 250, 0.02  # numbers that seem unsafe, and of those asked, from which on all beside is hidden
CHANGE, CHANGE_SHARE = 4, 0.2  # times the widest range that is asked for, or of its value: so much may a number change


def hide_with_company(
    system: System, *, primary: Marks, guarded: Marks, hideable: Marks, width: Numbers, beside: Marks | None = None
) -> tuple[Marks, Places]:
    """Which numbers are hidden: the primary ones and their company; and those that no company can make safe.

    guarded: what must not be pinned down as soon as it is unknown. hideable: numbers that may be hidden. beside:
    numbers that may be hidden so that none which no company makes safe stands alone in an equation.
    """
    chosen = Chosen(system, hidden=primary, guarded=guarded, hideable=hideable, width=width)
    narrow = chosen.beyond_help()
    safe = np.zeros(system.size, dtype=bool)  # and stays so, whatever more is hidden
    chosen.look_at_equations()
    chosen.show_what_is_not_needed()
    few_left = False
    while True:
        asked = guarded & chosen.unknown & ~safe & ~narrow
        at_most = np.inf if few_left else max(MANY, MANY_SHARE * np.count_nonzero(asked))
        unsafe = unsafe_numbers(
            system, unknown=chosen.unknown, guarded=asked, width=width, within=chosen.within, at_most=at_most
        )
        safe |= asked
        safe[unsafe] = False
        alone = np.flatnonzero(narrow & chosen.hidden)
        if not len(unsafe):
            if beside is None or not chosen.hide_beside(alone, among=beside):
                return chosen.hidden, alone
            narrow |= chosen.beyond_help()
        elif len(unsafe) > at_most:
            few_left = not chosen.hide_around(unsafe)
        else:
            for number in unsafe:
                safe[number] = chosen.give_company(int(number))
            narrow[unsafe] = ~safe[unsafe]
        chosen.look_at_equations()


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
        return self._narrow(Ranges.of(self.system, unknown=self.unknown | self.open))

    def hide(self, number: int) -> None:
        """Hide one number more."""
        self.hidden[number], self.open[number] = True, False
        self.unknown_in[self._equations(number)] += 1

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
            first = np.count_nonzero(self.unknown_in[self._equations(number)] == 0)
            cost = self.costs[number] + PER_EQUATION * first
            cost += TOO_SMALL * (self.system.value[number] - self.system.least[number] < missing)
            if cost < least:
                best, least = int(number), cost
        return best

    def show_what_is_not_needed(self) -> None:
        """Show again what was hidden as company and is no longer needed, that with the most cells first.

        Several at a time. First numbers of which no two are in the same equation; where two of them were needed only
        instead of each other, both stay. So each that stayed is tried once more, with none that it hangs together with.
        """
        ranges = Ranges.of(self.system, unknown=self.unknown)
        allowed = self._narrow(ranges)
        ranges, stayed = self._try_to_show(self._company(), apart=self._equations, ranges=ranges, allowed=allowed)
        part_of = Components.of(self.system, unknown=self.unknown).label
        self._try_to_show(stayed, apart=lambda one: part_of[one : one + 1], ranges=ranges, allowed=allowed)

    def _company(self) -> list[int]:
        """What is hidden as company, that with the most cells first."""
        waiting: list[int] = np.flatnonzero(self.hidden & ~self.primary).tolist()
        return sorted(waiting, key=lambda number: (-self.system.cells[number], number))

    def _try_to_show(
        self, waiting: list[int], *, apart: Callable[[int], Places], ranges: Ranges, allowed: Marks
    ) -> tuple[Ranges, list[int]]:
        """Show numbers again, in groups of which no two have anything in common that `apart` gives.

        Those without which anything becomes too narrow, that is not `allowed` to be, stay hidden, and are returned
        with the ranges that the others leave.
        """
        stayed: list[int] = []
        for _ in range(TRIES):
            group, waiting = _apart(waiting, by=apart)
            if not group:
                break
            needed, shown = list[int](), ranges.when_known(np.array(group))
            narrow = np.flatnonzero(self._narrow(shown) & ~allowed)
            if len(narrow):
                touched = set(self.system.equations_of(narrow).tolist())
                needed = [number for number in group if touched.intersection(self._equations(number).tolist())]
                shown = ranges.when_known(np.array([number for number in group if number not in needed], dtype=np.intp))
                if (self._narrow(shown) & ~allowed).any():
                    needed, shown = group, ranges
            for number in set(group) - set(needed):
                self._show(number)
            ranges = shown
            stayed += needed
        return ranges, stayed

    def _narrow(self, ranges: Ranges) -> Marks:
        return self.guarded & ranges.narrower(self.width - ALMOST)

    def _equations(self, number: int) -> Places:
        columns = self.system.by_number
        return np.asarray(columns.indices[columns.indptr[number] : columns.indptr[number + 1]])

    def _show(self, number: int) -> None:
        self.hidden[number], self.open[number] = False, True
        self.unknown_in[self._equations(number)] -= 1

    def give_company(self, number: int) -> bool:
        """Hide what lets one number change by its width, up and down together; False where nothing does.

        Where it is True, two solutions that are so far apart change nothing but hidden numbers: it is safe.
        """
        width = self.width[number]
        fall = min(self.system.value[number] - self.system.least[number], width - 1)
        for system, numbers in self._neighbourhoods(number):
            program = Program.of(system, numbers)
            program.limit(np.where(numbers == number, width, np.inf))
            place = int(np.flatnonzero(numbers == number)[0])
            most, least = (_by(program.furthest(place, sign=sign), place) for sign in (1.0, -1.0))
            if most + least < width - ALMOST:
                continue
            rise = min(max(width - fall, width - least), most)
            costs = np.where(self.unknown[numbers], 0.0, self.costs[numbers])
            moved = np.zeros(len(numbers), dtype=bool)
            for by in filter(lambda by: abs(by) > MOVED, (rise, rise - width)):
                change = program.cheapest(costs, moved=place, by=by)
                if change is None:  # not solved: nothing is proved, so more numbers are looked at
                    break
                moved |= np.abs(change) > MOVED
                costs = np.where(moved, 0.0, costs)
            else:
                for further in numbers[moved & self.open[numbers]]:
                    self.hide(int(further))
                return True
        return False

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
            for equation in self._equations(waiting.pop()):
                if self.unknown_in[equation] != 1:
                    continue
                members = matrix.indices[matrix.indptr[equation] : matrix.indptr[equation + 1]]
                others = members[~self.hidden[members] & among[members]]
                if len(others):
                    further = int(others[np.argmin(self.costs[others])])
                    self.hide(further)
                    waiting.append(further)
        return bool(self.hidden.sum() > before)

    def _neighbourhoods(self, number: int) -> Iterator[tuple[System, Places]]:
        """Ever more numbers that may change with one: near ones of its room, then near ones, at last by any number."""
        free = self.open | self.unknown
        free[number] = True
        here = free & ((self.system.room == self.system.room[number]) | self.system.never_published)
        yield self.near, nearest(self.near, number, among=here, enough=NEAR[0])
        for enough in (*NEAR, FAR):
            yield self.near, nearest(self.near, number, among=free, enough=enough)
        yield self.system, nearest(self.system, number, among=free, enough=FAR)


def _by(change: Numbers | None, place: int) -> float:
    """How far a number changes."""
    return 0.0 if change is None else abs(float(change[place]))


def _apart(waiting: list[int], *, by: Callable[[int], Places]) -> tuple[list[int], list[int]]:
    """Numbers of which no two have anything in common, and the others."""
    used: set[int] = set()
    group, others = [], []
    for number in waiting:
        common = by(number).tolist()
        if used.isdisjoint(common):
            group.append(number)
            used.update(common)
        else:
            others.append(number)
    return group, others
