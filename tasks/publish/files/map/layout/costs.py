"""What a bad place costs: one table for each pair of regencies, by how many rows and columns they are apart."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from tasks.publish.files.map.geometry import Point
from tasks.publish.files.map.layout.borders import Border
from tasks.publish.files.map.layout.measures import TURN, turned

SIDE = 128  # cells of the working grid in each direction; a place is row * SIDE + col
MIDDLE = SIDE // 2
ORIGIN = MIDDLE * SIDE + MIDDLE  # where a table has the pair on one place

NOT_TOUCHING, BEYOND_TWO, TURNED, REVERSED = 1.0, 2.0, 1.0, 1.0
PER_STEP, STEP_POWER, PER_DEGREE = 0.12, 1.3, 0.004
RIGHT_ANGLE = 90.0
ISLAND_WEIGHT = 0.6  # a pair without a border, which keeps an island near the coast that it lies off
ISLAND_LINKS, HEADLAND_LINKS = 3, 1  # pairs that a regency with no border, or with one, gets beside


@dataclass(frozen=True, kw_only=True)
class Link:
    """Two regencies that want to be near each other, by their place in the list of the land.

    real: they share a border.
    """

    a: int
    b: int
    real: bool

    @property
    def weight(self) -> float:
        """How much it counts."""
        return 1.0 if self.real else ISLAND_WEIGHT


def links_of(codes: Sequence[str], *, borders: Iterable[Border], centres: Mapping[str, Point]) -> list[Link]:
    """Borders within a land, and for regencies with few or none the nearest others."""
    number = {code: place for place, code in enumerate(codes)}
    found = [(number[a], number[b]) for a, b in borders if a in number and b in number]
    links = [Link(a=a, b=b, real=True) for a, b in sorted(found)]
    there = {*found, *((b, a) for a, b in found)}
    for one, code in enumerate(codes):
        own = sum(one in pair for pair in found)
        wanted = ISLAND_LINKS if own == 0 else HEADLAND_LINKS if own == 1 else 0
        near = sorted(
            (math.dist(centres[code], centres[other]), place) for other, place in number.items() if place != one
        )
        for _, other in near[:wanted]:
            if (one, other) not in there:
                there |= {(one, other), (other, one)}
                links.append(Link(a=one, b=other, real=False))
    return links


def cost_table(link: Link, *, a: Point, b: Point) -> list[float]:
    """The cost of a pair for every difference of its places, at `ORIGIN` + place of b - place of a."""
    table = [0.0] * (SIDE * SIDE)
    for down, right in product(range(-MIDDLE, MIDDLE), repeat=2):
        if down or right:
            table[ORIGIN + down * SIDE + right] = _cost(link, a, b, down, right)
    return table


def _cost(link: Link, a: Point, b: Point, down: int, right: int) -> float:
    steps, angle = max(abs(down), abs(right)), turned(a, b, (0, 0), (down, right))
    cost = PER_STEP * math.pow(math.hypot(down, right) - 1, STEP_POWER) + PER_DEGREE * angle
    if link.real:
        cost += NOT_TOUCHING * (steps > 1) + BEYOND_TWO * (steps > 2)
        cost += TURNED * (angle > TURN) + REVERSED * (angle > RIGHT_ANGLE)
    return cost * link.weight
