"""The tile map: one tile of equal size for each of the 514 regencies, so that none is too small to be seen.

How it was made, and how well it keeps neighbours, provinces and directions: `warehouse/reference/README.md`.
"""

from functools import cache

import polars as pl

from warehouse.dimensions.regions import REFERENCE

TILES_FILE = REFERENCE / "regency_tiles.csv"
SCHEMA = {"code": pl.String(), "row": pl.Int64(), "col": pl.Int64()}


@cache
def tile_map() -> pl.DataFrame:
    """The tile of every regency [code, row, col], by code; row 0 is the northernmost, col 0 the westernmost.

    No two regencies have the same tile. Tiles that nobody has are sea.
    """
    return pl.read_csv(TILES_FILE, schema=SCHEMA)
