"""Polygons: read from the geometry of a feature, and measured."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]  # closed: the last point is the first
Polygon = tuple[Ring, ...]  # the outline, then its holes

LEAST_POINTS = 4


class NotPolygons(ValueError):
    """A geometry is none, or is made of something other than polygons with finite coordinates."""


def polygons_of(geometry: object) -> tuple[Polygon, ...]:
    """The polygons of a geometry of GeoJSON; raises `NotPolygons`.

    A third coordinate (height) is left out, and a ring that was left open is closed.
    """
    if not isinstance(geometry, Mapping):
        raise NotPolygons("there is none")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise NotPolygons(f"{kind or 'a geometry without type'} is neither Polygon nor MultiPolygon")
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not parts:
        raise NotPolygons("it is empty")
    return tuple(_polygon(part) for part in parts)


def _polygon(rings: Any) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise NotPolygons("a polygon is empty")
    return tuple(_ring(ring) for ring in rings)


def _ring(points: Any) -> Ring:
    if not isinstance(points, list | tuple):
        raise NotPolygons("a ring is no list of points")
    ring = [_point(point) for point in points]
    if ring and ring[0] != ring[-1]:
        ring.append(ring[0])
    if len(ring) < LEAST_POINTS:
        raise NotPolygons("a ring has fewer than three points")
    return tuple(ring)


def _point(point: Any) -> Point:
    if not isinstance(point, list | tuple) or len(point) < 2 or not all(type(x) in {int, float} for x in point[:2]):
        raise NotPolygons("a point is not two numbers")
    x, y = float(point[0]), float(point[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise NotPolygons("a coordinate is not finite")
    return x, y


def signed_area(ring: Ring) -> float:
    """The area within a ring; above 0 where it runs counter-clockwise with y to the north."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def centre(polygons: tuple[Polygon, ...]) -> Point:
    """The centre of gravity of the largest polygon, holes disregarded."""
    ring = max((polygon[0] for polygon in polygons), key=lambda one: abs(signed_area(one)))
    area = signed_area(ring)
    if area == 0:
        return ring[0]
    west, south = ring[0]
    x = y = 0.0
    for a, b in pairwise(ring):
        cross = (a[0] - west) * (b[1] - south) - (b[0] - west) * (a[1] - south)
        x += (a[0] + b[0] - 2 * west) * cross
        y += (a[1] + b[1] - 2 * south) * cross
    return west + x / (6 * area), south + y / (6 * area)
