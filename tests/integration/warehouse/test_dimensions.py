"""Regions with their validity, and the branch list."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine, func, select, text

from warehouse.dimensions import BranchEntry, list_branches, sync_branches, sync_regions
from warehouse.models import DimRegion
from warehouse.regions import load_regions
from warehouse.transactions import reading

OPENED, CHANGED = date(2025, 1, 1), date(2026, 6, 1)


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_regions_of_a_version_are_entered_once(engine: Engine) -> None:
    assert sync_regions(engine, load_regions(), valid_from=OPENED)
    assert not sync_regions(engine, load_regions(), valid_from=CHANGED)
    counts = rows(engine, "SELECT level, count(*) FROM dim_region GROUP BY level ORDER BY level")
    assert counts == [("national", 1), ("province", 38), ("regency", 514)]
    assert rows(engine, "SELECT count(*) FROM dim_region WHERE valid_to IS NULL") == [(553,)]


def test_rows_lead_to_parent_and_predecessor(engine: Engine) -> None:
    sync_regions(engine, load_regions(), valid_from=OPENED)
    query = "SELECT name, parent_code, predecessor FROM dim_region WHERE code = '{}'"
    assert rows(engine, query.format("ID")) == [("Indonesia", None, None)]
    assert rows(engine, query.format("72")) == [("Sulawesi Tengah", "ID", None)]
    assert rows(engine, query.format("72.05")) == [("Kabupaten Buol", "72", None)]
    assert rows(engine, query.format("93.01")) == [("Kabupaten Merauke", "93", "91.01")]
    orphans = "SELECT code FROM dim_region WHERE parent_code NOT IN (SELECT code FROM dim_region)"
    assert rows(engine, orphans) == []


def test_a_new_version_closes_the_one_before(engine: Engine) -> None:
    regions = load_regions()
    sync_regions(engine, regions, valid_from=OPENED)
    assert sync_regions(engine, replace(regions, version="next"), valid_from=CHANGED)
    validity = select(DimRegion.valid_from, DimRegion.valid_to, func.count())
    with reading(engine) as connection:
        found = connection.execute(
            validity.group_by(DimRegion.valid_from, DimRegion.valid_to).order_by(DimRegion.valid_from)
        ).all()
        newest = connection.execute(select(DimRegion.version).where(DimRegion.valid_to.is_(None)).distinct()).scalars()
        assert newest.all() == ["next"]
    assert [tuple(row) for row in found] == [(OPENED, CHANGED, 553), (CHANGED, None, 553)]


def test_branches_are_what_was_listed_last(engine: Engine) -> None:
    palu = BranchEntry(code="K02", name="Palu", regional_office="Sulawesi", feeds=("enrolment",), regions=("72.71",))
    jambi = BranchEntry(code="K01")
    sync_branches(engine, [palu, jambi])
    assert list_branches(engine) == [jambi, palu]
    sync_branches(engine, [replace(palu, name="Palu Kota")])
    assert list_branches(engine) == [replace(palu, name="Palu Kota")]
    sync_branches(engine, [])
    assert list_branches(engine) == []
