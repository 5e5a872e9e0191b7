"""A made country of two squares side by side, as TopoJSON with shared lines and as GeoJSON."""

import json
from pathlib import Path
from typing import Any

NAMES = {"72.05": "Kabupaten Buol", "72.04": "Kabupaten Toli Toli"}
WEST = [[120.0, 1.0], [121.0, 1.0], [121.0, 2.0], [120.0, 2.0], [120.0, 1.0]]
EAST = [[121.0, 1.0], [122.0, 1.0], [122.0, 2.0], [121.0, 2.0], [121.0, 1.0]]


def topology() -> dict[str, Any]:
    """Both squares counter-clockwise; the line between them is arc 0, which the eastern one runs backwards."""
    return {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.25], "translate": [120.0, 1.0]},
        "objects": {
            "regencies": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "72.04", "properties": {"name": "Tolitoli"}, "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": "72.05", "properties": {"name": "Buol"}, "arcs": [[[2, -1]]]},
                ],
            }
        },
        "arcs": [
            [[2, 0], [0, 4]],  # from south to north along 121 degrees
            [[2, 4], [-2, 0], [0, -4], [2, 0]],
            [[2, 0], [2, 0], [0, 4], [-2, 0]],
        ],
    }


def feature(code: str, ring: list[list[float]], **properties: Any) -> dict[str, Any]:
    """A feature of one polygon, its code a property."""
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"kode": code, **properties}, "geometry": geometry}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    """Features as GeoJSON."""
    return {"type": "FeatureCollection", "features": list(features)}


def written(folder: Path, content: object) -> Path:
    """A file of that content."""
    path = folder / "batas.json"
    path.write_text(json.dumps(content))
    return path
