"""How a tile map is worked out and measured, on made countries whose truth is known by hand."""

import random

import pytest

from tasks.publish.files.map.boundaries import Boundaries
from tasks.publish.files.map.geometry import Ring
from tasks.publish.files.map.layout import anneal, make, pack
from tasks.publish.files.map.layout.borders import centres, land_borders, lands
from tasks.publish.files.map.layout.measures import measure_tiles

SIX = ("11.01", "11.02", "11.03", "12.01", "12.02", "12.03")


def square(col: int, row: int, *, west: float = 100.0, north: float = 5.0) -> Ring:
    x, y = west + col, north - row
    return ((x, y), (x + 1, y), (x + 1, y - 1), (x, y - 1), (x, y))


def two_lands() -> Boundaries:
    """Six squares in two rows, a province each, and far off to the east an island of a third province."""
    shapes = {code: ((square(number % 3, number // 3),),) for number, code in enumerate(SIX)}
    return Boundaries(
        shapes={**shapes, "13.01": ((square(0, 0, west=110.0),),), "13.02": ((square(1, 0, west=110.0),),)}
    )


def test_borders_are_lines_in_common_and_not_corners() -> None:
    found = land_borders(two_lands())
    assert found == {
        ("11.01", "11.02"), ("11.02", "11.03"), ("12.01", "12.02"), ("12.02", "12.03"),
        ("11.01", "12.01"), ("11.02", "12.02"), ("11.03", "12.03"), ("13.01", "13.02"),
    }  # fmt: skip
    assert centres(two_lands())["12.02"] == (101.5, 3.5)
    assert lands([*SIX, "13.01", "13.02"], found) == [SIX, ("13.01", "13.02")]


def test_the_measures_of_a_layout_are_those_counted_by_hand() -> None:
    """11.03 lies beyond a gap and 12.03 across from where it should be; 13 touches 11 at a corner."""
    tiles = {
        "11.01": (0, 0), "11.02": (0, 1), "11.03": (0, 3),
        "12.01": (1, 0), "12.02": (1, 1), "12.03": (1, -1),
        "13.01": (1, 4), "13.02": (1, 5),
    }  # fmt: skip
    measured = measure_tiles(tiles, borders=land_borders(two_lands()), centres=centres(two_lands()))
    assert measured.borders == 8
    assert measured.adjacent == pytest.approx(100 * 5 / 8)  # not: 11.02-11.03, 12.02-12.03, 11.03-12.03
    assert measured.within_two == pytest.approx(100 * 7 / 8)  # 11.03-12.03 is four columns apart
    assert measured.directions == pytest.approx(100 * 6 / 8)  # 12.02-12.03 reversed, 11.03-12.03 turned west
    assert (measured.whole, measured.whole_by_sides, measured.provinces) == (2, 2, 3)
    assert measured.touching_lands == 1


def test_a_province_whose_tiles_meet_at_corners_alone_is_whole_but_not_by_sides() -> None:
    tiles = {"11.01": (0, 0), "11.02": (1, 1)}
    measured = measure_tiles(tiles, borders=[("11.01", "11.02")], centres={"11.01": (0.0, 1.0), "11.02": (1.0, 0.0)})
    assert (measured.whole, measured.whole_by_sides) == (1, 0)


def test_a_country_of_squares_is_laid_out_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anneal, "MOVES", 400)
    found = two_lands()
    borders, middles = land_borders(found), centres(found)
    layouts = [make.lay_out_land(codes, 1, borders, middles)[1] for codes in lands(middles, borders)]
    monkeypatch.setattr(pack, "MOVES", 2000)
    _, tiles = pack.pack(layouts, centres=middles, dice=random.Random(1))
    measured = measure_tiles(tiles, borders=borders, centres=middles)
    assert (measured.adjacent, measured.within_two, measured.directions) == (100, 100, 100)
    assert (measured.whole, measured.touching_lands) == (3, 0)
    assert min(row for row, _ in tiles.values()) == min(col for _, col in tiles.values()) == 0
    rows = {code: row for code, (row, _) in tiles.items()}
    assert rows["11.01"] + 1 == rows["12.01"]  # north is above


def test_the_cost_that_annealing_keeps_is_that_of_its_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sum of all changes against the cost computed anew from where the tiles ended."""
    monkeypatch.setattr(anneal, "MOVES", 300)
    found = two_lands()
    borders, middles = land_borders(found), centres(found)
    made: list[anneal.Annealing] = []

    class Watched(anneal.Annealing):
        def run(self, dice: random.Random) -> None:
            super().run(dice)
            made.append(self)

    monkeypatch.setattr(make, "Annealing", Watched)
    cost, _ = make.lay_out_land(SIX, 3, borders, middles)
    (kept,) = made
    assert cost == pytest.approx(kept.cost_anew())
