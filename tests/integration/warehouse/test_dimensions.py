"""Regions, branches and codes with their history: what changed is written, and what was stays."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from sqlalchemy import Engine, text

from expectations.contracts.codes import CodeList, code_lists
from tests.integration.warehouse.listed import list_branches
from warehouse.catalogue.transactions import reading
from warehouse.dimensions.history import versions_in_force
from warehouse.dimensions.regions import Regions, load_regions
from warehouse.dimensions.sync import BranchEntry, sync_branches, sync_codes, sync_regions
from warehouse.reference import __file__ as reference

OPENED, CHANGED, LATER = date(2025, 1, 1), date(2026, 6, 1), date(2026, 7, 1)
PALU = BranchEntry(code="K02", name="Palu", regional_office="Sulawesi", feeds=("enrolment",), regions=("72.71",))
JAMBI = BranchEntry(code="K01")
HISTORY = "valid_from, valid_to, from_version_id, to_version_id"


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def history(engine: Engine, table: str, code: str, columns: str = HISTORY) -> list[tuple[object, ...]]:
    """Rows of a code, oldest first; dates as texts, as SQLite has them."""
    found = rows(engine, f"SELECT {columns} FROM {table} WHERE code = '{code}' ORDER BY id")
    return [tuple(f"{value}" if isinstance(value, date) else value for value in row) for row in found]


def everything(engine: Engine) -> list[list[tuple[object, ...]]]:
    return [rows(engine, f"SELECT * FROM {table} ORDER BY id") for table in ("dim_version", "dim_region", "dim_code")]


def renamed(regions: Regions, code: str, name: str) -> Regions:
    new = pl.when(pl.col("code") == code).then(pl.lit(name)).otherwise("name").alias("name")
    return replace(regions, version="next", regencies=regions.regencies.with_columns(new))


def without(lists: Mapping[str, CodeList], name: str, code: str) -> Mapping[str, CodeList]:
    return {**lists, name: CodeList(name=name, codes=tuple(one for one in lists[name].codes if one.code != code))}


def test_regions_of_a_version_are_entered_once(engine: Engine) -> None:
    assert sync_regions(engine, load_regions(), on=OPENED)
    before = everything(engine)
    assert not sync_regions(engine, load_regions(), on=CHANGED)
    assert everything(engine) == before
    counts = rows(engine, "SELECT level, count(*) FROM dim_region GROUP BY level ORDER BY level")
    assert counts == [("national", 1), ("province", 38), ("regency", 514)]
    assert rows(engine, "SELECT label, row_count FROM dim_version") == [(load_regions().version, 553)]


def test_rows_lead_to_parent_predecessor_and_origin(engine: Engine) -> None:
    sync_regions(engine, load_regions(), on=OPENED)
    columns = "name, parent_code, predecessor_code, predecessor_last_year, split_from_code, split_year"
    known = {code: history(engine, "dim_region", code, columns) for code in ("ID", "72", "72.12", "93.01", "74.14")}
    assert known == {
        "ID": [("Indonesia", None, None, None, None, None)],
        "72": [("Sulawesi Tengah", "ID", None, None, None, None)],
        "72.12": [("Kabupaten Morowali Utara", "72", None, None, "72.06", 2013)],
        "93.01": [("Kabupaten Merauke", "93", "91.01", 2022, None, None)],
        "74.14": [("Kabupaten Buton Tengah", "74", None, None, "74.04", 2014)],
    }
    orphans = "SELECT code FROM dim_region WHERE parent_code NOT IN (SELECT code FROM dim_region)"
    assert rows(engine, orphans) == []


def test_every_renumbered_and_split_regency_of_the_reference_is_told(engine: Engine) -> None:
    sync_regions(engine, load_regions(), on=OPENED)
    for file, old, new, column in (
        ("regency_code_changes.csv", "old_code", "new_code", "predecessor_code"),
        ("split_regency_prefixes.csv", "parent_code", "child_code", "split_from_code"),
    ):
        published = pl.read_csv(reference.replace("__init__.py", file), infer_schema=False).select(new, old)
        stored = rows(engine, f"SELECT code, {column} FROM dim_region WHERE {column} IS NOT NULL")
        assert sorted(published.rows()) == sorted(stored)
    assert rows(engine, "SELECT count(*) FROM dim_region WHERE predecessor_code IS NOT NULL") == [(31,)]
    assert rows(engine, "SELECT count(*) FROM dim_region WHERE split_from_code IS NOT NULL") == [(17,)]


def test_a_new_version_writes_only_what_changed(engine: Engine) -> None:
    regions = load_regions()
    sync_regions(engine, regions, on=OPENED)
    assert sync_regions(engine, renamed(regions, "72.05", "Kabupaten Buol Raya"), on=CHANGED)
    assert history(engine, "dim_region", "72.05", f"name, {HISTORY}") == [
        ("Kabupaten Buol", "2025-01-01", "2026-06-01", 1, 2),
        ("Kabupaten Buol Raya", "2026-06-01", None, 2, None),
    ]
    assert history(engine, "dim_region", "72.06") == [("2025-01-01", None, 1, None)]
    assert rows(engine, "SELECT count(*) FROM dim_region") == [(554,)]
    of_version = (
        "SELECT count(*) FROM dim_region WHERE from_version_id <= {0} AND coalesce(to_version_id, {0} + 1) > {0}"
    )
    assert [rows(engine, of_version.format(version)) for version in (1, 2)] == [[(553,)], [(553,)]]


def test_a_branch_that_changed_or_went_keeps_its_old_row(engine: Engine) -> None:
    sync_branches(engine, [PALU, JAMBI], on=OPENED)
    assert list_branches(engine) == [JAMBI, PALU]
    city = replace(PALU, name="Palu Kota")
    assert sync_branches(engine, [city], on=CHANGED)
    assert list_branches(engine) == [city]
    assert history(engine, "dim_branch", "K02", f"name, {HISTORY}") == [
        ("Palu", "2025-01-01", "2026-06-01", 1, 2),
        ("Palu Kota", "2026-06-01", None, 2, None),
    ]
    assert history(engine, "dim_branch", "K01") == [("2025-01-01", "2026-06-01", 1, 2)]
    assert sync_branches(engine, [city, JAMBI], on=LATER)
    assert history(engine, "dim_branch", "K01")[1:] == [("2026-07-01", None, 3, None)]
    assert sync_branches(engine, [], on=LATER)
    assert list_branches(engine) == []
    assert rows(engine, "SELECT label FROM dim_version ORDER BY id")[-2:] == [("branches: 2",), ("no branch list",)]


def test_the_order_of_the_list_does_not_matter(engine: Engine) -> None:
    sync_branches(engine, [PALU, JAMBI], on=OPENED)
    assert not sync_branches(engine, [JAMBI, PALU], on=CHANGED)


def test_codes_come_from_the_lists_and_keep_their_history(engine: Engine) -> None:
    lists = code_lists()
    assert sync_codes(engine, lists, on=OPENED)
    assert not sync_codes(engine, lists, on=CHANGED)
    stored = rows(engine, "SELECT code_list, code, name_indonesian, name_english FROM dim_code ORDER BY id")
    assert stored == [
        (name, one.code, one.name_id, one.name_en) for name, code_list in lists.items() for one in code_list.codes
    ]
    assert {"SEGMEN", "KATEGORI", "SUMBER_DANA", "PROGRAM"} <= {row[0] for row in stored}
    assert sync_codes(engine, without(lists, "SUMBER_DANA", "BAZNAS"), on=CHANGED)
    assert history(engine, "dim_code", "BAZNAS") == [("2025-01-01", "2026-06-01", 1, 2)]
    assert rows(engine, "SELECT count(*) FROM dim_code") == [(len(stored) + 1,)]  # LAINNYA moved up a place
    lainnya = rows(
        engine, "SELECT place FROM dim_code WHERE code_list = 'SUMBER_DANA' AND code = 'LAINNYA' ORDER BY id"
    )
    assert lainnya == [(10,), (9,)]


def test_an_earlier_day_does_not_turn_history_round(engine: Engine) -> None:
    sync_branches(engine, [JAMBI], on=CHANGED)
    sync_branches(engine, [PALU], on=OPENED)
    assert history(engine, "dim_branch", "K01") == [("2026-06-01", "2026-06-01", 1, 2)]
    assert history(engine, "dim_branch", "K02") == [("2026-06-01", None, 2, None)]


def test_the_versions_in_force_are_those_of_the_day(engine: Engine) -> None:
    with reading(engine) as connection:
        assert versions_in_force(connection) == {}
    sync_branches(engine, [JAMBI], on=OPENED)
    sync_codes(engine, code_lists(), on=OPENED)
    sync_branches(engine, [PALU], on=OPENED)
    with reading(engine) as connection:
        assert versions_in_force(connection) == {"branch": 3, "code": 2}


@pytest.mark.parametrize(
    "entry", [replace(PALU, regions=("72.71", "72.05")), replace(PALU, feeds=()), BranchEntry(code="K02")]
)
def test_any_part_of_a_branch_counts(engine: Engine, entry: BranchEntry) -> None:
    sync_branches(engine, [PALU], on=OPENED)
    assert sync_branches(engine, [entry], on=CHANGED)
    assert list_branches(engine) == [entry]
