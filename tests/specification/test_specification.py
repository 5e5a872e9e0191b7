"""Every example of the definitions is what measuring finds."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from expectations.contracts import ENROLMENT
from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.denominators import choose_denominators
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.registrations.states import registration_state
from tests.specification import bases, denominators, movement, states
from tests.specification.tables import Example
from tests.unit.measure.lake_rows import eligible_frame, eligible_row, registration
from tests.unit.measure.measuring import measure_delivered, row_of
from warehouse.dimensions.regions import load_regions

BASIS_NAMES = ("nik", "nik_adjusted", "domicile", "workplace")
OUTCOMES = ("new", "returned", "lapsed", "ended", "gone")


def why(example: Example) -> str:
    return example.why


@pytest.mark.parametrize("example", states.STATES.examples, ids=why)
def test_a_registration_is_in_the_state_that_the_definitions_name(example: Example) -> None:
    names = ("segment", "registered_on", "last_paid", "ends_on", "ended_on")
    given = dict(zip(names, example.given, strict=True))
    frame = pl.DataFrame([registration(1, **given)], schema=ENROLMENT.lake.schema)
    rules = rules_of(FigureSettings.of(Settings()), regions=load_regions())
    assert (frame.select(registration_state(as_of=states.AS_OF, rules=rules)).item(),) == example.expected


@pytest.mark.parametrize("example", bases.BASES.examples, ids=why)
def test_a_person_counts_where_the_basis_says(example: Example, tmp_path: Path) -> None:
    names = ("region_nik", "district_nik", "region_domicile", "region_workplace")
    person = registration(1, **dict(zip(names, example.given, strict=True)))
    as_of = date(2024, 5, 31)
    counted = measure_delivered(tmp_path, {("A", as_of): [person]}, as_of=as_of).tables["ucj_coverage"]
    there = counted.filter(pl.col("level") == "regency", pl.col("active") > 0)
    found = {basis: there.filter(basis=basis)["region_code"].to_list() for basis in BASIS_NAMES}
    expected = zip(BASIS_NAMES, example.expected, strict=True)
    assert found == {basis: [region] if region else [] for basis, region in expected}


@pytest.mark.parametrize("example", movement.MOVEMENT.examples, ids=why)
def test_a_person_moves_as_the_definitions_say(example: Example, tmp_path: Path) -> None:
    earlier, then, now, ended_on = example.given

    def rows(paid: date | None, **given: Any) -> list[dict[str, Any]]:
        return [registration(1, last_paid=paid, **given)] if paid else []

    positions = {
        ("A", date(2023, 1, 31)): [],
        ("A", date(2024, 3, 31)): rows(earlier),
        ("A", movement.THEN): rows(then),
        ("A", movement.AS_OF): rows(now, ended_on=ended_on),
    }
    facts = measure_delivered(tmp_path, positions, as_of=movement.AS_OF)
    row = row_of(facts, "ucj_movement", region_code="72.05", basis="nik", comparison="previous_month")
    found = [name for name in OUTCOMES if row[name]]
    assert (*found,) == (() if example.expected == ("stays",) else example.expected)
    assert row["active_now"] == (1 if example.expected[0] in ("new", "returned", "stays") else 0)


@pytest.mark.parametrize("example", denominators.DENOMINATORS.examples, ids=why)
def test_a_number_of_eligible_workers_is_chosen_as_the_definitions_say(example: Example) -> None:
    (delivered,) = example.given
    rows = [
        eligible_row("72.05", one.eligible, year=one.year, position_date=one.position_date, issuer=one.issuer)
        for one in delivered
    ]
    chosen = choose_denominators(eligible_frame(*rows), as_of=denominators.AS_OF, regions=load_regions())
    found = chosen.get(("72.05", "TOTAL"))
    stands = (found.eligible, found.year, tuple(found.flags)) if found else (None, None, ())
    assert stands == example.expected
