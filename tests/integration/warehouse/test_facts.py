"""Facts come back as they were put, and are replaced as a whole."""

from datetime import date
from decimal import Decimal
from itertools import product

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from expectations.contracts.codes import code_lists
from tests.integration.warehouse.deliveries import NOON
from warehouse.catalogue.runs import start_run
from warehouse.catalogue.transactions import reading
from warehouse.dimensions.sync import BranchEntry, sync_branches, sync_codes
from warehouse.errors import FactsMalformed
from warehouse.figures.tables import FACT_TABLES
from warehouse.figures.tables.coverage import COVERAGE, SEGMENT_COVERAGE
from warehouse.releases.facts import read_facts, replace_facts

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
BASES = ("nik", "domicile", "workplace")


def coverage_frame(as_of: date, codes: tuple[str, ...]) -> pl.DataFrame:
    rows = [
        {
            "as_of": as_of,
            "level": "regency",
            "region_code": code,
            "region_name": f"Kabupaten {code}",
            "basis": basis,
            "eligible": None if number % 3 == 0 else number,
            "active": number,
            "active_strict": number - 1,
            "active_unlinked": 0,
            "coverage_pct": None if number % 3 == 0 else Decimal(number) + Decimal("0.05"),
            "coverage_strict_pct": None if number % 3 == 0 else Decimal("150.87"),
            "rank_in_province": None if number % 3 == 0 else 1,
            "rank_national": number,
            "branches_in": 2,
            "branches_expected": 3,
            "eligible_year": None if number % 3 == 0 else 2025,
            "eligible_version": "2025-1" if number % 2 else None,
            "flags": "",
            "in_doubt": 0,
            "active_carried_forward": 0,
            "branches_carried_forward": 1,
            "branches_missing": 0,
            "oldest_position_days": None if number % 3 == 0 else 40,
            "coverage_class": None if number % 3 == 0 else "low",
        }
        for number, (basis, code) in enumerate(product(BASES, codes))
    ]
    return pl.DataFrame(rows, schema=dict(COVERAGE.schema))


def participation_frame(as_of: date, codes: tuple[str, ...]) -> pl.DataFrame:
    rows = [
        (as_of, "regency", code, basis, segment, 5_000_000_000, 4, 3, None, Decimal("0.01"))
        for basis, code, segment in product(BASES, codes, ("PU", "BPU", "JAKON", "PMI"))
    ]
    return pl.DataFrame([(*row, "") for row in rows], schema=dict(SEGMENT_COVERAGE.schema), orient="row")


@pytest.fixture
def run_id(engine: Engine) -> int:
    return start_run(engine, as_of=JANUARY, at=NOON).id


def all_tables(coverage: pl.DataFrame, participation: pl.DataFrame) -> dict[str, pl.DataFrame]:
    given = {"ucj_coverage": coverage, "ucj_segment": participation}
    return {table.name: given.get(table.name, table.empty()) for table in FACT_TABLES}


