"""The same question answered by two tables has one answer: every such pair of answers, in any made-up nation."""

import tempfile
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given

from expectations.contracts import FEEDS
from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.measure import measure_coverage
from tasks.measure.tables.ecosystems import ecosystem_figures
from tasks.measure.tables.grounds import PositionsAt, grounds_of_series
from tasks.measure.tables.targets import target_figures
from tasks.measure.tables.trend import trend_figures
from tests.drawn import drawn
from tests.property.measure.answers import EVERYWHERE, ONE_CATEGORY, PAIRS, Delivered, Nation, Pair, summed
from tests.property.measure.naive_movement import newest_of_each_branch
from tests.property.measure.test_measure_agrees import (
    AS_OF,
    EXPECTED,
    REGENCIES,
    Row,
    choices,
    chosen_settings,
    delivered_rows,
    eligible_rows,
    past_of,
    small_country,
)
from tests.unit.measure.lake_rows import eligible_frame, registration, write_position
from warehouse.submissions.references import reference_schema


def measured(folder: Path, delivered: Delivered, *, eligible: list[Row], under: Settings) -> Nation:
    """Everything that is published of the date, the trend being of the dates that it is compared with."""
    regions = small_country()
    positions = {slot: write_position(folder, *slot, rows, row_group=4) for slot, rows in delivered.items()}
    given: dict[str, Any] = {"expected_branches": EXPECTED, "eligible": eligible_frame(*eligible), "regions": regions}

    def at(day: date) -> partial[Any]:
        found = [positions[one] for one in newest_of_each_branch(positions, day).items()]
        return partial(measure_coverage, as_of=day, positions=found, settings=FigureSettings.of(under), **given)

    facts = at(AS_OF)(past=past_of(positions.values()))
    days = sorted(past_of(positions.values()).then)
    earlier = {day: at(day)().coverage for day in days if day < AS_OF}
    populations = [("ID", "KADER", AS_OF, 9, None, AS_OF, "E01")]
    populations += [(code, "PEKERJA_RENTAN", AS_OF, 7, None, AS_OF, "E01") for code in REGENCIES]
    targets = [(code, 2024, "RPJMN", Decimal("32.15"), None, AS_OF, "R01") for code in EVERYWHERE]
    tables = {name.removeprefix("ucj_"): table for name, table in facts.tables.items()}
    tables["trend"] = trend_figures(
        [*earlier.values()],
        coverage=facts.coverage,
        as_of=AS_OF,
        grounds=grounds_of_series(
            list(earlier),
            history=past_of(positions.values()).history,
            now=PositionsAt(day=AS_OF, positions=at(AS_OF).keywords["positions"]),
            expected_branches=EXPECTED,
            regions=regions,
            rules=rules_of(FigureSettings.of(under), regions=regions),
        ),
    )
    tables["target"] = target_figures(
        pl.DataFrame(targets, schema=reference_schema(FEEDS["target"]), orient="row"),
        coverage=facts.coverage,
        as_of=AS_OF,
    )
    tables["ecosystem"] = ecosystem_figures(
        pl.DataFrame(populations, schema=reference_schema(FEEDS["ecosystem"]), orient="row"),
        coverage=facts.coverage,
        categories=tables["category"],
        as_of=AS_OF,
        regions=regions,
    )
    rows = [row for rows in delivered.values() for row in rows]
    return Nation(tables=tables, earlier=earlier, rows=rows, settings=under)


def assert_one_answer(pair: Pair, nation: Nation) -> None:
    one, other = pair.one(nation), pair.other(nation)
    assert one.columns == other.columns, pair.question
    text = [pl.col(name).cast(pl.String) for name in one.columns]
    assert sorted(one.select(text).rows(), key=str) == sorted(other.select(text).rows(), key=str), pair.question


@drawn(by_day=10, by_night=60)
@given(delivered=delivered_rows(), eligible=eligible_rows(), chosen=choices)
def test_two_tables_give_one_answer(delivered: Delivered, eligible: list[Row], chosen: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        nation = measured(Path(folder), delivered, eligible=eligible, under=chosen_settings(chosen))
    for pair in PAIRS:
        if pair.when(nation):
            assert_one_answer(pair, nation)


@drawn(by_day=5, by_night=30)
@given(delivered=delivered_rows(), eligible=eligible_rows(), chosen=choices)
def test_two_tables_give_one_answer_without_heads_and_migrant_workers(
    delivered: Delivered, eligible: list[Row], chosen: dict[str, Any]
) -> None:
    """So that every pair is asked."""
    plain = {
        slot: [row for row in rows if row["person_id"] is not None and row["segment"] != "PMI"]
        for slot, rows in delivered.items()
    }
    under = chosen_settings({**chosen, "vulnerable_categories": ONE_CATEGORY})
    with tempfile.TemporaryDirectory() as folder:
        nation = measured(Path(folder), plain, eligible=eligible, under=under)
    for pair in PAIRS:
        assert pair.when(nation), pair.question
        assert_one_answer(pair, nation)


def test_a_migrant_worker_in_arrears_at_home_has_not_paid_up(tmp_path: Path) -> None:
    home: dict[str, Any] = {"region_nik": "11.01", "last_paid": date(2024, 2, 1)}
    abroad = registration(1, **home | {"segment": "PMI", "ends_on": date(2024, 12, 31)})
    nation = measured(tmp_path, {("A01", AS_OF): [registration(1, **home), abroad]}, eligible=[], under=Settings())
    in_regions = summed("arrears", "active", "people", unpaid_months=0)(nation).filter(region_code="11.01")
    assert in_regions.is_empty()  # as active_strict has it
