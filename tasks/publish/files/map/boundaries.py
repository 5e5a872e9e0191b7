"""A boundary file of the user's own: GeoJSON or TopoJSON with one or more polygons for each regency, by its code."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.written import counted
from tasks.publish.files.map.geometry import NotPolygons, Polygon, polygons_of
from tasks.publish.files.map.topojson import BadTopology, features_of
from warehouse.errors import OperatorError

MAX_BYTES = 50_000_000
CODE_PROPERTIES = ("code", "kode", "kode_kemendagri", "kode_kab", "kode_kabupaten", "kdpkab")
NAME_PROPERTIES = ("name", "nama", "wadmkk", "namobj", "nama_kab")
CODE = re.compile(r"([0-9]{2})\.?([0-9]{2})")
WEST, EAST, SOUTH, NORTH = 90.0, 146.0, -16.0, 12.0  # Indonesia lies well within these degrees
SHOWN = 5
OTHER_NAMES_SHARE = 0.1  # names are spelt in several ways; codes of BPS differ for 199 of 514 regencies
KINDS = re.compile(r"\b(kabupaten|kab|kota|adm|administrasi|kepulauan|kep)\b\.?")


class BoundaryFileError(OperatorError):
    """The boundary file cannot be used for the map: the message says what to correct in it."""


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    """The shape of every regency, by dotted Kemendagri code, in degrees of longitude and latitude (WGS84)."""

    shapes: Mapping[str, tuple[Polygon, ...]]


def boundaries(path: Path, *, names: Mapping[str, str]) -> Boundaries:
    """Read the shapes of all regencies from a GeoJSON or TopoJSON file.

    `names`: every regency that must be there, code to name. The code of a feature is its `id` or one of the properties
    `CODE_PROPERTIES`, with or without the dot; several features of one code are one regency. Raises `BoundaryFileError`
    for a file that cannot be read, is larger than `MAX_BYTES`, lacks a regency, has an unknown one, has something other
    than polygons, is not in degrees, or bears the codes of BPS instead of Kemendagri's.
    """
    shapes: dict[str, list[Polygon]] = defaultdict(list)
    said: dict[str, str] = {}
    for number, feature in enumerate(_features(path), start=1):
        code, name = _code_of(path, number, feature), _text(feature, NAME_PROPERTIES)
        try:
            shapes[code] += polygons_of(feature.get("geometry"))
        except NotPolygons as error:
            raise BoundaryFileError(f"{path.name}: the shape of {code} is no polygon: {error}.") from error
        if name:
            said[code] = name
    _require_regencies(path, shapes, names)
    _require_names(path, said, names)
    _require_degrees(path, shapes)
    return Boundaries(shapes={code: tuple(shapes[code]) for code in sorted(shapes)})


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BoundaryFileError(
                f"{path.name} has {counted(size, 'byte')}, more than {MAX_BYTES}: simplify its lines first, since "
                "all of them go into every page with a map."
            )
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise BoundaryFileError(f"The boundary file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BoundaryFileError(f"{path.name} is no JSON: give a file in GeoJSON or TopoJSON.") from error
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "Topology":
        try:
            return features_of(content)
        except BadTopology as error:
            raise BoundaryFileError(f"{path.name}: {error}.") from error
    features = content.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise BoundaryFileError(
            f"{path.name} is neither a FeatureCollection (GeoJSON) nor a Topology (TopoJSON): export it as one of them."
        )
    return features


def _text(feature: Mapping[str, Any], wanted: tuple[str, ...]) -> str:
    properties = feature.get("properties")
    lowered = {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}
    return next((str(lowered[key]) for key in wanted if lowered.get(key) not in {None, ""}), "")


def _code_of(path: Path, number: int, feature: Mapping[str, Any]) -> str:
    for text in (str(feature.get("id", "")), _text(feature, CODE_PROPERTIES)):
        if found := CODE.fullmatch(text.strip()):
            return f"{found[1]}.{found[2]}"
    raise BoundaryFileError(
        f"{path.name}: feature {number} has no code of a regency such as 72.05; give it as `id`, or as one of the "
        f"properties {', '.join(CODE_PROPERTIES)}."
    )


def _require_regencies(path: Path, found: Iterable[str], names: Mapping[str, str]) -> None:
    codes = set(found)
    unknown, missing = codes - names.keys(), names.keys() - codes
    for problem, wrong in (
        (counted(len(unknown), "unknown code"), unknown),
        (counted(len(missing), "regency is missing", "regencies are missing"), missing),
    ):
        if wrong:
            raise BoundaryFileError(
                f"{path.name}: {problem}: {_some(wrong)}. It needs each of {len(names)} regencies by its "
                "Kemendagri code of today (not that of BPS)."
            )


def _require_names(path: Path, said: Mapping[str, str], names: Mapping[str, str]) -> None:
    other = [code for code, name in said.items() if _plain(name) != _plain(names[code])]
    if len(other) > max(1, OTHER_NAMES_SHARE * len(said)):
        raise BoundaryFileError(
            f"{path.name}: names and codes differ for {len(other)} of "
            f"{counted(len(said), 'regency', 'regencies')}: {_some(other)}. Its codes "
            "are probably those of BPS: put Kemendagri's in their place."
        )


def _require_degrees(path: Path, shapes: Mapping[str, list[Polygon]]) -> None:
    outside = {
        code
        for code, polygons in shapes.items()
        for polygon in polygons
        for x, y in polygon[0]
        if not (WEST <= x <= EAST and SOUTH <= y <= NORTH)
    }
    if outside:
        raise BoundaryFileError(
            f"{path.name}: {counted(len(outside), 'regency lies', 'regencies lie')} outside of "
            f"Indonesia: {_some(outside)}. Coordinates are to be "
            "degrees of longitude, then latitude (WGS84, EPSG:4326)."
        )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", KINDS.sub(" ", name.lower()))


def _some(codes: Iterable[str]) -> str:
    ordered = sorted(codes)
    return ", ".join(ordered[:SHOWN]) + (", ..." if len(ordered) > SHOWN else "")
