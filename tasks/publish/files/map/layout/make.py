"""Work out the tile map anew, or say how true the one there is.

    python -m tasks.publish.files.map.layout.make BOUNDARIES           # measures of the tile map that is there
    python -m tasks.publish.files.map.layout.make BOUNDARIES --write   # a new one, in about ten minutes on two cores

BOUNDARIES is a boundary file of today's regencies, as for the setting `boundaries_file`; nothing of it is kept but the
layout. The same file and the same Python give the same layout.
"""

import random
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import polars as pl

from tasks.publish.files.map.boundaries import boundaries
from tasks.publish.files.map.geometry import Point
from tasks.publish.files.map.layout.anneal import Annealing
from tasks.publish.files.map.layout.borders import Border, centres, land_borders, lands
from tasks.publish.files.map.layout.costs import SIDE, cost_table, links_of
from tasks.publish.files.map.layout.measures import Tile, TileMeasures, measure_tiles
from tasks.publish.files.map.layout.pack import pack
from tasks.publish.files.map.layout.spread import on_grid, spread_out
from tasks.publish.files.map.tiles import TILES_FILE, tile_map
from warehouse.dimensions.regions import PROVINCE, load_regions
from warehouse.files.durable import write_file

SEEDS = (1, 2, 3, 4)  # each land is laid out so often; the cheapest is taken
PACK_SEEDS = (1, 3, 5)


def lay_out_land(
    codes: tuple[str, ...], seed: int, borders: frozenset[Border], middles: Mapping[str, Point]
) -> tuple[float, dict[str, Tile]]:
    """Cost and tiles of one land, annealed from one seed."""
    links = links_of(codes, borders=borders, centres=middles)
    points = [middles[code] for code in codes]
    home = spread_out(points, links)
    tables = [(link, cost_table(link, a=points[link.a], b=points[link.b])) for link in links]
    layout = Annealing([code[:PROVINCE] for code in codes], on_grid(home), links=tables, home=home)
    layout.run(random.Random(seed))  # noqa: S311 - a layout is no secret
    return layout.cost, {code: divmod(cell, SIDE) for code, cell in zip(codes, layout.cells, strict=True)}


def lay_out(borders: frozenset[Border], middles: Mapping[str, Point]) -> dict[str, Tile]:
    """Tiles of all regencies: the best layout of each land, packed."""
    groups = lands(middles, borders)
    with ProcessPoolExecutor() as processes:
        runs = [
            [processes.submit(lay_out_land, codes, seed, borders, middles) for seed in SEEDS]
            for codes in sorted(groups, key=len, reverse=True)
        ]
        layouts = [min((run.result() for run in tries), key=lambda one: one[0])[1] for tries in runs]
        packed = [processes.submit(pack, layouts, centres=middles, dice=random.Random(seed)) for seed in PACK_SEEDS]  # noqa: S311 - as above
        return min((run.result() for run in packed), key=lambda one: one[0])[1]


def measured(tiles: Mapping[str, Tile], borders: frozenset[Border], middles: Mapping[str, Point]) -> TileMeasures:
    """The measures of a tile map against a boundary file."""
    return measure_tiles(tiles, borders=borders, centres=middles)


def main(path: Path, *, write: bool) -> TileMeasures:
    """Measure the tile map, after making it anew if `write`; what it returns is also shown."""
    found = boundaries(path, names=dict(load_regions().regencies.select("code", "name").iter_rows()))
    borders, middles = land_borders(found), centres(found)
    if write:
        rows = [(code, *tile) for code, tile in sorted(lay_out(borders, middles).items())]
        content = pl.DataFrame(rows, schema=["code", "row", "col"], orient="row").write_csv()
        write_file(TILES_FILE, content, mode=0o644)
        tile_map.cache_clear()
    tiles = {code: (row, col) for code, row, col in tile_map().iter_rows()}
    return measured(tiles, borders, middles)


if __name__ == "__main__":
    result = main(Path(sys.argv[1]), write="--write" in sys.argv[2:])
    sys.stdout.writelines(f"{name:16} {value:8.4g}\n" for name, value in asdict(result).items())
