"""Shapes of regencies as a page draws them: SVG paths, or GeoJSON features for Vega."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasks.publish.files.map.boundaries import Boundaries
from tasks.publish.files.map.geometry import Point, Polygon, Ring, centre, signed_area

WIDTH = 1000.0
MARKED_BELOW = 4.0  # a regency that is narrower and lower than this needs a marker to be seen and clicked
DECIMALS = 1  # of a WIDTH of 1000: finer than any screen shows
LEAST_CORNERS = 3


@dataclass(frozen=True, kw_only=True)
class RegencyPath:
    """A regency as drawn: `d` of an SVG path, its middle, and whether it is so small that it needs a marker there."""

    d: str
    x: float
    y: float
    small: bool


@dataclass(frozen=True, kw_only=True)
class BoundaryDrawing:
    """All regencies in one SVG of this width and height, by code."""

    width: float
    height: float
    paths: Mapping[str, RegencyPath]


def draw_boundaries(found: Boundaries, *, width: float = WIDTH) -> BoundaryDrawing:
    """SVG paths of all shapes, north up.

    Longitude and latitude are drawn as they are (equirectangular): Indonesia lies along the equator, where that
    distorts areas by less than two percent. Parts that are too small to be drawn are left out, but for the largest
    of each regency.
    """
    outlines = [polygon[0] for polygons in found.shapes.values() for polygon in polygons]
    west, east = min(x for ring in outlines for x, _ in ring), max(x for ring in outlines for x, _ in ring)
    south, north = min(y for ring in outlines for _, y in ring), max(y for ring in outlines for _, y in ring)
    scale = width / (east - west)

    def place(point: Point) -> Point:
        return round((point[0] - west) * scale, DECIMALS), round((north - point[1]) * scale, DECIMALS)

    paths = {}
    for code, polygons in found.shapes.items():
        x, y = place(centre(polygons))
        largest = max(polygons, key=lambda one: abs(signed_area(one[0])))
        corners = [place(point) for point in largest[0]]
        spans = (max(axis) - min(axis) for axis in zip(*corners, strict=True))
        rings = [_line(tuple(map(place, ring)), kept=polygon is largest) for polygon in polygons for ring in polygon]
        paths[code] = RegencyPath(d="".join(rings), x=x, y=y, small=all(span < MARKED_BELOW for span in spans))
    return BoundaryDrawing(width=width, height=round((north - south) * scale, DECIMALS), paths=paths)


def _line(ring: Ring, *, kept: bool) -> str:
    """A ring as a subpath without repeated points; nothing where it has no area left."""
    points = [point for point, before in zip(ring[1:], ring, strict=False) if point != before]
    if len(points) < LEAST_CORNERS and not kept:
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points or ring[:1]) + "Z"


def vega_features(found: Boundaries) -> dict[str, Any]:
    """A FeatureCollection with the code as `id`, for a geoshape of Vega.

    Vega takes the inside of a ring to lie to its right, as seen on the globe: outlines run clockwise and holes the
    other way, whichever way the file has them (GeoJSON itself asks for the reverse). Otherwise a regency would fill
    the world.
    """
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": code,
                "properties": {"code": code},
                "geometry": {"type": "MultiPolygon", "coordinates": [_wound(polygon) for polygon in polygons]},
            }
            for code, polygons in found.shapes.items()
        ],
    }


def _wound(polygon: Polygon) -> list[list[list[float]]]:
    clockwise = [ring if signed_area(ring) < 0 else ring[::-1] for ring in polygon]
    rings = [clockwise[0], *(ring[::-1] for ring in clockwise[1:])]
    return [[list(point) for point in ring] for ring in rings]
