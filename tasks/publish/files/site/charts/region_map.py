"""The map of the nation: a tile or an outline for each regency, in the shade of its class of coverage."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from expectations.written import ENGLISH, INDONESIAN, counted
from tasks.publish.files.map.drawing import BoundaryDrawing
from tasks.publish.files.map.tiles import tile_map
from tasks.publish.files.site.words import WORDS
from warehouse.dimensions.closed_lists import CLASSES
from warehouse.figures.schema import Text

TILE = 10  # from one tile to the next
NONE = Text(id="tidak tersedia", en="not available")


@dataclass(frozen=True, kw_only=True)
class MapPlace:
    """A regency on the map. d: its outline, empty for a tile. x, y: corner of its tile, or middle of its outline."""

    code: str
    name: str
    coverage_pct: Decimal | None
    shade: str
    x: float
    y: float
    d: str = ""
    small: bool = False


@dataclass(frozen=True, kw_only=True)
class RegionMap:
    """A map with what it says; shades: the classes that it shows, each with its name. tiles: whether it has tiles."""

    places: Sequence[MapPlace]
    width: float
    height: float
    finding: Text
    shades: Sequence[tuple[str, Text]]
    tiles: bool


def region_map(coverage: pl.DataFrame, *, outlines: BoundaryDrawing | None) -> RegionMap:
    """The map of coverage on one basis; coverage: rows of that basis."""
    rows = {row["region_code"]: row for row in coverage.filter(level="regency").to_dicts()}
    tiles = tile_map()
    places = []
    for code, row, column in tiles.select("code", "row", "col").iter_rows():
        figures = rows.get(code)
        if figures is None:
            continue
        outline = outlines.paths.get(code) if outlines else None
        places.append(
            MapPlace(
                code=code,
                name=figures["region_name"],
                coverage_pct=figures["coverage_pct"],
                shade=f"shade-{figures['coverage_class'] or 'none'}",
                x=outline.x if outline else float(column * TILE),
                y=outline.y if outline else float(row * TILE),
                d=outline.d if outline else "",
                small=bool(outline and outline.small),
            )
        )
    across, down = (TILE * (1 + max(tiles[name].to_list())) for name in ("col", "row"))
    shown = Counter(place.shade for place in places)
    named = [(f"shade-{one}", WORDS[one]) for one in CLASSES]
    return RegionMap(
        places=places,
        width=outlines.width if outlines else across,
        height=outlines.height if outlines else down,
        finding=_finding(shown, of=len(places)),
        shades=[*named, *([("shade-none", NONE)] if shown["shade-none"] else [])],
        tiles=outlines is None,
    )


def _finding(shown: Counter[str], *, of: int) -> Text:
    high = shown[f"shade-{CLASSES[-1]}"]
    low = shown[f"shade-{CLASSES[0]}"]
    return Text(
        id=f"{INDONESIAN.number(high)} dari {INDONESIAN.number(of)} kabupaten/kota bercakupan tinggi, "
        f"{INDONESIAN.number(low)} sangat rendah",
        en=f"{ENGLISH.number(high)} of {counted(of, 'regency', 'regencies')} with high coverage, "
        f"{ENGLISH.number(low)} very low",
    )
