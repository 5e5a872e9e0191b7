"""Shapes as SVG paths and as features for Vega, computed by hand for two squares."""

from pathlib import Path

from tasks.publish.files.map.boundaries import Boundaries, boundaries
from tasks.publish.files.map.drawing import draw_boundaries, vega_features
from tasks.publish.files.map.geometry import Ring, signed_area
from tests.unit.publish.map.made_country import NAMES, topology, written


def made(folder: Path) -> Boundaries:
    return boundaries(written(folder, topology()), names=NAMES)


def square(west: float, south: float, side: float) -> Ring:
    """Counter-clockwise."""
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def test_paths_have_north_above_and_fill_the_width(tmp_path: Path) -> None:
    drawing = draw_boundaries(made(tmp_path), width=200)
    assert (drawing.width, drawing.height) == (200, 100)
    west, east = drawing.paths["72.04"], drawing.paths["72.05"]
    assert west.d == "M100 0L0 0L0 100L100 100Z"
    assert (west.x, west.y) == (50, 50)
    assert (east.x, east.y) == (150, 50)
    assert not west.small


def test_a_hole_is_a_part_of_the_path_of_its_regency() -> None:
    found = Boundaries(shapes={"72.05": ((square(120, 0, 10), square(122, 2, 1)[::-1]),)})
    assert draw_boundaries(found, width=100).paths["72.05"].d.count("M") == 2


def test_a_regency_too_small_to_see_keeps_its_largest_part_and_is_marked() -> None:
    islands = (square(130, 1, 0.001), square(131, 1, 0.002))
    found = Boundaries(shapes={"72.04": ((square(120, 0, 20),),), "72.05": tuple((ring,) for ring in islands)})
    drawing = draw_boundaries(found, width=100)
    assert drawing.paths["72.05"].small
    assert drawing.paths["72.05"].d == "M55 95Z"
    assert not drawing.paths["72.04"].small


def test_outlines_for_vega_run_clockwise_and_holes_the_other_way_whatever_the_file_does() -> None:
    outline, hole = square(120, 0, 10), square(122, 2, 1)
    for rings in ((outline, hole), (outline[::-1], hole), (outline, hole[::-1]), (outline[::-1], hole[::-1])):
        (one,) = vega_features(Boundaries(shapes={"72.05": (rings,)}))["features"]
        assert (one["id"], one["geometry"]["type"]) == ("72.05", "MultiPolygon")
        ((drawn, inner),) = one["geometry"]["coordinates"]
        assert signed_area(tuple((x, y) for x, y in drawn)) == -100
        assert signed_area(tuple((x, y) for x, y in inner)) == 1
