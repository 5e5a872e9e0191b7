"""The facts of small cases on the whole list of regions."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from settings import SEGMENTS, MonthsPerSegment, Settings
from tasks.measure.facts import Facts
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.measure.measure import measure_coverage
from tests.unit.measure.lake_rows import eligible_frame, eligible_row, heads, registration, write_position
from warehouse.dimensions.regions import load_regions
from warehouse.figures.tables.coverage import COVERAGE, SEGMENT_COVERAGE

AS_OF = date(2024, 5, 31)
Rows = Sequence[dict[str, Any]]


def measure(positions: Sequence[Position], eligible: Rows = (), **given: Any) -> Facts:
    arguments: dict[str, Any] = {
        "expected_branches": [p.branch for p in positions],
        "as_of": AS_OF,
    } | given
    settings = FigureSettings.of(arguments.pop("settings", Settings()))
    return measure_coverage(
        positions=positions, eligible=eligible_frame(*eligible), regions=load_regions(), settings=settings, **arguments
    )


def measure_rows(folder: Path, rows: Rows, eligible: Rows = (), **given: Any) -> Facts:
    return measure([write_position(folder, "A", AS_OF, rows)], eligible, **given)


def figures(facts: Facts, region: str, basis: str = "nik") -> dict[str, Any]:
    return facts.coverage.row(by_predicate=(pl.col("region_code") == region) & (pl.col("basis") == basis), named=True)


def segments(facts: Facts, region: str, column: str, basis: str = "nik") -> dict[str, int]:
    rows = facts.participation.filter(region_code=region, basis=basis)
    return dict(rows.select("segment", column).iter_rows())


def test_every_region_on_every_basis_without_any_delivery() -> None:
    facts = measure([], expected_branches=["A"])
    assert facts.coverage.schema == pl.Schema(dict(COVERAGE.schema))
    assert facts.participation.schema == pl.Schema(dict(SEGMENT_COVERAGE.schema))
    regions = load_regions()
    order = ["ID", *regions.provinces["code"], *regions.regencies["code"]]
    bases = next(column.values for column in COVERAGE.columns if column.name == "basis")
    assert facts.coverage["region_code"].to_list() == order * len(bases)
    assert facts.coverage["basis"].to_list() == [basis for basis in bases for _ in range(553)]
    assert facts.participation["region_code"].to_list() == [code for code in order * len(bases) for _ in SEGMENTS]
    assert facts.participation["segment"].to_list() == [*SEGMENTS] * (len(bases) * 553)
    assert dict(facts.coverage["level"].value_counts().iter_rows()) == {
        "national": len(bases),
        "province": len(bases) * 38,
        "regency": len(bases) * 514,
    }
    assert facts.coverage.select("active", "active_strict", "active_unlinked").sum().row(0) == (0, 0, 0)
    assert (
        figures(facts, "72.05").items()
        >= {
            "as_of": AS_OF,
            "level": "regency",
            "region_code": "72.05",
            "region_name": regions.regencies.row(by_predicate=pl.col("code") == "72.05", named=True)["name"],
            "basis": "nik",
            "eligible": None,
            "active": 0,
            "active_strict": 0,
            "active_unlinked": 0,
            "coverage_pct": None,
            "coverage_strict_pct": None,
            "rank_in_province": None,
            "rank_national": None,
            "branches_in": 0,
            "branches_expected": 1,
            "eligible_year": None,
            "eligible_version": None,
            "flags": "missing_branches;no_eligible",
        }.items()
    )


@pytest.mark.parametrize(
    ("region", "active", "eligible", "published"),
    [
        ("72", 231_146, 1_440_162, "16.05"),
        ("15.03", 71_760, 108_595, "66.08"),
        ("15.03", 44_546, 108_595, "41.02"),
    ],
)
def test_the_published_cases_are_reproduced(
    tmp_path: Path, region: str, active: int, eligible: int, published: str
) -> None:
    regency = region if len(region) == 5 else f"{region}.06"
    linked = [registration(n, region_nik=regency) for n in range(46)]
    rows = [*linked, heads(active - 46, region_domicile=regency)]
    found = figures(measure_rows(tmp_path, rows, [eligible_row(region, eligible)]), region)
    assert (found["active"], found["active_unlinked"]) == (active, active - 46)
    assert found["coverage_pct"] == Decimal(published)
    assert found["rank_national"] == 1
    assert found["not_covered"] == eligible - active
    assert found["flags"] == ""


def test_over_100_is_flagged_and_not_capped(tmp_path: Path) -> None:
    rows = [registration(n, region_nik=f"72.0{1 + n // 3}") for n in range(6)]
    facts = measure_rows(tmp_path, rows, [eligible_row("72.01", 2), eligible_row("72.02", 3)])
    assert figures(facts, "72.01")["coverage_pct"] == Decimal("150.00")
    assert figures(facts, "72.01")["flags"] == "over_100"
    assert [figures(facts, code)["not_covered"] for code in ("72.01", "72.02", "72.03")] == [0, 0, None]
    assert figures(facts, "72.02")["coverage_pct"] == Decimal("100.00")
    assert figures(facts, "72.02")["flags"] == ""


def test_zero_eligible_is_shown_and_not_ranked(tmp_path: Path) -> None:
    found = figures(measure_rows(tmp_path, [registration(1)], [eligible_row("72.05", 0)]), "72.05")
    assert (found["eligible"], found["coverage_pct"], found["rank_national"]) == (0, None, None)
    assert found["not_covered"] is None
    assert found["flags"] == "no_eligible"


def test_two_segments_count_once_in_the_total(tmp_path: Path) -> None:
    rows = [
        registration(1),
        registration(1, segment="BPU", last_paid=date(2024, 2, 1)),
        registration(1, segment="PMI"),
        registration(2, segment="BPU", last_paid=date(2024, 2, 1)),
    ]
    facts = measure_rows(tmp_path, rows, [eligible_row("72.05", 8, segment="BPU")])
    for region in ("72.05", "72", "ID"):
        assert (figures(facts, region)["active"], figures(facts, region)["active_strict"]) == (2, 1)
        assert segments(facts, region, "active") == {"PU": 1, "BPU": 2, "JAKON": 0, "PMI": 1}
        assert segments(facts, region, "active_strict") == {"PU": 1, "BPU": 0, "JAKON": 0, "PMI": 1}
        assert segments(facts, region, "active_primary") == {"PU": 1, "BPU": 1, "JAKON": 0, "PMI": 0}
    assert segments(facts, "72.05", "coverage_pct")["BPU"] == Decimal("25.00")
    assert segments(facts, "72.05", "eligible")["PU"] is None


def test_migrant_workers_count_in_the_nation_only(tmp_path: Path) -> None:
    rows = [
        registration(1, segment="PMI"),
        registration(2, segment="PMI"),
        registration(2, last_paid=date(2024, 2, 1)),  # counts by this one, in arrears, in the nation too
    ]
    facts = measure_rows(tmp_path, rows)
    assert (figures(facts, "72.05")["active"], figures(facts, "72.05")["active_strict"]) == (1, 0)
    assert (figures(facts, "ID")["active"], figures(facts, "ID")["active_strict"]) == (2, 1)
    assert segments(facts, "72.05", "active")["PMI"] == 2
    assert segments(facts, "72.05", "active_primary")["PMI"] == 1
    assert facts.parts.filter(basis="nik").rows() == [
        ("nik", "regional", 1, 0, 0),
        ("nik", "unplaced", 0, 0, 0),
        ("nik", "national_only", 1, 1, 0),
    ]


def test_heads_count_on_every_basis_and_are_never_merged(tmp_path: Path) -> None:
    rows = [
        heads(10),
        heads(10),
        heads(5, region_domicile=None, region_workplace="72.06"),
        heads(7, ends_on=date(2024, 5, 30)),
        registration(1),
    ]
    facts = measure_rows(tmp_path, rows)
    for basis in ("nik", "domicile", "workplace"):
        counts = {code: figures(facts, code, basis) for code in ("72.05", "72.06", "72", "ID")}
        assert {code: row["active"] for code, row in counts.items()} == {"72.05": 21, "72.06": 5, "72": 26, "ID": 26}
        assert counts["ID"]["active_strict"] == 26
        assert counts["72.05"]["active_unlinked"] == 20
        assert counts["ID"]["active_unlinked"] == 25
        for column in ("active", "active_strict", "active_primary"):
            assert segments(facts, "72.05", column, basis)["JAKON"] == 20


def test_heads_in_grace_are_active_but_not_strictly(tmp_path: Path) -> None:
    settings = Settings(grace_months=MonthsPerSegment(JAKON=1))
    found = figures(measure_rows(tmp_path, [heads(7, ends_on=date(2024, 5, 30))], settings=settings), "72.05")
    assert (found["active"], found["active_strict"], found["active_unlinked"]) == (7, 0, 7)


def test_unplaced_people_count_in_the_nation_and_are_shown_apart(tmp_path: Path) -> None:
    rows = [registration(1, region_domicile=None), registration(2), registration(3, region_workplace="72.06")]
    facts = measure_rows(tmp_path, rows)
    assert [figures(facts, code, "domicile")["active"] for code in ("72.05", "72", "ID")] == [2, 2, 3]
    assert [figures(facts, code, "workplace")["active"] for code in ("72.05", "72", "ID")] == [2, 3, 3]
    assert figures(facts, "ID", "domicile")["flags"] == "no_eligible;unplaced"
    assert figures(facts, "ID", "nik")["flags"] == "no_eligible"
    assert ("domicile", "unplaced", 1, 1, 0) in facts.parts.rows()
    shown = facts.coverage.filter(pl.col("unplaced") != 0).select("basis", "region_code", "unplaced")
    assert shown.rows() == [("domicile", "ID", 1)]


def test_regions_are_ranked_among_their_likes(tmp_path: Path) -> None:
    homes = ["72.01", "72.02", "72.02", "72.03", "72.04", "73.01"]
    rows = [registration(n, region_nik=code) for n, code in enumerate(homes)]
    eligible = {"72.01": 10, "72.02": 10, "72.03": 10, "72.04": 5, "72.06": 4, "73.01": 2, "72": 50, "73": 99}
    facts = measure_rows(tmp_path, rows, [eligible_row(code, number) for code, number in eligible.items()])
    found = {code: figures(facts, code) for code in ["ID", "72.05", *eligible]}
    assert {code: (row["rank_in_province"], row["rank_national"]) for code, row in found.items()} == {
        "ID": (None, None),
        "72": (None, 1),
        "73": (None, 2),
        "72.02": (1, 2),
        "72.04": (1, 2),
        "72.01": (3, 4),
        "72.03": (3, 4),
        "72.05": (None, None),  # no denominator
        "72.06": (5, 6),
        "73.01": (1, 1),
    }


def test_ranks_across_versions_are_flagged(tmp_path: Path) -> None:
    eligible = [eligible_row("72.01", 10), eligible_row("72.02", 10), eligible_row("73.01", 10, version="v2")]
    facts = measure_rows(tmp_path, [registration(1)], eligible)
    assert figures(facts, "72.01")["flags"] == "rank_national_mixed_versions"
    facts = measure_rows(tmp_path, [registration(1)], [*eligible, eligible_row("72.03", 10, year=2023)])
    assert figures(facts, "72.01")["flags"] == "rank_national_mixed_versions;rank_province_mixed_versions"
    assert figures(facts, "73.01")["flags"] == "rank_national_mixed_versions"


def test_completeness_is_on_every_row(tmp_path: Path) -> None:
    positions = [
        write_position(tmp_path, "A", AS_OF, [registration(1)]),
        write_position(tmp_path, "B", AS_OF - timedelta(days=32), [registration(2)]),
        write_position(tmp_path, "X", AS_OF, []),
    ]
    facts = measure(positions, [eligible_row("72.05", 10)], expected_branches=["A", "B", "C"])
    assert facts.coverage.select("branches_in", "branches_expected").unique().rows() == [(1, 3)]
    assert figures(facts, "72.05")["active"] == 2
    assert figures(facts, "72.05")["flags"] == "carried_forward;missing_branches;rests_on_older_positions"
    assert figures(facts, "72.06")["flags"] == "carried_forward;missing_branches;no_eligible"
    assert facts.completeness["status"].to_list() == ["in", "carried_forward", "missing", "in"]
