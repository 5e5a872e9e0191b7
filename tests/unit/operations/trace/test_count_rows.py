"""Rows behind a figure are found in the region in which the figure counts them."""

from datetime import date
from pathlib import Path

import pytest

from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.operations.trace.trace import count_rows
from tests.unit.measure.lake_rows import heads, registration, write_position
from warehouse.dimensions.regions import load_regions

RULES = rules_of(FigureSettings.of(Settings()), regions=load_regions())
AS_OF = date(2024, 5, 31)
MUARA_ENIM, PENUKAL = "16.03", "16.12"  # split; all districts that left are known
LAMPUNG_BARAT, PESISIR_BARAT = "18.04", "18.13"  # some are

CASES = [
    (MUARA_ENIM, "nik", 4),
    (PENUKAL, "nik", 0),
    (MUARA_ENIM, "nik_adjusted", 2),
    (PENUKAL, "nik_adjusted", 2),
    ("16", "nik_adjusted", 4),
    (LAMPUNG_BARAT, "nik_adjusted", 1),
    (PESISIR_BARAT, "nik_adjusted", 0),
    ("72.05", "nik_adjusted", 1),
    ("ID", "nik_adjusted", 6),
]


@pytest.mark.parametrize(("region", "basis", "rows"), CASES)
def test_people_are_counted_once_in_the_region_of_the_basis(tmp_path: Path, region: str, basis: str, rows: int) -> None:
    found = count_rows(written(tmp_path), region=region, basis=basis, as_of=AS_OF, rules=RULES)
    assert found == (rows, rows)


@pytest.mark.parametrize("basis", ["nik", "nik_adjusted", "domicile", "workplace"])
def test_heads_are_where_their_project_has_its_village_on_every_basis(tmp_path: Path, basis: str) -> None:
    file = write_position(tmp_path, "K01", AS_OF, [heads(25, region_domicile="72.05", region_workplace="72.71")]).path
    for region, rows in (("72.05", 1), ("72.71", 0)):
        assert count_rows(file, region=region, basis=basis, as_of=AS_OF, rules=RULES) == (rows, rows)


def test_a_split_regency_gets_its_people_once_it_is_switched_on(tmp_path: Path) -> None:
    rules = rules_of(FigureSettings.of(Settings(split_regencies=(PESISIR_BARAT,))), regions=load_regions())
    file = written(tmp_path)
    for region, rows in ((LAMPUNG_BARAT, 0), (PESISIR_BARAT, 1)):
        found = count_rows(file, region=region, basis="nik_adjusted", as_of=AS_OF, rules=rules)
        assert found == (rows, rows)


def written(folder: Path) -> Path:
    districts = {"160305": MUARA_ENIM, "160320": MUARA_ENIM, "160301": MUARA_ENIM, "160302": MUARA_ENIM}
    people = [
        registration(n, region_nik=region, district_nik=district)
        for n, (district, region) in enumerate((districts | {"180401": LAMPUNG_BARAT}).items())
    ]
    return write_position(folder, "K01", AS_OF, [*people, heads(25)]).path
