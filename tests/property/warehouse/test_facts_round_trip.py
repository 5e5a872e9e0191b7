"""Any figures the schema allows come back exactly."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.integration.warehouse.deliveries import NOON
from warehouse.engine import open_catalogue
from warehouse.fact_schema import COVERAGE, PARTICIPATION
from warehouse.facts import read_facts, replace_facts
from warehouse.runs import start_run

AS_OF = date(2026, 1, 31)
counts = st.integers(0, 2**53)
percentages = st.none() | st.decimals(0, Decimal("99999999.99"), places=2)
small = st.none() | st.integers(1, 514)
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)

coverage_rows = st.fixed_dictionaries(
    {
        "as_of": st.just(AS_OF),
        "level": st.sampled_from(["national", "province", "regency"]),
        "region_code": st.from_regex(r"[1-9][0-9]\.[0-9]{2}", fullmatch=True),
        "region_name": text,
        "basis": st.sampled_from(["nik", "domicile", "workplace"]),
        "eligible": st.none() | counts,
        "active": counts,
        "active_strict": counts,
        "active_unlinked": counts,
        "coverage_pct": percentages,
        "coverage_strict_pct": percentages,
        "rank_in_province": small,
        "rank_national": small,
        "branches_in": st.integers(0, 325),
        "branches_expected": st.integers(0, 325),
        "eligible_year": st.none() | st.integers(2000, 2100),
        "eligible_version": st.none() | text,
        "flags": text,
    }
)
participation_rows = st.fixed_dictionaries(
    {
        "as_of": st.just(AS_OF),
        "level": st.just("regency"),
        "region_code": st.from_regex(r"[1-9][0-9]\.[0-9]{2}", fullmatch=True),
        "basis": st.just("nik"),
        "segment": st.sampled_from(["PU", "BPU", "JAKON", "PMI"]),
        "active": counts,
        "active_strict": counts,
        "active_primary": counts,
        "eligible": st.none() | counts,
        "coverage_pct": percentages,
    }
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "warehouse.db"
    engine = open_catalogue(f"sqlite:///{path}")
    start_run(engine, as_of=AS_OF, at=NOON)
    engine.dispose()
    return path


@settings(max_examples=30, deadline=None)
@given(
    coverage=st.lists(coverage_rows, max_size=6, unique_by=lambda row: (row["basis"], row["region_code"])),
    participation=st.lists(participation_rows, max_size=6, unique_by=lambda row: (row["region_code"], row["segment"])),
)
def test_round_trip(template: Path, coverage: list[dict[str, Any]], participation: list[dict[str, Any]]) -> None:
    frames = pl.DataFrame(coverage, schema=COVERAGE), pl.DataFrame(participation, schema=PARTICIPATION)
    with TemporaryDirectory() as folder:
        engine = open_catalogue(f"sqlite:///{shutil.copy(template, folder)}")
        for _ in range(2):
            replace_facts(engine, as_of=AS_OF, run_id=1, coverage=frames[0], participation=frames[1])
        stored = read_facts(engine, as_of=AS_OF)
        engine.dispose()
    assert_frame_equal(stored.coverage, frames[0])
    assert_frame_equal(stored.participation, frames[1])
