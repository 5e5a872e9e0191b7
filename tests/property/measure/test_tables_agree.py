"""All tables count the same people: those of the coverage table, each by the registrations that he counts with."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tasks.measure.facts import Facts
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.measure import measure_coverage
from tasks.publish.gate.relations import segment_funder_problems
from tests.drawn import drawn
from tests.property.measure.naive_movement import newest_of_each_branch
from tests.property.measure.test_carried_on import Delivered
from tests.property.measure.test_measure_agrees import (
    AS_OF,
    EXPECTED,
    choices,
    chosen_settings,
    delivered_rows,
    past_of,
    small_country,
)
from tests.unit.measure.lake_rows import eligible_frame, registration, write_position
from warehouse.dimensions.closed_lists import SINCE

PLACE = ["basis", "region_code"]
PAID = st.sampled_from([date(2024, 3, 1), date(2024, 1, 1), date(2023, 12, 1)])  # current, or in arrears


@st.composite
def with_people_abroad(draw: st.DrawFn) -> Delivered:
    """Positions with some people more who hold PMI and another segment, each paid up or in arrears."""
    delivered = dict(draw(delivered_rows()))
    branch, day = max(delivered, key=lambda slot: slot[1])
    rows = [
        registration(
            100 + number,
            0,
            segment=segment,
            row_no=1_000 + 2 * number + place,
            branch=branch,
            position_date=day,
            **dict.fromkeys(("region_nik", "region_domicile", "region_workplace"), "52.01"),
            last_paid=draw(PAID),
            funder=draw(st.sampled_from(["CSR", "APBN"])),
            jkk=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 3)))
        for place, segment in enumerate([draw(st.sampled_from(["PU", "BPU"])), "PMI"])
    ]
    return delivered | {(branch, day): [*delivered[branch, day], *rows]}


def facts_of(delivered: Delivered, folder: Path, *, chosen: dict[str, Any]) -> Facts:
    positions = {slot: write_position(folder, *slot, rows) for slot, rows in delivered.items()}
    return measure_coverage(
        as_of=AS_OF,
        positions=[positions[one] for one in newest_of_each_branch(delivered, AS_OF).items()],
        expected_branches=EXPECTED,
        eligible=eligible_frame(),
        regions=small_country(),
        settings=FigureSettings.of(chosen_settings(chosen)),
        past=past_of(positions.values()),
    )


def summed(table: pl.DataFrame, key: list[str], column: str = "active") -> dict[tuple[Any, ...], int]:
    sums = table.group_by(key).agg(pl.col(column).sum()).filter(pl.col(column) != 0)
    return {tuple(place): number for *place, number in sums.iter_rows()}


@drawn(by_day=10, by_night=60)
@given(delivered=with_people_abroad(), chosen=choices)
def test_the_people_of_every_table_are_those_of_coverage(delivered: Delivered, chosen: dict[str, Any]) -> None:
    people = {slot: [row for row in rows if row["person_id"] is not None] for slot, rows in delivered.items()}
    with tempfile.TemporaryDirectory() as folder:
        facts = facts_of(people, Path(folder), chosen=chosen)
    coverage, arrears = facts.tables["ucj_coverage"], facts.tables["ucj_arrears"]
    active = summed(coverage, PLACE)
    assert summed(arrears, PLACE) == active
    assert summed(arrears.filter(unpaid_months=0), PLACE) == summed(coverage, PLACE, "active_strict")
    of_nik = {place: number for place, number in active.items() if place[0] == "nik"}
    for one, other in (("sex", "age_group"), ("age_group", "sex")):
        everyone = facts.tables["ucj_sex_age"].filter(pl.col(one) == "TOTAL", pl.col(other) != "TOTAL")
        assert summed(everyone, PLACE) == of_nik
    for name in ("ucj_programme", "ucj_funder", "ucj_category"):
        most = facts.tables[name].group_by(PLACE).agg(pl.col("active").max()).iter_rows()
        assert all(number <= active.get((basis, region), 0) for basis, region, number in most), name
    for name in ("ucj_funder", "ucj_category"):  # everyone has one at least
        parts = summed(facts.tables[name], PLACE)
        assert parts.keys() == active.keys()
        assert all(parts[place] >= number for place, number in active.items()), name
    strict = facts.tables["ucj_category"].group_by(PLACE).agg(pl.col("active_strict").max()).iter_rows()
    assert all(number <= summed(coverage, PLACE, "active_strict").get((*place,), 0) for *place, number in strict)
    since = [*PLACE, "comparison"]
    cohorts = facts.tables["ucj_cohort"].filter(pl.col("comparison") != SINCE)  # those have no row of movement
    assert summed(cohorts, since) == summed(facts.tables["ucj_movement"], since, "new")


@drawn(by_day=10, by_night=60)
@given(delivered=with_people_abroad(), chosen=choices)
def test_the_nation_is_its_provinces_and_two_parts_more(delivered: Delivered, chosen: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        facts = facts_of(delivered, Path(folder), chosen=chosen)
    for column in ("active", "active_strict", "active_unlinked"):
        provinces = facts.coverage.filter(level="province").group_by("basis").agg(pl.col(column).sum())
        parts = facts.parts.filter(pl.col("part") != "regional").group_by("basis").agg(pl.col(column).sum())
        nation = facts.coverage.filter(level="national").select("basis", column)
        assert summed(pl.concat([provinces, parts]), ["basis"], column) == summed(nation, ["basis"], column)
    assert (facts.parts["active_strict"] >= 0).all()  # nothing is taken away
    unplaced = facts.parts.filter(part="unplaced").filter(pl.col("active") > 0)
    assert summed(facts.coverage, ["basis"], "unplaced") == summed(unplaced, ["basis"])
    assert segment_funder_problems(facts.tables) == []
    villages = facts.tables["ucj_village"]
    of_levels = [summed(villages.filter(level=level), ["basis"]) for level in ("national", "province", "regency")]
    assert of_levels[0] == of_levels[1] == of_levels[2]
