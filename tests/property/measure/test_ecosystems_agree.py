"""Ecosystems, their movement and their trend equal those of the naive count, in any made-up nation."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts import FEEDS
from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.facts import Facts
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.measure import measure_coverage
from tasks.measure.tables.ecosystem_changes import ecosystem_movement, ecosystem_trend
from tasks.measure.tables.ecosystems import ecosystem_figures
from tasks.measure.tables.grounds import PositionsAt, grounds_of_series
from tasks.publish.gate.relations import ecosystem_problems
from tests.drawn import drawn
from tests.property.measure.naive_ecosystems import Ecosystems
from tests.property.measure.naive_ecosystems import ecosystem_trend as naive_trend
from tests.property.measure.naive_movement import newest_of_each_branch
from tests.property.measure.test_carried_on import Delivered
from tests.property.measure.test_measure_agrees import (
    AS_OF,
    EXPECTED,
    REGENCIES,
    VILLAGES,
    Row,
    choices,
    chosen_settings,
    delivered_rows,
    past_of,
    small_country,
)
from tests.unit.measure.lake_rows import eligible_frame, write_position
from warehouse.figures.tables import FACT_TABLE
from warehouse.submissions.references import reference_schema

CATEGORY = st.sampled_from(["PEKERJA_RENTAN", "PEKERJA_RENTAN", "NELAYAN", "UMUM"])
DATES = st.sampled_from([date(2023, 1, 1), date(2023, 12, 31), date(2024, 2, 1), AS_OF, date(2024, 4, 1)])
population_row = st.fixed_dictionaries(
    {
        "region_code": st.sampled_from(["ID", "11", "52", "96", *REGENCIES, *REGENCIES, VILLAGES[0]]),
        "category": CATEGORY,
        "as_of_date": DATES,
        "population": st.sampled_from([None, 0, 1, 3, 7, 400]),
        "target": st.sampled_from([None, 2]),
        "position_date": DATES,
        "branch": st.sampled_from(["E01", "E02"]),
    }
)


@st.composite
def population_rows(draw: st.DrawFn) -> list[Row]:
    """Single rows of all kinds, over a file that has every regency."""
    rows = draw(st.lists(population_row, max_size=8))
    if draw(st.booleans()):
        file = {"category": "PEKERJA_RENTAN", "as_of_date": date(2023, 1, 1), "position_date": date(2023, 2, 1)}
        rows += [
            file | {"region_code": code, "population": draw(st.integers(0, 9)), "target": None, "branch": "E01"}
            for code in REGENCIES
        ]
    return rows


@drawn(by_day=12, by_night=80)
@given(delivered=delivered_rows(), populations=population_rows(), chosen=choices)
def test_ecosystems_equal_the_naive_count(delivered: Delivered, populations: list[Row], chosen: dict[str, Any]) -> None:
    under = chosen_settings(chosen)
    common: dict[str, Any] = {"expected": EXPECTED, "eligible": [], "regions": small_country(), "settings": under}
    days = sorted(day for day in past_of_slots(delivered) if day < AS_OF)
    naive = [Ecosystems(delivered, populations=populations, as_of=day, **common) for day in (*days, AS_OF)]
    with tempfile.TemporaryDirectory() as folder:
        tables = measured(Path(folder), delivered, populations, days=days, under=under)
    same(tables["ucj_ecosystem"], "ucj_ecosystem", naive[-1].ecosystems())
    same(tables["ucj_ecosystem_movement"], "ucj_ecosystem_movement", naive[-1].ecosystem_movement())
    same(tables["ucj_ecosystem_trend"], "ucj_ecosystem_trend", naive_trend(naive))
    assert ecosystem_problems(tables) == []


def past_of_slots(delivered: Delivered) -> list[date]:
    """The comparison dates on or before which something was delivered."""
    oldest = min(day for _, day in delivered)
    return [day for day in (date(2023, 3, 31), date(2023, 12, 31), date(2024, 2, 29)) if day >= oldest]


def measured(
    folder: Path, delivered: Delivered, populations: list[Row], *, days: list[date], under: Settings
) -> Mapping[str, pl.DataFrame]:
    regions, rules = small_country(), rules_of(FigureSettings.of(under), regions=small_country())
    positions = {slot: write_position(folder, *slot, rows, row_group=4) for slot, rows in delivered.items()}
    rows = pl.DataFrame(populations, schema=reference_schema(FEEDS["ecosystem"]))
    past = past_of(positions.values())

    def at(day: date) -> list[Any]:
        return [positions[one] for one in newest_of_each_branch(positions, day).items()]

    def ecosystems_of(facts: Facts, day: date) -> pl.DataFrame:
        categories = facts.tables["ucj_category"]
        return ecosystem_figures(rows, coverage=facts.coverage, categories=categories, as_of=day, regions=regions)

    def measure(day: date, **more: Any) -> Facts:
        return measure_coverage(
            as_of=day,
            positions=at(day),
            expected_branches=EXPECTED,
            eligible=eligible_frame(),
            regions=regions,
            settings=FigureSettings.of(under),
            **more,
        )

    facts = measure(AS_OF, past=past)
    now = ecosystems_of(facts, AS_OF)
    return {
        **facts.tables,
        "ucj_ecosystem": now,
        "ucj_ecosystem_movement": ecosystem_movement(
            rows, ecosystems=now, then=facts.then, as_of=AS_OF, regions=regions, rules=rules
        ),
        "ucj_ecosystem_trend": ecosystem_trend(
            {day: ecosystems_of(measure(day), day) for day in days},
            ecosystems=now,
            as_of=AS_OF,
            grounds=grounds_of_series(
                days,
                history=past.history,
                now=PositionsAt(day=AS_OF, positions=at(AS_OF)),
                expected_branches=EXPECTED,
                regions=regions,
                rules=rules,
            ),
        ),
    }


def same(frame: pl.DataFrame, table: str, expected: list[Row]) -> None:
    assert frame.to_dicts() == [{name: row[name] for name in FACT_TABLE[table].column_names} for row in expected]
