"""The tile map that the project carries, against facts of geography that are written down here by hand."""

from itertools import combinations

import pytest

from tasks.publish.files.map.tiles import tile_map
from warehouse.dimensions.regions import load_regions

Tile = tuple[int, int]

ISLANDS = (
    "11 12 13 14 15 16 17 18", "19", "21", "31 32 33 34 35 36", "51", "52", "53", "61 62 63 64 65", "71 72 73 74 75 76",
    "81", "82", "91 92 93 94 95 96",
)  # fmt: skip
# provinces that share a border on land
PROVINCE_NEIGHBOURS = (
    "11-12 12-13 12-14 13-14 13-15 13-17 14-15 15-16 15-17 16-17 16-18 17-18 31-32 31-36 32-36 32-33 33-34 33-35 "
    "61-62 61-64 62-63 62-64 63-64 64-65 71-75 72-75 72-73 72-74 72-76 73-74 73-76 91-94 91-95 92-94 92-96 93-94 93-95 "
    "94-95"
)
# cities that lie within a regency or beside it
CITY_AND_REGENCY = (
    "11.71-11.06 12.71-12.07 13.71-13.05 14.71-14.01 15.71-15.05 16.71-16.07 18.71-18.01 32.71-32.01 32.73-32.04 "
    "33.74-33.21 34.71-34.02 35.73-35.07 35.78-35.15 36.73-36.04 51.71-51.03 52.71-52.01 53.71-53.01 61.71-61.12 "
    "62.71-62.06 63.72-63.03 64.72-64.02 71.71-71.06 72.71-72.10 73.71-73.06 74.71-74.02 75.71-75.01 91.71-91.03"
)
# the first lies to the north of the second
NORTH_OF = "11.71-12.71 12.71-13.71 13.71-18.71 31.72-32.05 35.23-35.01 65.01-63.01 71.71-73.71 82.01-81.01 14.71-18.71"
# the first lies to the west of the second
WEST_OF = "36.01-31.74 32.73-34.71 34.71-35.78 35.78-51.71 51.71-52.71 52.71-53.71 61.01-64.01 76.05-74.71 96.71-91.71"


def tiles() -> dict[str, Tile]:
    return {code: (row, col) for code, row, col in tile_map().iter_rows()}


def touch(one: Tile, other: Tile) -> bool:
    """By side or corner."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) == 1


def steps_between(one: str, other: str) -> int:
    """From the tile of a province that is nearest to another province, to the nearest one there."""
    return min(max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a in of(one) for b in of(other))


def of(*provinces: str) -> set[Tile]:
    return {tile for code, tile in tiles().items() if code[:2] in provinces}


def test_each_regency_of_today_has_exactly_one_tile_and_no_two_have_the_same() -> None:
    frame = tile_map()
    assert frame.columns == ["code", "row", "col"]
    assert frame["code"].to_list() == load_regions().regencies["code"].to_list()
    assert frame.select("row", "col").is_unique().all()
    assert (frame["row"].min(), frame["col"].min()) == (0, 0)


def test_a_map_of_tiles_fits_a_page_across() -> None:
    frame = tile_map()
    rows, cols = (frame[name].n_unique() for name in ("row", "col"))
    assert 514 / (rows * cols) > 0.2  # not more than four in five places are sea
    assert 2 < cols / rows < 3.5  # as wide as the country is


@pytest.mark.parametrize("province", load_regions().provinces["code"].to_list())
def test_every_province_is_whole(province: str) -> None:
    """From its first tile all others are reached over tiles of its own; a queen of chess would move so."""
    own = of(province)
    reached = {min(own)}
    while more := {tile for tile in own - reached if any(touch(tile, other) for other in reached)}:
        reached |= more
    assert reached == own


@pytest.mark.parametrize(("one", "other"), list(combinations(ISLANDS, 2)))
def test_between_large_islands_there_is_sea(one: str, other: str) -> None:
    assert not any(touch(a, b) for a in of(*one.split()) for b in of(*other.split()))


def test_provinces_that_share_a_border_touch_or_have_one_tile_between() -> None:
    apart = {pair: steps_between(*pair.split("-")) for pair in PROVINCE_NEIGHBOURS.split()}
    assert {pair: steps for pair, steps in apart.items() if steps > 2} == {}
    assert sum(steps == 1 for steps in apart.values()) >= 0.9 * len(apart)


def test_nearly_every_city_touches_the_regency_around_it_and_none_is_far_from_it() -> None:
    found, apart = tiles(), []
    for pair in CITY_AND_REGENCY.split():
        (row, col), (other_row, other_col) = (found[code] for code in pair.split("-"))
        apart.append(max(abs(row - other_row), abs(col - other_col)))
    assert max(apart) <= 2
    assert sum(steps == 1 for steps in apart) >= 0.8 * len(apart)


def test_north_is_above_and_west_is_to_the_left() -> None:
    found = tiles()
    north = [pair for pair in NORTH_OF.split() if found[pair[:5]][0] >= found[pair[6:]][0]]
    west = [pair for pair in WEST_OF.split() if found[pair[:5]][1] >= found[pair[6:]][1]]
    assert (north, west) == ([], [])
