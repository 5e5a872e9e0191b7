from typing import get_args

import polars as pl
import pytest

from settings import Segment
from tasks.measure.completeness import COMPLETENESS as MEASURED_COMPLETENESS
from tasks.publish.table import Table
from tasks.publish.tables import COMPLETENESS, COVERAGE, SEGMENTS, TABLES
from warehouse import fact_schema

ISSUE_COLUMNS = (
    "as_of, level, region_code, region_name, basis, eligible, active, active_strict, active_unlinked, coverage_pct, "
    "coverage_strict_pct, rank_in_province, rank_national, branches_in, branches_expected, eligible_year, "
    "eligible_version, flags"
)
ISSUE_SEGMENT_COLUMNS = (
    "as_of, level, region_code, basis, segment, active, active_strict, active_primary, eligible, coverage_pct"
)


@pytest.mark.parametrize(("table", "columns"), [(COVERAGE, ISSUE_COLUMNS), (SEGMENTS, ISSUE_SEGMENT_COLUMNS)])
def test_columns_are_those_agreed_in_their_order(table: Table, columns: str) -> None:
    assert table.column_names == columns.split(", ")


@pytest.mark.parametrize(
    ("table", "measured"),
    [
        (COVERAGE, fact_schema.COVERAGE),
        (SEGMENTS, fact_schema.PARTICIPATION),
        (COMPLETENESS, {"as_of": pl.Date, **MEASURED_COMPLETENESS}),
    ],
)
def test_types_are_those_of_the_facts(table: Table, measured: dict[str, pl.DataType]) -> None:
    assert pl.Schema(dict(table.schema)) == pl.Schema(measured)


@pytest.mark.parametrize("table", TABLES)
def test_everything_has_a_text_in_both_languages(table: Table) -> None:
    texts = [table.title, table.description, *(t for c in table.columns for t in (c.title, c.description))]
    assert all(text.id.strip() and text.en.strip() for text in texts)


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_columns_that_are_always_there(table: Table) -> None:
    required = {column.name for column in table.columns if column.required}
    assert required.issuperset(table.primary_key)
    for key in table.foreign_keys:
        assert required.issuperset(key.columns)
        assert key.columns == next(t for t in TABLES if t.name == key.table).primary_key


def test_segments_are_those_of_the_settings() -> None:
    column = next(column for column in SEGMENTS.columns if column.name == "segment")
    assert column.values == get_args(Segment)
