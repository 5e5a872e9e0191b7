from decimal import Decimal

import polars as pl

from tasks.publish.notes.diff import diff_coverage

COLUMNS = ["basis", "level", "region_code", "region_name", "active", "active_strict", "eligible", "coverage_pct",
           "eligible_year", "eligible_version"]  # fmt: skip
SCHEMA = {"coverage_pct": pl.Decimal(18, 2)}


def coverage(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, schema_overrides=SCHEMA, orient="row")


SAROLANGUN = ("nik", "regency", "15.03", "Kabupaten Sarolangun")


def test_only_what_moved_in_the_order_of_the_tables() -> None:
    still = ("nik", "regency", "15.01", "Kabupaten Kerinci", 10, 9, 100, Decimal("10.00"), 2024, "v1")
    before = coverage(still, (*SAROLANGUN, 44_546, 40_000, 108_595, Decimal("41.02"), 2024, "v1"))
    after = coverage((*SAROLANGUN, 71_760, 60_000, 108_595, Decimal("66.08"), 2024, "v1"), still)
    moved = diff_coverage(before, after).to_dicts()
    assert moved == [
        {
            "basis": "nik",
            "level": "regency",
            "region_code": "15.03",
            "region_name": "Kabupaten Sarolangun",
            "active_before": 44_546,
            "active": 71_760,
            "active_change": 27_214,
            "eligible_before": 108_595,
            "eligible": 108_595,
            "coverage_pct_before": Decimal("41.02"),
            "coverage_pct": Decimal("66.08"),
            "coverage_change_points": Decimal("25.06"),
            "comparable": True,
        }
    ]


def test_another_version_or_a_new_denominator_does_not_compare() -> None:
    before = coverage(
        (*SAROLANGUN, 5, 5, 10, Decimal("50.00"), 2024, "v1"),
        ("nik", "province", "15", "Jambi", 7, 7, None, None, None, None),
    )
    after = coverage(
        (*SAROLANGUN, 5, 5, 20, Decimal("25.00"), 2024, "v2"),
        ("nik", "province", "15", "Jambi", 7, 7, 9, Decimal("77.78"), 2024, "v1"),
    )
    moved = diff_coverage(before, after)
    assert moved["region_code"].to_list() == ["15", "15.03"]
    assert moved["comparable"].to_list() == [False, False]
    assert moved["coverage_change_points"].to_list() == [None, Decimal("-25.00")]


def test_region_of_one_side_only_is_told() -> None:
    row = (*SAROLANGUN, 5, 5, 10, Decimal("50.00"), 2024, "v1")
    gone = diff_coverage(coverage(row), coverage(row).clear()).row(0, named=True)
    assert (gone["region_name"], gone["active_before"], gone["active"]) == ("Kabupaten Sarolangun", 5, None)


def test_a_change_is_rounded_once() -> None:
    """The published rates are 19.04 points apart; 1 of 3 less 1 of 7 is 19.05."""
    before = coverage((*SAROLANGUN, 1, 1, 7, Decimal("14.29"), 2024, "v1"))
    after = coverage((*SAROLANGUN, 1, 1, 3, Decimal("33.33"), 2024, "v1"))
    assert diff_coverage(before, after)["coverage_change_points"].to_list() == [Decimal("19.05")]
