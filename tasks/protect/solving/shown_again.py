"""Company that is no longer needed once more is hidden is shown again."""

from collections.abc import Callable

import numpy as np

from tasks.protect.solving.bounds import Ranges
from tasks.protect.solving.chosen import Chosen
from tasks.protect.solving.system import Components, Marks, Places

TRIES = 40


def show_what_is_not_needed(chosen: Chosen) -> None:
    """Show again what was hidden as company and is no longer needed, that with the most cells first.

    Several at a time. First numbers of which no two are in the same equation; where two of them were needed only
    instead of each other, both stay. So each that stayed is tried once more, with none that it hangs together with.
    """
    ranges = Ranges.of(chosen.system, unknown=chosen.unknown)
    allowed = chosen.narrow(ranges)
    ranges, stayed = _try_to_show(chosen, _company(chosen), apart=chosen.equations, ranges=ranges, allowed=allowed)
    part_of = Components.of(chosen.system, unknown=chosen.unknown).label
    _try_to_show(chosen, stayed, apart=lambda one: part_of[one : one + 1], ranges=ranges, allowed=allowed)


def _company(chosen: Chosen) -> list[int]:
    """What is hidden as company, that with the most cells first."""
    waiting: list[int] = np.flatnonzero(chosen.hidden & ~chosen.primary).tolist()
    return sorted(waiting, key=lambda number: (-chosen.system.cells[number], number))


def _try_to_show(
    chosen: Chosen, waiting: list[int], *, apart: Callable[[int], Places], ranges: Ranges, allowed: Marks
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
        narrow = np.flatnonzero(chosen.narrow(shown) & ~allowed)
        if len(narrow):
            touched = set(chosen.system.equations_of(narrow).tolist())
            needed = [number for number in group if touched.intersection(chosen.equations(number).tolist())]
            shown = ranges.when_known(np.array([number for number in group if number not in needed], dtype=np.intp))
            if (chosen.narrow(shown) & ~allowed).any():
                needed, shown = group, ranges
        for number in set(group) - set(needed):
            chosen.show(number)
        ranges = shown
        stayed += needed
    return ranges, stayed


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
