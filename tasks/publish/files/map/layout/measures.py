"""How true a tile map is to the country: what its README states, counted from the tiles alone."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from tasks.publish.files.map.geometry import Point
from tasks.publish.files.map.layout.borders import Border, lands
from warehouse.dimensions.regions import PROVINCE

Tile = tuple[int, int]  # row, col

TURN = 45.0  # degrees by which a direction may turn and still be kept
HALF, WHOLE = 180.0, 360.0
AROUND = tuple((row, col) for row in (-1, 0, 1) for col in (-1, 0, 1) if row or col)
BESIDE = tuple((row, col) for row, col in AROUND if not (row and col))


@dataclass(frozen=True, kw_only=True)
class TileMeasures:
    """Shares in percent of pairs with a border on land; numbers of provinces; pairs of lands that touch.

    adjacent: tiles touch, by side or corner. within_two: at most one tile between. directions: the bearing from one to
    the other turned by at most 45 degrees. whole: every tile of the province is reached from every other over its own
    tiles, by sides or corners; whole_by_sides: by sides alone. touching_lands: tiles of different lands that touch.
    """

    borders: int
    adjacent: float
    within_two: float
    directions: float
    whole: int
    whole_by_sides: int
    provinces: int
    touching_lands: int


def measure_tiles(
    tiles: Mapping[str, Tile], *, borders: Iterable[Border], centres: Mapping[str, Point]
) -> TileMeasures:
    """Count the measures; `borders` and `centres` as of `borders.py`."""
    pairs = sorted(borders)
    apart = [steps_apart(tiles[a], tiles[b]) for a, b in pairs]
    kept = [turned(centres[a], centres[b], tiles[a], tiles[b]) <= TURN for a, b in pairs]
    provinces: dict[str, set[Tile]] = defaultdict(set)
    for code, tile in tiles.items():
        provinces[code[:PROVINCE]].add(tile)
    land = {code: number for number, codes in enumerate(lands(tiles, pairs)) for code in codes}
    touching = sum(
        steps_apart(tiles[a], tiles[b]) == 1 for a, b in combinations(sorted(tiles), 2) if land[a] != land[b]
    )
    return TileMeasures(
        borders=len(pairs),
        adjacent=100 * sum(steps <= 1 for steps in apart) / len(pairs),
        within_two=100 * sum(steps <= 2 for steps in apart) / len(pairs),
        directions=100 * sum(kept) / len(pairs),
        whole=sum(parts_of(own, AROUND) == 1 for own in provinces.values()),
        whole_by_sides=sum(parts_of(own, BESIDE) == 1 for own in provinces.values()),
        provinces=len(provinces),
        touching_lands=touching,
    )


def steps_apart(one: Tile, other: Tile) -> int:
    """Moves of a king of chess from one tile to the other."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


def turned(a: Point, b: Point, tile_a: Tile, tile_b: Tile) -> float:
    """Degrees between the bearing from a to b on the globe and on the tiles, 0 to 180."""
    real = math.atan2(b[1] - a[1], b[0] - a[0])
    drawn = math.atan2(tile_a[0] - tile_b[0], tile_b[1] - tile_a[1])
    return abs((math.degrees(real - drawn) + HALF) % WHOLE - HALF)


def parts_of(tiles: Iterable[Tile], steps: Iterable[Tile]) -> int:
    """The number of parts that tiles fall into when one goes from tile to tile by these steps."""
    left, parts, ways = set(tiles), 0, tuple(steps)
    while left:
        parts, open_ends = parts + 1, [left.pop()]
        while open_ends:
            row, col = open_ends.pop()
            reached = {(row + down, col + right) for down, right in ways} & left
            left -= reached
            open_ends += reached
    return parts
