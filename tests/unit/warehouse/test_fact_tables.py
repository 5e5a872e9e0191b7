"""What every declared table of figures keeps to."""

from typing import get_args

import pytest

from settings import Segment
from warehouse.figures.columns import SEGMENT
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import FACT_TABLE, FACT_TABLES

PUBLISHED_FIRST = {
    "ucj_coverage": "as_of, level, region_code, region_name, basis, eligible, active, active_strict, active_unlinked, "
    "coverage_pct, coverage_strict_pct, rank_in_province, rank_national, branches_in, branches_expected, "
    "eligible_year, eligible_version, flags",
    "ucj_segment": "as_of, level, region_code, basis, segment, active, active_strict, active_primary, eligible, "
    "coverage_pct",
}
DUE = (
    "ucj_coverage ucj_segment ucj_programme ucj_funder ucj_category ucj_ecosystem ucj_village ucj_target ucj_movement "
    "ucj_segment_funder ucj_sex_age ucj_employer ucj_ecosystem_movement ucj_ecosystem_trend "
    "ucj_cohort ucj_trend ucj_arrears ucj_expiry ucj_benefit ucj_benefit_year ucj_completeness"
)


def test_every_table_that_was_agreed_is_there() -> None:
    assert sorted(FACT_TABLE) == sorted(DUE.split())


@pytest.mark.parametrize("name", PUBLISHED_FIRST)
def test_columns_once_published_stay_first_and_in_their_order(name: str) -> None:
    columns = PUBLISHED_FIRST[name].split(", ")
    assert FACT_TABLE[name].column_names[: len(columns)] == columns


@pytest.mark.parametrize("table", FACT_TABLES, ids=lambda table: table.name)
def test_everything_has_a_text_in_both_languages(table: FactTable) -> None:
    texts = [table.title, table.description, *(t for c in table.columns for t in (c.title, c.description))]
    assert all(text.id.strip() and text.en.strip() for text in texts)


@pytest.mark.parametrize("table", FACT_TABLES, ids=lambda table: table.name)
def test_keys_are_columns_that_are_always_there(table: FactTable) -> None:
    required = {column.name for column in table.columns if column.required}
    assert required.issuperset(table.primary_key)
    for key in table.foreign_keys:
        assert required.issuperset(key.columns)
        assert key.columns == next(t for t in FACT_TABLES if t.name == key.table).primary_key


def test_segments_are_those_of_the_settings() -> None:
    assert SEGMENT.values == get_args(Segment)
