"""The first layout of a land: centres pushed apart until there is room for a tile each, then put on the grid."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tasks.publish.files.map.geometry import Point
from tasks.publish.files.map.layout.costs import MIDDLE, SIDE, Link

ROUNDS, STEP = 600, 0.6
LENGTH, PULL = 1.15, 0.15  # of a link, in tiles, and how strongly it is drawn to its length and direction
ROOM, PUSH = 1.1, 0.35  # regencies that are nearer than this, in tiles, push each other apart
REACH = 8  # tiles around its own in which a free one is looked for

Places = NDArray[np.float64]


def spread_out(points: Sequence[Point], links: Sequence[Link]) -> Places:
    """Places [n, 2] (east, north) in tiles around the middle: links a little longer than a tile, nobody too near."""
    there = np.array(points)
    a, b = np.array([link.a for link in links]), np.array([link.b for link in links])
    ways = there[b] - there[a]
    lengths = np.hypot(ways[:, 0], ways[:, 1])
    wanted = LENGTH * ways / np.maximum(lengths, 1e-9)[:, None]
    places: Places = (there - there.mean(axis=0)) / np.median(lengths)
    for _ in range(ROUNDS):
        force = np.zeros_like(places)
        pull = PULL * (wanted - (places[b] - places[a]))
        np.add.at(force, a, -pull)
        np.add.at(force, b, pull)
        between = places[:, None] - places[None]
        apart = np.hypot(between[..., 0], between[..., 1]) + 1e-9
        np.fill_diagonal(apart, np.inf)
        force += (PUSH * np.clip(ROOM - apart, 0, None)[..., None] * between / apart[..., None]).sum(axis=1)
        places = places + STEP * force
    middle: Places = places.mean(axis=0)
    return places - middle


def on_grid(places: Places) -> list[int]:
    """The free cell of the grid that is nearest to each place, those in the middle first."""
    taken: dict[int, int] = {}
    for one in np.argsort(np.hypot(places[:, 0], places[:, 1]), kind="stable").tolist():
        east, north = places[one].tolist()
        free = [
            ((row + north) ** 2 + (col - east) ** 2, cell)
            for row in range(int(-north) - REACH, int(-north) + REACH + 1)
            for col in range(int(east) - REACH, int(east) + REACH + 1)
            if (cell := (row + MIDDLE) * SIDE + col + MIDDLE) not in taken
        ]
        taken[min(free)[1]] = one
    cells = [0] * len(taken)
    for cell, one in taken.items():
        cells[one] = cell
    return cells
