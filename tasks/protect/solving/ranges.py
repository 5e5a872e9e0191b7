"""Which unknown numbers are safe: those of which a range of values is found that is wide enough.

A range is proved by solutions: two sets of values that fit everything published and differ in the number by enough.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from tasks.protect.solving.bounds import bounds
from tasks.protect.solving.confined import confined
from tasks.protect.solving.program import Program
from tasks.protect.solving.system import Component, Components, Marks, Numbers, Places, System

ALMOST = 1e-6
AT_ONCE = 1_500  # numbers of one linear program, unless more hang together
ROUNDS = 120
LIMITED_ANEW = 5  # rounds after which numbers that were reached are given their whole room
WORTH = 1 / 1_500  # of the numbers of a linear program are reached by moving many, or the others are moved one by one
IN_VAIN = 2  # rounds in which fewer are


@dataclass(frozen=True, eq=False, kw_only=True)
class Judged:
    """Guarded numbers that are not known to be safe [places, rising]: every other one has two solutions that are far
    enough apart.

    unsafe: there are none, or only such in which some number changes by more than `within`; or, where more than
    `at_most` were not reached by solutions that move many numbers, these were not looked for one by one, which takes
    long. unproved: so many hang together, and in such a way, that no solution is found in a reasonable time.
    """

    unsafe: Places
    unproved: Places


def judge_numbers(
    system: System, *, unknown: Marks, guarded: Marks, width: Numbers, within: Numbers, at_most: float = np.inf
) -> Judged:
    """Which of the guarded unknown numbers have a range narrower than theirs is to be."""
    near = confined(system, unknown=unknown, within=within)
    found = bounds(near, unknown=unknown)
    unsafe = guarded & unknown & (found.high - found.low < width - ALMOST)
    asked = guarded & unknown & ~unsafe
    programs = []
    for numbers in _at_once(Components.of(near, unknown=unknown).with_circles(asked=asked)):
        moves = Moves(Program.of(near, numbers), asked=asked[numbers], width=width[numbers])
        moves.move_many()
        programs.append((numbers, moves))
    few = sum(np.count_nonzero(moves.left) for _, moves in programs if moves.is_solved) <= at_most
    unproved = np.zeros(system.size, dtype=bool)
    for numbers, moves in programs:
        if few and moves.is_solved:
            moves.move_each()
        (unsafe if moves.is_solved else unproved)[numbers[moves.left]] = True
    return Judged(unsafe=np.flatnonzero(unsafe), unproved=np.flatnonzero(unproved))


def _at_once(found: Iterable[Component]) -> Iterator[Places]:
    """The numbers of components in groups of so many together."""
    group: list[Places] = []
    for one in found:
        if group and sum(map(len, group)) + len(one.numbers) > AT_ONCE:
            yield np.concatenate(group)
            group = []
        group.append(one.numbers)
    if group:
        yield np.concatenate(group)


class Moves:
    """How far solutions that were found put each number of a program from its true value, down and up.

    is_solved: a solution that moves many was found whenever one was looked for.
    """

    def __init__(self, program: Program, *, asked: Marks, width: Numbers) -> None:
        self.program, self.asked, self.width, self.is_solved = program, asked, width, True
        self.least, self.most = np.zeros(len(width)), np.zeros(len(width))

    @property
    def left(self) -> Marks:
        """Numbers asked for which are not far enough apart yet."""
        return self.asked & (self.most - self.least < self.width - ALMOST)

    def move_many(self) -> None:
        """By solutions that move as many as they can, each another choice, until these reach few more.

        No number that is asked for moves by more than its width, so that many do; those that are reached move as others
        need it.
        """
        draw, in_vain = np.random.default_rng(len(self.width)), 0
        for number in range(ROUNDS):
            left = self.left
            if not left.any() or in_vain > IN_VAIN:
                return
            if number % LIMITED_ANEW == 0:
                self.program.limit(np.where(left, self.width, np.inf))
            down = draw.random(len(left)) < np.minimum(0.5, self.program.down / (2 * self.width))
            weights = np.where(left, np.where(down, -1.0, 1.0) * draw.uniform(0.5, 1.0, len(left)), 0.0)
            self.is_solved = self._moved(self.program.greatest(weights))
            if not self.is_solved:
                return
            few = np.count_nonzero(left) - np.count_nonzero(self.left) <= WORTH * len(left)
            in_vain = in_vain + 1 if few else 0

    def move_each(self) -> None:
        """By solutions that move one number as far as it can be; most move others with it."""
        self.program.limit(np.full(len(self.width), np.inf))
        for sign, room in ((1.0, self.program.up), (-1.0, self.program.down)):
            for place in np.flatnonzero(self.left & (room > 0)).tolist():
                if self.left[place]:
                    self._moved(self.program.furthest(place, sign=sign))

    def _moved(self, change: Numbers | None) -> bool:
        if change is not None:
            np.minimum(self.least, change, out=self.least)
            np.maximum(self.most, change, out=self.most)
        return change is not None
