"""A boundary file of the user's own: what is read from it, and what is wrong with it in words that help."""

import json
from pathlib import Path
from typing import Any

import pytest

from tasks.publish.files.map import boundaries as module
from tasks.publish.files.map.boundaries import BoundaryFileError, boundaries
from tasks.publish.files.map.geometry import signed_area
from tests.unit.publish.map.made_country import EAST, NAMES, WEST, collection, feature, topology, written

WHOLE = collection(feature("72.04", WEST), feature("7205", EAST))


def corners(ring: Any) -> set[tuple[float, float]]:
    return {(x, y) for x, y in ring}


def test_topojson_and_geojson_of_one_country_give_the_same_shapes(tmp_path: Path) -> None:
    one = boundaries(written(tmp_path, topology()), names=NAMES)
    other = boundaries(written(tmp_path, WHOLE), names=NAMES)
    assert list(one.shapes) == list(other.shapes) == ["72.04", "72.05"]
    for code, expected in (("72.04", WEST), ("72.05", EAST)):
        for found in (one, other):
            ((ring,),) = found.shapes[code]
            assert corners(ring) == corners(expected)
            assert ring[0] == ring[-1]
            assert signed_area(ring) == 1.0


def test_a_topology_without_transform_has_its_points_as_they_are(tmp_path: Path) -> None:
    plain = topology()
    del plain["transform"]
    plain["arcs"] = [
        [[121.0, 1.0], [121.0, 2.0]],
        [[121.0, 2.0], [120.0, 2.0], [120.0, 1.0], [121.0, 1.0]],
        [[121.0, 1.0], [122.0, 1.0], [122.0, 2.0], [121.0, 2.0]],
    ]
    quantized = boundaries(written(tmp_path, topology()), names=NAMES)
    assert boundaries(written(tmp_path, plain), names=NAMES) == quantized


def test_islands_of_one_code_in_several_features_are_one_regency(tmp_path: Path) -> None:
    far = [[x + 5, y] for x, y in EAST]
    content = collection(*WHOLE["features"], feature("72.05", far))
    found = boundaries(written(tmp_path, content), names=NAMES)
    assert [len(found.shapes[code]) for code in ("72.04", "72.05")] == [1, 2]


def test_a_height_is_left_out_and_an_open_ring_is_closed(tmp_path: Path) -> None:
    high = [[x, y, 12.5] for x, y in EAST[:-1]]
    found = boundaries(written(tmp_path, collection(feature("72.04", WEST), feature("72.05", high))), names=NAMES)
    ((ring,),) = found.shapes["72.05"]
    assert ring == tuple((x, y) for x, y in EAST)


def with_geometry(geometry: object) -> dict[str, Any]:
    return collection(feature("72.04", WEST), {**feature("72.05", EAST), "geometry": geometry})


def of_two_objects() -> dict[str, Any]:
    content = topology()
    content["objects"]["provinces"] = content["objects"]["regencies"]
    return content


def with_arcs(arcs: object) -> dict[str, Any]:
    content = topology()
    content["objects"]["regencies"]["geometries"][0]["arcs"] = arcs
    return content


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (collection(feature("72.05", EAST)), "1 regency is missing: 72.04"),
        (collection(*WHOLE["features"], feature("72.99", EAST)), "1 unknown code: 72.99"),
        (collection(feature("Buol", EAST)), "feature 1 has no code of a regency"),
        (with_geometry({"type": "Point", "coordinates": [121, 1]}), "72.05 is no polygon: Point is neither"),
        (with_geometry(None), "72.05 is no polygon: there is none"),
        (with_geometry({"type": "Polygon", "coordinates": []}), "72.05 is no polygon: a polygon is empty"),
        (with_geometry({"type": "Polygon", "coordinates": [[]]}), "fewer than three points"),
        (with_geometry({"type": "Polygon", "coordinates": [[[121, "1"], [1, 1]]]}), "a point is not two numbers"),
        (with_geometry({"type": "Polygon", "coordinates": 5}), "72.05 is no polygon"),
        (
            collection(feature("72.04", WEST), feature("72.05", [[x * 1e5, y * 1e5] for x, y in EAST])),
            "1 regency lies outside of Indonesia: 72.05",
        ),
        (
            collection(feature("72.04", WEST), feature("72.05", [[y, x] for x, y in EAST])),
            "degrees of longitude, then latitude",
        ),
        (
            collection(feature("72.04", WEST, nama="BUOL"), feature("72.05", EAST, nama="TOLI-TOLI")),
            "names and codes differ for 2 of 2 regencies: 72.04, 72.05. Its codes are probably those of BPS",
        ),
        (of_two_objects(), "it has 2 objects (provinces, regencies)"),
        (with_arcs([[7]]), "its arcs or geometries are not as TopoJSON has them"),
        (with_arcs(None), "its arcs or geometries are not as TopoJSON has them"),
        ({"type": "Topology"}, "a Topology needs `objects` and `arcs`"),
        ({"type": "FeatureCollection", "features": [3]}, "neither a FeatureCollection"),
        ([1, 2], "neither a FeatureCollection"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_codes(tmp_path: Path, content: object, says: str) -> None:
    with pytest.raises(BoundaryFileError) as raised:
        boundaries(written(tmp_path, content), names=NAMES)
    assert says in str(raised.value)
    assert str(raised.value).startswith("batas.json")


def test_names_that_are_spelt_otherwise_are_no_other_names(tmp_path: Path) -> None:
    content = collection(feature("72.04", WEST, WADMKK="Toli-Toli"), feature("72.05", EAST, WADMKK="KAB. BUOL"))
    assert len(boundaries(written(tmp_path, content), names=NAMES).shapes) == 2


@pytest.mark.parametrize("content", [b"", b"kode;bentuk\n72.05;x\n", b"\xff\xfe{", b"[" * 200_000])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "batas.json"
    path.write_bytes(content)
    with pytest.raises(BoundaryFileError, match="is no JSON"):
        boundaries(path, names=NAMES)


def test_a_coordinate_that_is_no_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "batas.json"
    path.write_text(json.dumps(WHOLE).replace("122.0", "NaN"))
    with pytest.raises(BoundaryFileError, match="not finite"):
        boundaries(path, names=NAMES)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BoundaryFileError, match=r"batas\.json cannot be read: No such file"):
        boundaries(tmp_path / "batas.json", names=NAMES)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    with pytest.raises(BoundaryFileError, match=r"bytes, more than 10: simplify its lines"):
        boundaries(written(tmp_path, WHOLE), names=NAMES)
