"""Whether unknown numbers are safe: for each a range of values is found that is wide enough, or there is none.

A range is proved by solutions: two sets of values that fit everything published and differ in the number by enough.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from tasks.protect.solving.bounds import bounds
from tasks.protect.solving.program import Program
from tasks.protect.solving.system import Component, Components, Marks, Numbers, Places, System, nearest

ROUNDS = 60
IN_VAIN = 5  # rounds without anything new, after which numbers are asked for one by one
ALMOST = 1e-6
AT_ONCE = 1_500  # numbers of one linear program
MANY_STEPS = 30_000  # of one linear program; where it takes more, near numbers are looked at by themselves
WINDOW = 1_500  # so many at least: with fewer, most lack what they could change with
ASKED_AT_MOST = 500  # numbers of a part that are asked for one by one
NEAR = 1_500  # numbers around one that are looked at first


def unsafe_numbers(system: System, *, unknown: Marks, guarded: Marks, width: Numbers, anywhere: bool = True) -> Places:
    """Those of the guarded unknown numbers whose range is narrower than theirs is to be [places, rising].

    Every number left out has two solutions that are so far apart. For every one that is returned there are none; or,
    unless `anywhere`, none in which only numbers near it change, which is much quicker to find out where many hang
    together.
    """
    found = bounds(system, unknown=unknown)
    unsafe = guarded & unknown & (found.high - found.low < width - ALMOST)
    asked = guarded & unknown & ~unsafe
    for some in _at_once(Components.of(system, unknown=unknown).with_circles(asked=asked)):
        together = np.concatenate([one.numbers for one in some])
        reached, solved = _reached_together(system, together, asked=asked, width=width, most_steps=MANY_STEPS)
        if not solved:
            reached |= _reached_in_windows(system, together, asked=asked & ~reached, width=width)
        for component in some:
            left = component.numbers[asked[component.numbers] & ~reached[component.numbers]]
            near = not anywhere and len(component.numbers) > NEAR
            alone = _not_reached_nearby if near else _not_reached_alone
            unsafe[alone(system, component, left, width=width)] = True
    return np.flatnonzero(unsafe)


def _at_once(found: Iterable[Component]) -> Iterator[list[Component]]:
    """Components in groups of so many numbers together."""
    group: list[Component] = []
    for one in found:
        if group and sum(len(other.numbers) for other in group) + len(one.numbers) > AT_ONCE:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _reached_in_windows(system: System, numbers: Places, *, asked: Marks, width: Numbers) -> Marks:
    """The same of so many numbers that one linear program of all would take long: some that are near each other at a
    time, while all others stay as they are."""
    among, looked_at, reached = (np.zeros(system.size, dtype=bool) for _ in range(3))
    among[numbers] = True
    for number in numbers[asked[numbers]]:
        if not looked_at[number]:
            around = nearest(system, int(number), among=among, enough=WINDOW, at_most=2 * WINDOW)
            reached |= _reached_together(system, around, asked=asked & ~reached, width=width)[0]
            looked_at[around] = True
    return reached


def _reached_together(
    system: System, numbers: Places, *, asked: Marks, width: Numbers, most_steps: int | None = None
) -> tuple[Marks, bool]:
    """Numbers that few solutions, each of which moves many of them, put far enough apart.

    And whether the linear programs could be solved.
    """
    program = Program.of(system, numbers)
    wanted, wanting = width[numbers], asked[numbers]
    least, most = np.zeros(len(numbers)), np.zeros(len(numbers))
    draw = np.random.default_rng(len(numbers))
    in_vain, before, solved = 0, wanting.sum(), True
    for _ in range(ROUNDS):
        left = wanting & (most - least < wanted - ALMOST)
        in_vain = in_vain + 1 if left.sum() == before else 0
        before = left.sum()
        if not before or in_vain > IN_VAIN:
            break
        down = draw.random(len(numbers)) < np.minimum(0.5, program.down / (2 * wanted))
        signs = np.where(left, np.where(down, -1.0, 1.0) * draw.uniform(0.5, 1.0, len(numbers)), 0.0)
        limit = np.where(left, wanted, np.inf)
        found = program.greatest(signs, down=limit, up=limit, most_steps=most_steps)
        if found is None:
            solved = False
            break
        least, most = np.minimum(least, found), np.maximum(most, found)
    reached = np.zeros(system.size, dtype=bool)
    reached[numbers[most - least >= wanted - ALMOST]] = True
    return reached, solved


def _not_reached_alone(system: System, component: Component, left: Places, *, width: Numbers) -> Places:
    """Those of the numbers that are left which no two solutions put far enough apart, each asked for by itself."""
    if not len(left):
        return left
    program = Program.of(system, component.numbers)
    place_of = {int(number): place for place, number in enumerate(component.numbers)}
    least, most = np.zeros(len(component.numbers)), np.zeros(len(component.numbers))
    unsafe = []
    for number in left:
        place, wanted = place_of[int(number)], width[number]
        limit = np.full(len(component.numbers), np.inf)
        limit[place] = wanted
        for sign in (1.0, -1.0):
            if most[place] - least[place] >= wanted - ALMOST:
                break
            weights = np.zeros(len(component.numbers))
            weights[place] = sign
            found = program.greatest(weights, down=limit, up=limit)
            if found is not None:
                least, most = np.minimum(least, found), np.maximum(most, found)
        if most[place] - least[place] < wanted - ALMOST:
            unsafe.append(number)
    return np.array(unsafe, dtype=np.intp)


def _not_reached_nearby(system: System, component: Component, left: Places, *, width: Numbers) -> Places:
    """Those of the numbers that are left which no change of numbers near them puts far enough apart.

    So many that asking for each would take long are all taken for such.
    """
    if len(left) > ASKED_AT_MOST:
        return left
    among = np.zeros(system.size, dtype=bool)
    among[component.numbers] = True
    unsafe: list[Places] = []
    for number in left:
        around = replace(component, numbers=nearest(system, int(number), among=among, enough=NEAR // 4))
        unsafe.append(_not_reached_alone(system, around, np.array([number]), width=width))
    return np.concatenate(unsafe) if unsafe else left
