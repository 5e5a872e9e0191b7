"""Each step takes away or adds what its name says."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deployments.commands.look.trace_text import _step_lines as step_lines
from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.operations.trace.rows_to_people import Place, count_steps
from tasks.operations.trace.steps import STEP_TEXTS, Waterfall, movement_steps
from tests.unit.measure.lake_rows import heads, registration, write_position
from warehouse.dimensions.regions import load_regions

RULES = rules_of(FigureSettings.of(Settings()), regions=load_regions())
AS_OF = date(2024, 5, 31)
BUOL, PALU = "72.05", "72.71"
MUARA_ENIM, PENUKAL = "16.03", "16.12"  # split; the district tells them apart


def written(folder: Path) -> list[Position]:
    first = [
        registration(1),
        registration(1, 1),  # a second card of the same person
        registration(2, last_paid=date(2023, 1, 1)),
        registration(3, ended_on=date(2024, 5, 1)),
        registration(4, registered_on=date(2024, 6, 1)),
        registration(5, segment="PMI", last_paid=date(2024, 5, 1)),
        registration(6, region_domicile=PALU),  # ended in the newer position of K02
        registration(7, region_domicile=PALU),
        registration(8, 0, region_domicile=PALU, registered_on=date(2019, 1, 1)),
        registration(8, 1, registered_on=date(2021, 1, 1)),  # lives where the later registration says
        heads(25),
        heads(5, region_domicile=PALU),
    ]
    second = [registration(6, ended_on=date(2024, 5, 1), region_domicile=PALU), registration(7, region_domicile=PALU)]
    return [
        write_position(folder, "K01", date(2024, 5, 20), first),
        write_position(folder, "K02", AS_OF, second),
    ]


def steps(positions: Sequence[Position], region: str, basis: str) -> dict[str, int]:
    return {
        key: number
        for key, number in count_steps(positions, place=Place(region=region, basis=basis, as_of=AS_OF, rules=RULES))
        if number
    }


def test_a_trace_by_nik_tells_each_step(tmp_path: Path) -> None:
    assert steps(written(tmp_path), BUOL, "nik") == {
        "rows": 13, "without_nik": -1, "lapsed": -1, "ended": -2, "not_yet": -1, "repeated": -2, "same_person": -2,
        "not_counted": -1, "heads": 25,
    }  # fmt: skip


def test_the_nation_counts_migrants_and_all_heads(tmp_path: Path) -> None:
    assert steps(written(tmp_path), "ID", "nik") == {
        "rows": 14, "without_nik": -2, "lapsed": -1, "ended": -2, "not_yet": -1, "repeated": -2, "same_person": -2,
        "heads": 30,
    }  # fmt: skip


def test_by_home_the_latest_registration_places(tmp_path: Path) -> None:
    positions = written(tmp_path)
    assert steps(positions, PALU, "domicile") == {
        "rows": 6, "without_nik": -1, "ended": -1, "repeated": -2, "placed_elsewhere": -1, "heads": 5,
    }  # fmt: skip
    assert steps(positions, "72", "domicile")["rows"] == 14
    assert "placed_elsewhere" not in steps(positions, "72", "domicile")


@pytest.mark.parametrize(
    ("region", "expected"),
    [(MUARA_ENIM, {"rows": 2, "crosswalk_out": -1}), (PENUKAL, {"crosswalk_in": 1}), ("16", {"rows": 2})],
)
def test_a_trace_tells_of_split_regencies(tmp_path: Path, region: str, expected: dict[str, int]) -> None:
    people = [
        registration(n, region_nik=MUARA_ENIM, district_nik=district) for n, district in enumerate(("160305", "160301"))
    ]
    found = steps([write_position(tmp_path, "K01", AS_OF, people)], region, "nik_adjusted")
    assert {key: abs(number) for key, number in found.items()}.keys() == expected.keys()
    assert found == expected


def test_without_positions_there_is_nothing(tmp_path: Path) -> None:
    assert steps([], "ID", "nik") == {}


def test_a_sum_that_is_not_what_was_published_is_told() -> None:
    met = Waterfall(figure="active", steps=[("rows", 12_000), ("lapsed", -1)], published=11_999)
    missed = Waterfall(figure="active", steps=met.steps, published=12_001)
    assert (met.total, met.meets, missed.meets) == (11_999, True, False)
    assert "DIFFERS" not in "\n".join(step_lines(met))
    assert "= 11,999  active, as published" in "\n".join(step_lines(met))
    assert "DIFFERS: diterbitkan / published 12,001" in "\n".join(step_lines(missed))


def test_a_movement_whose_parts_do_not_add_up_is_told() -> None:
    row: dict[str, Any] = {"comparison": "december", "compared_with": date(2023, 12, 31), "active_then": 10}
    row |= {"new": 4, "returned": 1, "lapsed": 2, "ended": 0, "gone": 1, "net": 2, "active_now": 12}
    good = movement_steps(row, rows_then=None)
    assert (good.people.meets, good.net.meets) == (True, True)
    assert not movement_steps(row | {"net": 3}, rows_then=None).net.meets
    assert not movement_steps(row | {"active_now": 13}, rows_then=None).people.meets


def test_every_step_has_a_text_in_both_languages() -> None:
    assert all(text.id and text.en and text.id != text.en for text in STEP_TEXTS.values())
