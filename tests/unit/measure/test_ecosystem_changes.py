"""Movement and trend of ecosystems, by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from expectations.contracts import FEEDS
from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.tables.ecosystem_changes import ecosystem_movement, ecosystem_trend
from tasks.measure.tables.ecosystems import ecosystem_figures
from tests.unit.measure.lake_rows import heads, registration
from tests.unit.measure.measuring import measure_delivered
from warehouse.dimensions.regions import load_regions
from warehouse.figures.tables.place import ECOSYSTEM
from warehouse.submissions.references import reference_schema

APRIL, MAY, JUNE = date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 30)
YEAR_START = date(2024, 1, 1)
Delivered = dict[tuple[str, date], list[dict[str, Any]]]


def population(number: int, of: date = YEAR_START, issuer: str = "E01", category: str = "KADER") -> tuple[Any, ...]:
    return "72.05", category, of, number, None, of, issuer


def moved(folder: Path, delivered: Delivered, *populations: tuple[Any, ...], **wanted: Any) -> list[dict[str, Any]]:
    """Rows of Buol against the month before."""
    facts = measure_delivered(folder, delivered, as_of=MAY)
    rows, regions = (
        pl.DataFrame(list(populations), schema=reference_schema(FEEDS["ecosystem"]), orient="row"),
        load_regions(),
    )
    now = ecosystem_figures(
        rows, coverage=facts.coverage, categories=facts.tables["ucj_category"], as_of=MAY, regions=regions
    )
    rules = rules_of(FigureSettings.of(Settings()), regions=regions)
    table = ecosystem_movement(rows, ecosystems=now, then=facts.then, as_of=MAY, regions=regions, rules=rules)
    return table.filter(**{"region_code": "72.05", "basis": "nik", "comparison": "previous_month", **wanted}).to_dicts()


def cadre(person: int, **given: Any) -> dict[str, Any]:
    return registration(person, category="KADER", **given)


def test_people_and_heads_of_a_category_against_the_month_before(tmp_path: Path) -> None:
    """1 of 3 then and 2 of 3 now are 33.33 and 66.67 %; the exact difference is 33.33 points."""
    delivered = {
        ("A", APRIL): [cadre(1), registration(2, category="BPD")],
        ("A", MAY): [cadre(1), registration(2, category="BPD"), heads(1, category="KADER")],
    }
    (row,) = moved(tmp_path, delivered, population(3))
    names = ("compared_with", "active_then", "active_now", "change_people", "population_then", "coverage_then_pct")
    assert [row[name] for name in names] == [APRIL, 1, 2, 1, 3, Decimal("33.33")]
    assert (row["change_points"], row["flags"]) == (Decimal("33.33"), "")


def test_a_date_without_any_position_is_left_out(tmp_path: Path) -> None:
    delivered = {("A", APRIL): [cadre(1)], ("A", MAY): [cadre(1)]}
    assert moved(tmp_path, delivered, population(3), comparison="year_ago") == []
    assert len(moved(tmp_path, delivered, population(3))) == 1


def test_points_are_not_stated_where_the_population_is_another_one(tmp_path: Path) -> None:
    delivered = {("A", APRIL): [cadre(1)], ("A", MAY): [cadre(1)]}
    newer = population(4, of=date(2024, 5, 1))
    (row,) = moved(tmp_path, delivered, population(3), newer)
    assert (row["population_then"], row["population_then_date"], row["coverage_then_pct"]) == (
        3,
        YEAR_START,
        Decimal("33.33"),
    )
    assert (row["change_people"], row["change_points"], row["flags"]) == (0, None, "population_changed")
    (row,) = moved(tmp_path, delivered, newer)
    assert (row["population_then"], row["change_people"], row["change_points"], row["flags"]) == (None, 0, None, "")


def test_points_are_not_stated_where_a_branch_had_no_position_then(tmp_path: Path) -> None:
    delivered = {("A", APRIL): [cadre(1)], ("A", MAY): [cadre(1)], ("B", MAY): [cadre(2)]}
    (row,) = moved(tmp_path, delivered, population(3))
    assert (row["change_people"], row["change_points"]) == (1, None)
    assert row["flags"] == "branch_without_then;then_incomplete"


def test_a_person_was_in_the_categories_that_he_counted_with(tmp_path: Path) -> None:
    """Who also worked abroad as a cadre counted as the wage earner that he was."""
    abroad = cadre(1, segment="PMI", ends_on=date(2024, 12, 31), last_paid=None)
    both = [registration(1, 1, category="UMUM"), abroad, registration(2, 1, category="BPD"), cadre(2, card=2)]
    found = moved(tmp_path, {("A", APRIL): both, ("A", MAY): both}, population(3), population(3, category="UMUM"))
    assert {row["category"]: (row["active_then"], row["active_now"]) for row in found} == {
        "KADER": (1, 1),
        "UMUM": (1, 1),
    }


def ecosystem_row(day: date, active: int, population: int, **more: Any) -> pl.DataFrame:
    given = {"as_of": day, "level": "regency", "region_code": "72.05", "basis": "domicile", "category": "KADER"}
    given |= {"active": active, "population": population, "population_date": YEAR_START, "issuer": "E01", "flags": ""}
    row = dict.fromkeys(ECOSYSTEM.column_names) | given | {"gap_people": 0} | more
    return pl.DataFrame([row], schema=dict(ECOSYSTEM.schema))


def test_a_series_has_what_was_measured_and_the_change_since_the_date_before() -> None:
    earlier = {APRIL: ecosystem_row(APRIL, 1, 7, flags="population_later_position"), MAY: ecosystem_row(MAY, 1, 3)}
    rows = ecosystem_trend(earlier, ecosystems=ecosystem_row(JUNE, 2, 3), as_of=JUNE, grounds={})
    assert rows.select("series_date", "active", "population", "change_points", "flags").rows() == [
        (APRIL, 1, 7, None, "population_later_position"),
        (MAY, 1, 3, None, "population_changed"),
        (JUNE, 2, 3, Decimal("33.33"), ""),
    ]
    assert set(rows["as_of"]) == {JUNE}


def test_a_month_without_the_ecosystem_is_not_jumped_over() -> None:
    earlier = {APRIL: ecosystem_row(APRIL, 1, 3), MAY: ecosystem_row(MAY, 1, 3).clear()}
    rows = ecosystem_trend(earlier, ecosystems=ecosystem_row(JUNE, 2, 3), as_of=JUNE, grounds={})
    assert rows.select("series_date", "change_points").rows() == [(APRIL, None), (JUNE, None)]


def test_an_ecosystem_that_is_no_longer_there_has_no_series() -> None:
    earlier = {MAY: ecosystem_row(MAY, 1, 3, category="BPD")}
    rows = ecosystem_trend(earlier, ecosystems=ecosystem_row(JUNE, 2, 3), as_of=JUNE, grounds={})
    assert rows["category"].to_list() == ["KADER"]
