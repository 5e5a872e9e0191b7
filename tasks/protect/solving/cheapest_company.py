"""The cheapest company of one number, found by a linear program over what hangs together with it."""

from collections.abc import Iterator

import numpy as np

from tasks.protect.solving.chosen import Chosen
from tasks.protect.solving.program import Program
from tasks.protect.solving.ranges import ALMOST
from tasks.protect.solving.system import Numbers, Places, System, nearest

MOVED = 1e-7
NEAR, FAR = (500, 2_000), 20_000  # numbers that are looked at when one needs company: first those near it


def give_company(chosen: Chosen, number: int) -> bool:
    """Hide what lets one number change by its width, up and down together; False where nothing does.

    Where it is True, two solutions that are so far apart change nothing but hidden numbers: it is safe.
    """
    width = chosen.width[number]
    fall = min(chosen.system.value[number] - chosen.system.least[number], width - 1)
    for system, numbers in _neighbourhoods(chosen, number):
        program = Program.of(system, numbers)
        program.limit(np.where(numbers == number, width, np.inf))
        place = int(np.flatnonzero(numbers == number)[0])
        most, least = (_by(program.furthest(place, sign=sign), place) for sign in (1.0, -1.0))
        if most + least < width - ALMOST:
            continue
        rise = min(max(width - fall, width - least), most)
        costs = np.where(chosen.unknown[numbers], 0.0, chosen.costs[numbers])
        moved = np.zeros(len(numbers), dtype=bool)
        for by in filter(lambda by: abs(by) > MOVED, (rise, rise - width)):
            change = program.cheapest(costs, moved=place, by=by)
            if change is None:  # not solved: nothing is proved, so more numbers are looked at
                break
            moved |= np.abs(change) > MOVED
            costs = np.where(moved, 0.0, costs)
        else:
            for further in numbers[moved & chosen.open[numbers]]:
                chosen.hide(int(further))
            return True
    return False


def _neighbourhoods(chosen: Chosen, number: int) -> Iterator[tuple[System, Places]]:
    """Ever more numbers that may change with one: near ones of its room, then near ones, at last by any number."""
    free = chosen.open | chosen.unknown
    free[number] = True
    here = free & ((chosen.system.room == chosen.system.room[number]) | chosen.system.never_published)
    yield chosen.near, nearest(chosen.near, number, among=here, enough=NEAR[0])
    for enough in (*NEAR, FAR):
        yield chosen.near, nearest(chosen.near, number, among=free, enough=enough)
    yield chosen.system, nearest(chosen.system, number, among=free, enough=FAR)


def _by(change: Numbers | None, place: int) -> float:
    """How far a number changes."""
    return 0.0 if change is None else abs(float(change[place]))
