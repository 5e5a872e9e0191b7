"""Ecosystems: published ones, sums of populations, choice among files."""

from datetime import date
from decimal import Decimal

import polars as pl

from expectations.contracts import FEEDS
from tasks.measure.tables.ecosystems import choose_populations, ecosystem_figures
from tests.unit.measure.coverage_rows import coverage_rows
from warehouse.dimensions.regions import load_regions
from warehouse.figures.tables.breakdown import CATEGORY_SHARES
from warehouse.submissions.references import reference_schema

MAY = date(2024, 5, 31)


def populations(*rows: tuple[str, str, date, int | None, int | None, date, str]) -> pl.DataFrame:
    """(region, category, date, population, target, position date, folder)."""
    return pl.DataFrame(rows, schema=reference_schema(FEEDS["ecosystem"]), orient="row")


def categories(*rows: tuple[str, str, int]) -> pl.DataFrame:
    key = {"as_of": MAY, "level": "regency", "basis": "nik"}
    made = [key | {"region_code": code, "category": category, "active": n} for code, category, n in rows]
    return pl.DataFrame(made, schema=dict(CATEGORY_SHARES.schema))


def test_the_ecosystems_of_muna_barat_and_buol_are_as_published() -> None:
    """All 2,270 non-ASN of Muna Barat; village officials of Buol at 87.8 %."""
    rows = ecosystem_figures(
        populations(
            ("74.13", "NON_ASN", MAY, 2_270, None, MAY, "E01"),
            ("72.05", "PERANGKAT_DESA", MAY, 1_000, 900, MAY, "E01"),
        ),
        coverage=coverage_rows(MAY, ("72.05", 0, None), ("74.13", 0, None)),
        categories=categories(("74.13", "NON_ASN", 2_270), ("72.05", "PERANGKAT_DESA", 878), ("72.05", "KADER", 5)),
        as_of=MAY,
        regions=load_regions(),
    )
    columns = ["region_code", "category", "population", "target", "active", "coverage_pct", "gap_people"]
    assert rows.select(columns).rows() == [
        ("72.05", "PERANGKAT_DESA", 1_000, 900, 878, Decimal("87.80"), 122),
        ("74.13", "NON_ASN", 2_270, None, 2_270, Decimal("100.00"), 0),
    ]


def test_newest_date_up_to_the_day_then_newest_position() -> None:
    chosen = choose_populations(
        populations(
            ("72.05", "BPD", date(2023, 1, 1), 10, None, MAY, "E01"),
            ("72.05", "BPD", date(2024, 1, 1), 20, None, date(2024, 1, 31), "E01"),
            ("72.05", "BPD", date(2024, 1, 1), 21, None, date(2024, 2, 29), "E01"),
            ("72.05", "BPD", date(2024, 6, 1), 99, None, MAY, "E01"),
            ("72.05", "BPD", date(2024, 2, 1), None, 5, MAY, "E01"),
        ),
        as_of=MAY,
        regions=load_regions(),
    )
    assert {key: row["population"] for key, row in chosen.items()} == {("72.05", "BPD"): 21}


def test_a_province_is_the_sum_only_if_every_regency_has_a_number() -> None:
    regions = load_regions()
    codes = regions.regencies.filter(province_code="72")["code"].to_list()
    every = [(code, "BPD", MAY, 10, 7, MAY, "E01") for code in codes]
    whole = choose_populations(populations(*every), as_of=MAY, regions=regions)
    assert whole["72", "BPD"] | {"issuer": "-"} == {
        "population": 10 * len(codes), "target": 7 * len(codes), "population_date": MAY, "issuer": "-", "later": False,
    }  # fmt: skip
    assert ("ID", "BPD") not in whole
    assert ("72", "BPD") not in choose_populations(populations(*every[1:]), as_of=MAY, regions=regions)
    own = choose_populations(populations(*every, ("72", "BPD", MAY, 5, None, MAY, "E01")), as_of=MAY, regions=regions)
    assert own["72", "BPD"]["population"] == 5


def test_what_must_be_known_of_a_population_is_flagged() -> None:
    later = date(2024, 6, 30)
    rows = ecosystem_figures(
        populations(
            ("72.05", "BPD", MAY, 5, None, MAY, "E01"),
            ("72.05", "KADER", date(2023, 12, 31), 10, None, MAY, "E01"),
            ("72.05", "NON_ASN", date(2024, 1, 1), 10, None, later, "E01"),
        ),
        coverage=coverage_rows(MAY, ("72.05", 0, None)),
        categories=categories(("72.05", "BPD", 6), ("72.05", "KADER", 10), ("72.05", "NON_ASN", 10)),
        as_of=MAY,
        regions=load_regions(),
    )
    assert dict(rows.select("category", "flags").rows()) == {
        "BPD": "over_100",
        "KADER": "population_earlier_year",
        "NON_ASN": "population_later_position",
    }
