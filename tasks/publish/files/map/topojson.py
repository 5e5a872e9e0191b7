"""TopoJSON: lines that neighbours share are stored once, as arcs; here each shape gets its own again.

The format: https://github.com/topojson/topojson-specification (version 1.0).
"""

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from expectations.written import counted

Arc = list[tuple[float, float]]


class BadTopology(ValueError):
    """A TopoJSON file contradicts its own format, or has not exactly one object."""


def features_of(topology: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The features of GeoJSON that the one object of a topology stands for; raises `BadTopology`."""
    objects, arcs = topology.get("objects"), topology.get("arcs")
    if not isinstance(objects, dict) or not isinstance(arcs, list):
        raise BadTopology("a Topology needs `objects` and `arcs`")
    if len(objects) != 1:
        raise BadTopology(
            f"it has {counted(len(objects), 'object')} ({', '.join(sorted(objects))}): keep that of the regencies only"
        )
    try:
        lines = _absolute(arcs, topology.get("transform"))
        return [
            {
                "type": "Feature",
                "id": one.get("id", ""),
                "properties": one.get("properties"),
                "geometry": _geometry(one, lines),
            }
            for one in _geometries(next(iter(objects.values())))
        ]
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise BadTopology("its arcs or geometries are not as TopoJSON has them") from error


def _absolute(arcs: list[Any], transform: Any) -> list[Arc]:
    """Arcs in degrees; with a transform each point is stored as whole steps from the one before."""
    if transform is None:
        return [[(float(point[0]), float(point[1])) for point in arc] for arc in arcs]
    (step_x, step_y), (west, south) = transform["scale"], transform["translate"]
    lines = []
    for arc in arcs:
        xs = accumulate(point[0] for point in arc)
        ys = accumulate(point[1] for point in arc)
        lines.append([(x * step_x + west, y * step_y + south) for x, y in zip(xs, ys, strict=True)])
    return lines


def _geometries(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if found["type"] == "GeometryCollection":
        for one in found["geometries"]:
            yield from _geometries(one)
    else:
        yield found


def _geometry(found: Mapping[str, Any], lines: list[Arc]) -> dict[str, Any]:
    """A geometry with points instead of arcs; what is no polygon is left for the reader of shapes to refuse."""
    if found["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [_ring(ring, lines) for ring in found["arcs"]]}
    if found["type"] == "MultiPolygon":
        parts = [[_ring(ring, lines) for ring in polygon] for polygon in found["arcs"]]
        return {"type": "MultiPolygon", "coordinates": parts}
    return {"type": found["type"]}


def _ring(numbers: list[int], lines: list[Arc]) -> Arc:
    """The arcs of a ring one after another; `~n` is arc n backwards, and each begins where the last one ended."""
    points: Arc = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points += line[1:] if points else line
    return points