def put(engine: Engine, run_id: int, as_of: date, codes: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
    frames = coverage_frame(as_of, codes), participation_frame(as_of, codes)
    replace_facts(engine, as_of=as_of, run_id=run_id, tables=all_tables(*frames))
    return frames


def test_same_frames_in_the_same_order(engine: Engine, run_id: int) -> None:
    coverage, participation = put(engine, run_id, JANUARY, ("72.05", "ID", "72"))
    stored = read_facts(engine, as_of=JANUARY)
    assert_frame_equal(stored["ucj_coverage"], coverage)
    assert_frame_equal(stored["ucj_segment"], participation)


def test_replaced_as_a_whole_and_only_that_date(engine: Engine, run_id: int) -> None:
    january, _ = put(engine, run_id, JANUARY, ("72.05", "72.06"))
    put(engine, run_id, FEBRUARY, ("72.05", "72.06"))
    february, segments = put(engine, run_id, FEBRUARY, ("72.07",))
    assert_frame_equal(read_facts(engine, as_of=JANUARY)["ucj_coverage"], january)
    assert_frame_equal(read_facts(engine, as_of=FEBRUARY)["ucj_coverage"], february)
    assert_frame_equal(read_facts(engine, as_of=FEBRUARY)["ucj_segment"], segments)


def test_a_failed_replacement_leaves_the_earlier_figures(engine: Engine, run_id: int) -> None:
    january, _ = put(engine, run_id, JANUARY, ("72.05",))
    segments = participation_frame(JANUARY, ("72.06",))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        replace_facts(
            engine,
            as_of=JANUARY,
            run_id=run_id,
            tables=all_tables(coverage_frame(JANUARY, ("72.06",)), pl.concat([segments, segments])),
        )
    assert_frame_equal(read_facts(engine, as_of=JANUARY)["ucj_coverage"], january)


def test_there_are_no_facts_before_the_first_measurement(engine: Engine) -> None:
    stored = read_facts(engine, as_of=JANUARY)
    assert_frame_equal(stored["ucj_coverage"], pl.DataFrame(schema=dict(COVERAGE.schema)))
    assert_frame_equal(stored["ucj_segment"], pl.DataFrame(schema=dict(SEGMENT_COVERAGE.schema)))


def test_percentages_are_basis_points_in_sql(engine: Engine, run_id: int) -> None:
    put(engine, run_id, JANUARY, ("72.05",))
    with reading(engine) as connection:
        rows = connection.execute(
            text("SELECT coverage_bp, coverage_strict_bp FROM fact_coverage ORDER BY place")
        ).all()
    assert [tuple(row) for row in rows] == [(None, None), (105, 15087), (205, 15087)]


def test_frames_of_another_shape_are_refused(engine: Engine, run_id: int) -> None:
    coverage, participation = coverage_frame(JANUARY, ("72.05",)), participation_frame(JANUARY, ("72.05",))
    for wrong in (
        coverage.drop("flags"),
        coverage.cast({"active": pl.Int32}),
        coverage.cast({"coverage_pct": pl.Float64}),
        coverage.select(sorted(coverage.columns)),
        coverage_frame(FEBRUARY, ("72.05",)),
    ):
        with pytest.raises(FactsMalformed):
            replace_facts(engine, as_of=JANUARY, run_id=run_id, tables=all_tables(wrong, participation))
    assert read_facts(engine, as_of=JANUARY)["ucj_coverage"].is_empty()


def test_a_missing_table_is_refused(engine: Engine, run_id: int) -> None:
    tables = all_tables(coverage_frame(JANUARY, ("72.05",)), participation_frame(JANUARY, ("72.05",)))
    del tables["ucj_village"]
    with pytest.raises(FactsMalformed, match="ucj_village"):
        replace_facts(engine, as_of=JANUARY, run_id=run_id, tables=tables)


def test_figures_name_the_versions_in_force(engine: Engine, run_id: int) -> None:
    named = text("SELECT run_id, as_of, region_version_id, branch_version_id, code_version_id FROM run_measurement")
    put(engine, run_id, JANUARY, ("72.05",))
    with reading(engine) as connection:
        assert [row[2:] for row in connection.execute(named)] == [(None, None, None)]
    sync_branches(engine, [BranchEntry(code="K01")], on=JANUARY)
    sync_codes(engine, code_lists(), on=JANUARY)
    put(engine, run_id, JANUARY, ("72.05",))
    sync_branches(engine, [], on=JANUARY)
    later = start_run(engine, as_of=JANUARY, at=NOON).id
    put(engine, later, JANUARY, ("72.05",))
    with reading(engine) as connection:
        found = [(row[0], f"{row[1]}", *row[2:]) for row in connection.execute(named)]
    assert sorted(found) == [(run_id, "2026-01-31", None, 1, 2), (later, "2026-01-31", None, 3, 2)]
