"""With a boundary file of today's regencies: it is read whole, and the tile map is as true as its README says.

No such file may be carried here. `BOUNDARIES=<file>` (TopoJSON) names one; without it these tests are skipped and say
so. The measures are counted anew, from the arcs that two regencies share.
"""

import json
import math
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tasks.publish.files.map.boundaries import Boundaries, boundaries
from tasks.publish.files.map.drawing import draw_boundaries, vega_features
from tasks.publish.files.map.geometry import signed_area
from tasks.publish.files.map.layout.borders import land_borders
from tasks.publish.files.map.layout.make import main
from tasks.publish.files.map.tiles import tile_map
from warehouse.dimensions.regions import load_regions

FILE = Path(os.environ.get("BOUNDARIES", ""))

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="MEASURES OF THE TILE MAP NOT RECOUNTED: set BOUNDARIES to a TopoJSON of all regencies"
)


@cache
def topology() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_bytes())
    return content


@cache
def found() -> Boundaries:
    return boundaries(FILE, names=dict(load_regions().regencies.select("code", "name").iter_rows()))


def numbers(arcs: Any) -> Iterator[int]:
    if isinstance(arcs, int):
        yield max(arcs, ~arcs)
    else:
        for one in arcs:
            yield from numbers(one)


@cache
def pairs() -> list[tuple[str, str]]:
    """Regencies that use the same arc."""
    users: dict[int, set[str]] = defaultdict(set)
    (regencies,) = topology()["objects"].values()
    for one in regencies["geometries"]:
        for number in numbers(one["arcs"]):
            users[number].add(one["id"])
    return sorted({(min(both), max(both)) for both in users.values() if len(both) == 2})


def middle(code: str) -> tuple[float, float]:
    """The middle of the box around the largest part: another middle than that of the layout."""
    ring = max((polygon[0] for polygon in found().shapes[code]), key=lambda one: abs(signed_area(one)))
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    return (west + east) / 2, (south + north) / 2


def test_every_regency_has_a_shape_and_can_be_drawn() -> None:
    assert len(found().shapes) == 514
    drawing = draw_boundaries(found())
    assert 300 < drawing.height < 450
    assert all(path.d.startswith("M") for path in drawing.paths.values())
    assert {code for code, path in drawing.paths.items() if path.small} >= {"12.77", "13.74", "33.71"}
    assert len(vega_features(found())["features"]) == 514


def test_borders_from_points_are_those_from_shared_arcs() -> None:
    assert land_borders(found()) == set(pairs())


def test_the_tile_map_reaches_its_goals_counted_anew() -> None:
    place = {code: np.array([row, col]) for code, row, col in tile_map().iter_rows()}
    steps = np.array([np.abs(place[a] - place[b]).max() for a, b in pairs()])
    kept = []
    for a, b in pairs():
        (ax, ay), (bx, by), (down, right) = middle(a), middle(b), place[b] - place[a]
        cosine = ((bx - ax) * right - (by - ay) * down) / math.hypot(bx - ax, by - ay) / math.hypot(down, right)
        kept.append(cosine >= math.cos(math.radians(45)) - 1e-9)
    assert (steps == 1).mean() >= 0.80
    assert (steps <= 2).mean() >= 0.97
    assert np.mean(kept) >= 0.85


def test_the_measures_are_those_that_the_readme_states() -> None:
    measured = asdict(main(FILE, write=False))
    readme = Path("warehouse/reference/README.md").read_text(encoding="utf-8")
    said = dict(line.strip("| ").split(" | ")[:2] for line in readme.splitlines() if line.startswith("| `"))
    for name in ("adjacent", "within_two", "directions"):
        assert said[f"`{name}`"] == f"{measured[name]:.1f} %"
    for name in ("whole", "whole_by_sides"):
        assert said[f"`{name}`"] == f"{measured[name]} of 38"
    assert said["`touching_lands`"] == str(measured["touching_lands"]) == "0"
