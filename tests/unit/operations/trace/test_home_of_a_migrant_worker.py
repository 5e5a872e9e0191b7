"""A person's home is that of the registrations that he counts with, in a trace as in the figure."""

from datetime import date
from pathlib import Path

import pytest

from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.operations.trace.rows_to_people import Place, count_steps
from tests.unit.measure.lake_rows import registration, write_position
from warehouse.dimensions.regions import load_regions

AS_OF = date(2024, 5, 31)


@pytest.mark.parametrize(("region", "people"), [("72.05", 1), ("72.71", 0)])
def test_a_newer_registration_as_a_migrant_worker_moves_nobody(tmp_path: Path, region: str, people: int) -> None:
    wage_earner = registration(1, region_domicile="72.05")
    abroad = registration(1, segment="PMI", region_domicile="72.71", registered_on=date(2024, 1, 1))
    rules = rules_of(FigureSettings.of(Settings()), regions=load_regions())
    place = Place(region=region, basis="domicile", as_of=AS_OF, rules=rules)
    position = write_position(tmp_path, "K01", AS_OF, [wage_earner, abroad])
    assert sum(number for _, number in count_steps([position], place=place)) == people
