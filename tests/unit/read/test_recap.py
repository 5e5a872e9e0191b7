"""A JUMLAH or TOTAL row is no record, but what it says is held against the rows above it."""

from typing import Any

import pytest

from expectations.contracts import FEEDS
from tests.unit.read.extracts import ELIGIBLE, accept

HEAD = "KODE_WILAYAH;TAHUN;SEGMEN;JUMLAH;SUMBER"


def recap(*lines: str, feed: str = "eligible", head: str = HEAD) -> Any:
    extract = accept(("\n".join([head, *lines]) + "\n").encode(), feed=FEEDS[feed])
    assert "totals" not in extract.facts
    return extract.facts.get("recap")


REGENCIES = ("72.05;2025;TOTAL;1.500;BPS", "72.03;2025;TOTAL;2.500;BPS")


@pytest.mark.parametrize("said", ["4000", "4.000", "4,000", "4000.00", "4.000,00", "4000.6"])
def test_a_total_that_is_the_sum_is_no_fact(said: str) -> None:
    assert recap(*REGENCIES, f"JUMLAH;;;{said};") is None


@pytest.mark.parametrize("said", ["4002", "4.010", "2500"])
def test_a_total_that_is_not_the_sum_is_told_with_both_numbers(said: str) -> None:
    told = recap(*REGENCIES, f"JUMLAH;;;{said};")
    assert told == {"JUMLAH": {"said": float(said.replace(".", "")), "found": 4_000.0}}


def test_totals_of_parts_and_one_of_all_agree_when_one_does() -> None:
    assert recap(REGENCIES[0], "JUMLAH;;;1500;", REGENCIES[1], "JUMLAH;;;2500;", "TOTAL;;;4000;") is None
    assert recap(REGENCIES[0], "JUMLAH;;;1500;", REGENCIES[1], "JUMLAH;;;2500;") is None


def test_a_total_of_one_level_of_regions_or_of_all_segments_is_enough() -> None:
    nation = "ID;2025;TOTAL;9.000;BPS"
    parts = ("72.05;2025;PU;1.000;BPS", "72.05;2025;BPU;500;BPS")
    assert recap(nation, *REGENCIES, "JUMLAH;;;4.000;") is None
    assert recap(*REGENCIES, *parts, "JUMLAH;;;4.000;") is None


def test_a_column_with_cells_that_cannot_be_read_and_a_total_in_words_are_not_compared() -> None:
    assert recap(*REGENCIES, "72.10;2025;TOTAL;banyak;BPS", "JUMLAH;;;4.010;") is None
    assert recap(*REGENCIES, "JUMLAH;;;empat ribu;") is None
    assert recap(*REGENCIES, "JUMLAH;;;;") is None


def test_percentages_have_no_sum() -> None:
    target = "KODE_WILAYAH;TAHUN;PENERBIT;NILAI"
    assert recap("72;2025;RPJMN;30", "73;2025;RPJMN;40", "JUMLAH;;;35", feed="target", head=target) is None
    assert ELIGIBLE.field("eligible").unit == "people"
