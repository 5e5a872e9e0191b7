"""The views for analysts show the figures that were put, with the names and versions of then, on both databases."""

from collections.abc import Iterator

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import Engine

from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.deliveries import Delivery, deliver
from tests.integration.warehouse.measured import FEBRUARY, JANUARY, NEW_NAME, OLD_NAME, measure, tables_of
from warehouse.catalogue.bulk_read import read_mart
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.transactions import reading, writing
from warehouse.figures.tables import FACT_TABLES
from warehouse.marts import VIEW


@pytest.fixture(scope="module")
def measured(catalogues: Catalogues) -> Iterator[Engine]:
    """One catalogue for all tests of this module: they only read."""
    address = catalogues.empty()
    engine = open_catalogue(address)
    measure(engine)
    yield engine
    engine.dispose()
    catalogues.drop(address)


@pytest.mark.parametrize("table", FACT_TABLES, ids=lambda table: table.name)
def test_a_view_of_figures_has_the_rows_that_were_put(measured: Engine, table: object) -> None:
    name = table.name  # type: ignore[attr-defined]
    put = pl.concat([tables_of(as_of)[name].drop(table.stored_only) for as_of in (JANUARY, FEBRUARY)])  # type: ignore[attr-defined]
    shown = read_mart(measured, name.replace("ucj_", "mart_", 1))
    columns = [pl.col(column).cast(dtype) for column, dtype in put.schema.items()]
    assert_frame_equal(shown.select(columns), put, check_row_order=False)
    assert shown["is_current"].to_list() == (shown["as_of"] == FEBRUARY).to_list()
    assert (
        shown.select("as_of", "run_id").unique().sort("as_of").rows()
        == [(JANUARY, 1), (FEBRUARY, 2)][: 2 * (not put.is_empty())]
    )


def test_names_of_regions_are_those_of_then(measured: Engine) -> None:
    shown = read_mart(measured, "mart_segment").sort("as_of", "region_code")
    assert shown.select("region_code", "region_name", "province_code", "province_name").rows() == [
        ("72", "Sulawesi Tengah", "72", "Sulawesi Tengah"),
        ("72.05", OLD_NAME, "72", "Sulawesi Tengah"),
        ("ID", "Indonesia", None, None),
        ("72", "Sulawesi Tengah", "72", "Sulawesi Tengah"),
        ("72.05", NEW_NAME, "72", "Sulawesi Tengah"),
        ("ID", "Indonesia", None, None),
    ]


def test_a_village_has_its_province(measured: Engine) -> None:
    shown = read_mart(measured, "mart_village", as_of=FEBRUARY)
    assert shown.select("region_code", "region_name", "province_name").rows() == [
        ("72.05.01.2001", None, "Sulawesi Tengah")
    ]


def test_names_of_branches_are_those_of_then(measured: Engine) -> None:
    shown = read_mart(measured, "mart_completeness").filter(branch="K01").sort("as_of")
    assert shown["branch_name"].to_list() == ["Palu", "Palu Kota"]


def test_figures_of_before_versions_were_kept_have_todays_names(engine: Engine) -> None:
    measure(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM run_measurement")
    shown = read_mart(engine, "mart_segment", as_of=JANUARY).filter(region_code="72.05")
    assert shown.select("region_name", "region_version_id").rows() == [(NEW_NAME, None)]


def test_measurements_lead_to_versions(measured: Engine) -> None:
    shown = read_mart(measured, "mart_measurement").sort("as_of")
    assert shown.select("run_id", "is_newest", "branch_version", "code_version", "region_version_id").rows() == [
        (1, True, "branches: 3", "code lists: 7", 1),
        (2, True, "branches: 3", "code lists: 7", 4),
    ]
    assert shown["branch_version_id"].to_list() == [3, 5]
    assert shown["region_version"].to_list()[1] == "next edition"


def test_the_view_of_releases_lists_each(measured: Engine) -> None:
    shown = read_mart(measured, "mart_release").sort("as_of")
    assert shown.select("release_id", "is_current", "object_count", "branch_version_id").rows() == [
        ("2026-01-31-x", False, 0, 3),
        ("2026-02-28-x", True, 0, 5),
    ]
    assert str(shown["created_at"][0]) == "2026-02-02 00:00:00+00:00"


def test_the_view_of_deliveries_lists_each(engine: Engine, lake: object) -> None:
    for revision in (0, 1):
        deliver(engine, lake, Delivery(revision=revision, number=revision + 1))  # type: ignore[arg-type]
    shown = read_mart(engine, "mart_submission").sort("submission_id")
    assert shown.select("status", "superseded_by", "feed", "branch", "rows_read", "rows_accepted").rows() == [
        ("superseded", 2, "eligible", "K01", 3, 2),
        ("accepted", None, "eligible", "K01", 3, 2),
    ]
    assert not {"file_name", "folder", "details", "sha256"} & set(shown.columns)


def test_the_views_tell_the_history_of_dimensions(measured: Engine) -> None:
    branches = read_mart(measured, "mart_branch").sort("branch", "from_version_id")
    assert branches.select("branch", "name", "feeds", "from_version_id", "to_version_id").rows()[:2] == [
        ("K01", "Palu", "[]", 3, 5),
        ("K01", "Palu Kota", "[]", 5, None),
    ]
    regions = read_mart(measured, "mart_region")
    assert regions.filter(pl.col("to_version_id").is_null()).height == 553
    assert regions.filter(region_code="93.01")["predecessor_code"].to_list() == ["91.01"]
    assert read_mart(measured, "mart_code").filter(code_list="PROGRAM").height == 6


def test_columns_are_as_declared(measured: Engine) -> None:
    for name, view in VIEW.items():
        with reading(measured) as connection:
            assert list(connection.exec_driver_sql(f"SELECT * FROM {name}").keys()) == [c.name for c in view.columns]
