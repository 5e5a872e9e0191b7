"""Simulated annealing of one land: tiles are moved and swapped, worse layouts taken ever more seldom."""

import math
import random
from collections import defaultdict
from collections.abc import Sequence

from tasks.publish.files.map.layout.costs import ORIGIN, SIDE, Link
from tasks.publish.files.map.layout.spread import Places

AROUND = (-SIDE - 1, -SIDE, -SIDE + 1, -1, 1, SIDE - 1, SIDE, SIDE + 1)
BESIDE = (-SIDE, -1, 1, SIDE)
HOT, COLD = 2.0, 0.06
MOVES = 25_000  # for each regency
COOLED_EVERY = 1_000
APART, APART_BY_SIDES = 4.0, 1.2  # for each part of a province beyond the first
OFF_PLACE = 0.004  # for each tile, squared, from where it was spread out to
HOLE = 0.3  # for each empty cell with tiles on all four sides
FAR = 2


class Annealing:
    """A layout that is being improved. `cells`: the place of each regency; `cost` belongs to it."""

    def __init__(
        self, provinces: Sequence[str], cells: Sequence[int], *, links: Sequence[tuple[Link, list[float]]], home: Places
    ) -> None:
        self.cells = list(cells)
        self._taken = {cell: one for one, cell in enumerate(self.cells)}
        self._province = provinces
        self._members: dict[str, list[int]] = defaultdict(list)
        for one, province in enumerate(provinces):
            self._members[province].append(one)
        self._links: list[list[tuple[int, list[float], int]]] = [[] for _ in cells]
        for link, table in links:
            self._links[link.a].append((link.b, table, 1))
            self._links[link.b].append((link.a, table, -1))
        middle = ORIGIN // SIDE
        self._home: list[tuple[float, float]] = [(middle - north, middle + east) for east, north in home.tolist()]
        self._apart = {province: self._parts_cost(province) for province in self._members}
        self.cost = self.cost_anew()

    def cost_anew(self) -> float:
        """The cost of the cells as they are, computed from nothing: a link is seen from both of its ends."""
        everyone = range(len(self.cells))
        twice = sum(self._cost(one) + self._off_place(one) for one in everyone)
        parts = sum(self._parts_cost(province) for province in self._members)
        return twice / 2 + parts + HOLE * self._holes(set(self.cells))

    def run(self, dice: random.Random) -> None:
        """Move tiles from hot to cold, and end with the best layout that was met."""
        rounds, warmth = MOVES * len(self.cells), HOT
        best, cells = self.cost, list(self.cells)
        for turn in range(rounds):
            if turn % COOLED_EVERY == 0:
                warmth = HOT * (COLD / HOT) ** (turn / rounds)
            one = dice.randrange(len(self.cells))
            cell = self._aim(one, dice)
            if cell == self.cells[one]:
                continue
            self._try(one, cell, -warmth * math.log(1 - dice.random()))
            if self.cost < best - 1e-9:
                best, cells = self.cost, list(self.cells)
        self.cost, self.cells = best, cells
        self._taken = {cell: one for one, cell in enumerate(cells)}
        self._apart = {province: self._parts_cost(province) for province in self._members}

    def _aim(self, one: int, dice: random.Random) -> int:
        """A cell around somebody whom it is linked with, or one not far from its own."""
        links = self._links[one]
        if links and dice.random() < 0.5:
            other = links[dice.randrange(len(links))][0]
            return self.cells[other] + AROUND[dice.randrange(len(AROUND))]
        return self.cells[one] + dice.randint(-FAR, FAR) * SIDE + dice.randint(-FAR, FAR)

    def _try(self, one: int, cell: int, allowed: float) -> None:
        """Move to a cell, or swap with who is there, unless it costs more than allowed."""
        was, other = self.cells[one], self._taken.get(cell)
        before = self._cost(one) + (0 if other is None else self._cost(other, but=one))
        before += HOLE * self._holes({was, cell}) if other is None else 0
        self._put(one, cell, other, was)
        change = self._cost(one) + (0 if other is None else self._cost(other, but=one)) - before
        change += HOLE * self._holes({was, cell}) if other is None else 0
        touched = {self._province[one]} | (set() if other is None else {self._province[other]})
        parts: dict[str, float] = {}
        if other is None or len(touched) == 2:
            change -= sum(self._apart[province] for province in touched)
            if change <= allowed:
                parts = {province: self._parts_cost(province) for province in sorted(touched)}
                change += sum(parts.values())
        if change <= allowed:
            self.cost += change
            self._apart |= parts
        else:
            self._put(one, was, other, cell)

    def _put(self, one: int, cell: int, other: int | None, back: int) -> None:
        del self._taken[back]
        self.cells[one], self._taken[cell] = cell, one
        if other is not None:
            self.cells[other], self._taken[back] = back, other

    def _cost(self, one: int, *, but: int = -1) -> float:
        here, cells, cost = self.cells[one], self.cells, self._off_place(one)
        for other, table, way in self._links[one]:
            if other != but:
                cost += table[ORIGIN + way * (cells[other] - here)]
        return cost

    def _off_place(self, one: int) -> float:
        row, col = divmod(self.cells[one], SIDE)
        home_row, home_col = self._home[one]
        return OFF_PLACE * ((row - home_row) ** 2 + (col - home_col) ** 2)

    def _parts_cost(self, province: str) -> float:
        cells = [self.cells[one] for one in self._members[province]]
        return APART * (_parts(cells, AROUND) - 1) + APART_BY_SIDES * (_parts(cells, BESIDE) - 1)

    def _holes(self, cells: set[int]) -> int:
        """Empty cells among these and those beside them that have tiles on all four sides."""
        taken, near = self._taken, {cell + step for cell in cells for step in BESIDE} | cells
        return sum(cell not in taken and all(cell + step in taken for step in BESIDE) for cell in near)


def _parts(cells: Sequence[int], steps: Sequence[int]) -> int:
    left, parts = set(cells), 0
    while left:
        parts, open_ends = parts + 1, [left.pop()]
        while open_ends:
            cell = open_ends.pop()
            for step in steps:
                if (near := cell + step) in left:
                    left.remove(near)
                    open_ends.append(near)
    return parts
