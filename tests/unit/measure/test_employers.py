"""Active employers by regency of the workplace."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from settings import Settings
from tasks.measure.facts import Facts
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.measure import measure_coverage
from tests.unit.measure.lake_rows import eligible_frame, registration, write_position
from tests.unit.measure.measuring import measure_delivered
from warehouse.dimensions.regions import load_regions

AS_OF = date(2024, 5, 31)
ONE, TWO, THREE = (bytes([number]) * 16 for number in (1, 2, 3))


def measured(folder: Path, *rows: dict[str, Any]) -> Facts:
    return measure_delivered(folder, {("A", AS_OF): rows}, as_of=AS_OF)


def employers(facts: Facts, *regions: str) -> list[int | None]:
    found = dict(facts.tables["ucj_employer"].select("region_code", "employers").rows())
    return [found[region] for region in regions]


def test_an_employer_in_two_regencies_counts_in_each_and_once_above(tmp_path: Path) -> None:
    rows = [
        registration(1, employer_id=ONE, region_workplace="72.05"),
        registration(2, employer_id=ONE, region_workplace="72.06"),
        registration(3, employer_id=ONE, region_workplace="73.01"),
        registration(4, employer_id=TWO, region_workplace="72.05"),
        registration(5, employer_id=TWO, region_workplace="72.05"),
    ]
    facts = measured(tmp_path, *rows)
    assert employers(facts, "72.05", "72.06", "73.01", "72.01", "72", "73", "ID") == [2, 1, 1, 0, 2, 1, 2]
    assert set(facts.tables["ucj_employer"]["basis"]) == {"workplace"}
    assert facts.tables["ucj_employer"].height == 553


def test_who_has_no_active_wage_earner_is_no_active_employer(tmp_path: Path) -> None:
    rows = [
        registration(1, employer_id=ONE, last_paid=date(2023, 1, 1)),
        registration(2, employer_id=TWO, segment="BPU"),
        registration(3, employer_id=THREE, last_paid=date(2024, 3, 1)),
        registration(4, employer_id=None),
    ]
    assert employers(measured(tmp_path, *rows), "72.05", "ID") == [1, 1]


def test_without_a_known_workplace_an_employer_is_in_the_nation_only(tmp_path: Path) -> None:
    facts = measured(tmp_path, registration(1, employer_id=ONE, region_workplace=None))
    assert employers(facts, "72.05", "72", "ID") == [0, 0, 1]


def test_the_newest_position_of_a_registration_tells_its_employer(tmp_path: Path) -> None:
    newer, older = date(2024, 5, 20), date(2024, 5, 10)
    delivered = {
        ("A", older): [registration(1, employer_id=ONE)],
        ("B", newer): [registration(1, employer_id=ONE, ended_on=date(2024, 5, 1)), registration(2, employer_id=TWO)],
    }
    assert employers(measure_delivered(tmp_path, delivered, as_of=AS_OF), "72.05") == [1]


def test_objects_from_before_employers_were_kept_leave_the_number_open(tmp_path: Path) -> None:
    """A number without theirs would be too low."""
    new = write_position(tmp_path, "A", AS_OF, [registration(1, employer_id=ONE)])
    old = write_position(tmp_path, "B", AS_OF, [registration(2, employer_id=TWO)], lacking=("employer_id",))
    facts = [
        measure_coverage(
            as_of=AS_OF,
            positions=positions,
            expected_branches=["A", "B"],
            eligible=eligible_frame(),
            regions=load_regions(),
            settings=FigureSettings.of(Settings()),
        )
        for positions in ([new], [new, old])
    ]
    assert [employers(one, "72.05", "ID") for one in facts] == [[1, 1], [None, None]]
    assert facts[1].coverage.filter(pl.col("region_code") == "ID", basis="nik")["active"].to_list() == [2]
