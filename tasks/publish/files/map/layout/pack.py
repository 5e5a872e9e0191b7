"""Put the lands beside each other, with sea between them: each keeps its layout and is moved as a whole."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations

from tasks.publish.files.map.geometry import Point
from tasks.publish.files.map.layout.measures import Tile, turned

SHORES = 3  # nearest pairs of regencies across the sea, for each pair of lands
MOVES, HOT, COLD = 60_000, 20.0, 0.05
PER_STEP, PER_DEGREE, PER_CELL = 1.0, 0.3, 0.16
START = 5.0  # tiles for each degree: so far apart that no two lands meet
FAR = 3

Layouts = Sequence[Mapping[str, Tile]]


@dataclass(frozen=True, kw_only=True)
class Strait:
    """Two regencies across the sea from each other, by land and code; the nearer they are, the more they count."""

    land: int
    code: str
    other_land: int
    other: str
    weight: float


def straits_of(layouts: Layouts, centres: Mapping[str, Point]) -> list[Strait]:
    """The nearest pairs of regencies of every two lands."""
    found = []
    for (land, one), (other_land, other) in combinations(enumerate(layouts), 2):
        near = sorted((math.dist(centres[a], centres[b]), a, b) for a in one for b in other)[:SHORES]
        found += [
            Strait(land=land, code=a, other_land=other_land, other=b, weight=1 / (1 + distance) ** 2)
            for distance, a, b in near
        ]
    return found


def pack(layouts: Layouts, *, centres: Mapping[str, Point], dice: random.Random) -> tuple[float, dict[str, Tile]]:
    """Cost and tiles of one layout of all lands: no two touch, what is near stays near, and directions are kept.

    Rows and columns of the result begin with 0.
    """
    straits = straits_of(layouts, centres)
    shifts = [_start(layout, centres) for layout in layouts]
    cells = [frozenset(layout.values()) for layout in layouts]
    rate = partial(_cost, layouts, straits=straits, centres=centres, corners=[_corners(layout) for layout in layouts])

    @cache
    def meet(one: int, other: int, down: int, right: int) -> bool:
        """Whether a land moved by so much, as seen from another, touches or covers it."""
        wide = {(row + down + r, col + right + c) for row, col in cells[other] for r in (-1, 0, 1) for c in (-1, 0, 1)}
        return not wide.isdisjoint(cells[one])

    def free(land: int) -> bool:
        row, col = shifts[land]
        return not any(
            meet(land, other, at_row - row, at_col - col)
            for other, (at_row, at_col) in enumerate(shifts)
            if other != land
        )

    cost = rate(shifts)
    best, kept = cost, list(shifts)
    for turn in range(MOVES):
        warmth = HOT * (COLD / HOT) ** (turn / MOVES)
        land = dice.randrange(len(shifts))
        was = shifts[land]
        shifts[land] = (was[0] + dice.randint(-FAR, FAR), was[1] + dice.randint(-FAR, FAR))
        changed = rate(shifts) if free(land) else math.inf
        if changed - cost > -warmth * math.log(1 - dice.random()):
            shifts[land] = was
            continue
        cost = changed
        if cost < best:
            best, kept = cost, list(shifts)
    return best, _from_zero(
        {code: _moved(tile, kept[land]) for land, one in enumerate(layouts) for code, tile in one.items()}
    )


def _start(layout: Mapping[str, Tile], centres: Mapping[str, Point]) -> Tile:
    """So far that the land's middle lies where it does on the globe, on a very large grid."""
    size = len(layout)
    east, north = (sum(centres[code][axis] for code in layout) / size for axis in (0, 1))
    row, col = (sum(tile[axis] for tile in layout.values()) / size for axis in (0, 1))
    return round(-START * north - row), round(START * east - col)


def _cost(
    layouts: Layouts,
    shifts: Sequence[Tile],
    straits: Sequence[Strait],
    centres: Mapping[str, Point],
    corners: Sequence[tuple[Tile, Tile]],
) -> float:
    cost = 0.0
    for strait in straits:
        a = _moved(layouts[strait.land][strait.code], shifts[strait.land])
        b = _moved(layouts[strait.other_land][strait.other], shifts[strait.other_land])
        angle = turned(centres[strait.code], centres[strait.other], a, b)
        cost += strait.weight * (PER_STEP * math.dist(a, b) + PER_DEGREE * angle)
    placed = [(_moved(first, shift), _moved(last, shift)) for (first, last), shift in zip(corners, shifts, strict=True)]
    height = max(last[0] for _, last in placed) - min(first[0] for first, _ in placed)
    width = max(last[1] for _, last in placed) - min(first[1] for first, _ in placed)
    return cost + PER_CELL * height * width


def _corners(layout: Mapping[str, Tile]) -> tuple[Tile, Tile]:
    rows, cols = [row for row, _ in layout.values()], [col for _, col in layout.values()]
    return (min(rows), min(cols)), (max(rows), max(cols))


def _moved(tile: Tile, shift: Tile) -> Tile:
    return tile[0] + shift[0], tile[1] + shift[1]


def _from_zero(tiles: Mapping[str, Tile]) -> dict[str, Tile]:
    top, left = (min(tile[axis] for tile in tiles.values()) for axis in (0, 1))
    return {code: (row - top, col - left) for code, (row, col) in tiles.items()}
