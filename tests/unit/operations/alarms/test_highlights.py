"""Highlights against plain sorting of the same rows."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from expectations.written import ENGLISH
from tasks.operations.status.highlights import SHOWN, Highlights, highlights_of
from tests.unit.publish.made_facts import made_tables

NOW, EARLIER = made_tables(), made_tables(seed=2)


@pytest.fixture(scope="module")
def found() -> Highlights:
    return highlights_of(
        NOW["ucj_coverage"],
        completeness=NOW["ucj_completeness"],
        earlier=EARLIER["ucj_coverage"],
        compared_with="2021-05-31-0123456789ab",
    )


def regencies(tables: dict[str, pl.DataFrame]) -> dict[str, dict[str, Any]]:
    rows = tables["ucj_coverage"].to_dicts()
    return {row["region_code"]: row for row in rows if row["basis"] == "nik" and row["level"] == "regency"}


def codes(found: Highlights, why: str) -> list[str]:
    return [row["region"].rpartition("(")[2].rstrip(")") for row in found.coverage if row["why"] == why]


def test_nation_highest_lowest_and_largest_moves(found: Highlights) -> None:
    rated = {code: row["coverage_pct"] for code, row in regencies(NOW).items() if row["coverage_pct"] is not None}
    assert codes(found, "nation") == ["ID"]
    assert [rated[code] for code in codes(found, "highest")] == sorted(rated.values())[: -SHOWN - 1 : -1]
    assert [rated[code] for code in codes(found, "lowest")] == sorted(rated.values())[:SHOWN]
    before = regencies(EARLIER)
    moves = {code: row["active"] - before[code]["active"] for code, row in regencies(NOW).items()}
    largest = sorted((abs(move) for move in moves.values()), reverse=True)[:SHOWN]
    moved = [row for row in found.coverage if row["why"] == "moved most"]
    assert [abs(moves[code]) for code in codes(found, "moved most")] == largest
    assert [row["± people"] for row in moved] == [ENGLISH.signed(moves[code]) for code in codes(found, "moved most")]


def test_rates_of_other_denominators_show_no_points(found: Highlights) -> None:
    nation = found.coverage[0]
    assert Decimal(nation["± points"]) == (
        NOW["ucj_coverage"]["coverage_pct"][0] - EARLIER["ucj_coverage"]["coverage_pct"][0]
    )
    other = EARLIER["ucj_coverage"].with_columns(eligible_version=pl.lit("another"))
    changed = highlights_of(NOW["ucj_coverage"], completeness=NOW["ucj_completeness"], earlier=other, compared_with="x")
    assert {row["± points"] for row in changed.coverage} == {""}
    assert changed.coverage[0]["± people"] == nation["± people"]


def test_missing_branches_come_first_then_the_oldest(found: Highlights) -> None:
    assert dict(found.branches) == {"in": 9, "carried_forward": 2, "missing": 1}
    assert [row["age, days"] for row in found.completeness] == ["", 75, 40, 31, 12, 5, 2, 1, 1, 0, 0, 0]


def test_without_figures_or_an_earlier_release() -> None:
    alone = highlights_of(NOW["ucj_coverage"], completeness=NOW["ucj_completeness"], earlier=None, compared_with=None)
    assert [row["why"] for row in alone.coverage] == ["nation", *["highest"] * SHOWN, *["lowest"] * SHOWN]
    nothing = highlights_of(
        NOW["ucj_coverage"].clear(), completeness=NOW["ucj_completeness"].clear(), earlier=None, compared_with=None
    )
    assert (nothing.coverage, nothing.completeness) == ((), ())
