"""An operator's boundary file takes the place of the tile map in a whole release; one that is not fit stops nothing.

`BOUNDARIES=<file>` names a real file of all regencies, which is tried, too; the others are made here.
"""

import json
import os
import re
from pathlib import Path

import pytest

from tasks.publish.files.map.tiles import tile_map
from tests.integration.disturbed import run_route
from tests.integration.homes import SQLITE
from tests.integration.inbox import JANUARY
from tests.integration.test_release_command import ucj
from tests.unit.publish.map.made_country import collection, feature

REAL = Path(os.environ.get("BOUNDARIES", ""))
OUTLINE = re.compile(r'<a href="wilayah/(\d\d\.\d\d)\.html"><title>[^<]*</title><path class="shade-\w+" d="M')
TILE = '<rect class="shade-'


def squares() -> bytes:
    """A square for each regency, where its tile is."""
    made = []
    for code, row, column in tile_map().select("code", "row", "col").iter_rows():
        west, north = 95.0 + column * 0.4, 6.0 - row * 0.4
        east, south = west + 0.3, north - 0.3
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        made.append(feature(code, ring))
    return json.dumps(collection(*made)).encode()


def released_map(home: Path, content: bytes | None) -> str:
    """The page of the nation of a release that was made with these boundaries."""
    if content is not None:
        (home / "batas.json").write_bytes(content)
        settings = home / "ucj.toml"
        others = settings.read_text() if settings.exists() else ""
        settings.write_text(f'boundaries_file = "batas.json"\n{others}')
    run_route(home, JANUARY)
    return (home / "published" / "current" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("homes", [SQLITE], indirect=True)
@pytest.mark.parametrize("file", ["squares", "real"])
def test_outlines_take_the_place_of_tiles(home: Path, file: str) -> None:
    if file == "real" and not REAL.is_file():
        pytest.skip("BOUNDARIES IN A WHOLE RELEASE NOT TRIED WITH A REAL FILE: set BOUNDARIES to one of all regencies")
    page = released_map(home, squares() if file == "squares" else REAL.read_bytes())
    assert sorted(OUTLINE.findall(page)) == sorted(tile_map()["code"])
    assert TILE not in page.partition('class="shades"')[0]
    assert "batas.json" in ucj(home, "doctor").stdout


@pytest.mark.parametrize("homes", [SQLITE], indirect=True)
def test_a_file_that_is_not_fit_leaves_the_tiles_and_doctor_says_why(home: Path) -> None:
    page = released_map(home, json.dumps(collection(feature("72.05", [[120.0, 1.0]] * 4))).encode())
    assert OUTLINE.findall(page) == []
    assert page.partition('class="shades"')[0].count(TILE) == len(tile_map())
    assert "513 regencies are missing" in ucj(home, "doctor").stdout
