"""Rows of the lake placed by another list, against the same rows conformed under it from the start."""

from pathlib import Path

import polars as pl
import pytest

from expectations.contracts import FEEDS
from tasks.conform.conform import conform
from tasks.conform.key_file import PersonKey
from tasks.conform.regions import place_again
from tests.new_list import next_edition
from tests.unit.read.extracts import HEADERS, ROWS, accept, text
from warehouse.dimensions.regions import load_regions

KEY = PersonKey(("ab" * 32,))
PREFIXES = ("720501", "910101", "930101", "330101", "330105", "130301")
VILLAGES = ("72.05.01.2001", "91.01.01.1001", "33.01.01.2001", "33.01.05.2001", "13.03.05.2001", "")
PLACES = ("7205", "9101", "9301", "3301", "1303", "")


def enrolment() -> bytes:
    headers = (*HEADERS, "KODE_DESA", "KODE_KAB_KERJA")
    rows = [
        (f"{prefix}170890{number:04d}", *ROWS[0][1:], village.replace(".", ""), work)
        for number, (prefix, village, work) in enumerate(zip(PREFIXES, VILLAGES, PLACES, strict=True), start=1)
    ]
    return text(rows, headers=headers).encode()


def claims() -> bytes:
    rows = [f"C{n};{prefix}170890{n:04d};JKM;42000000;05/01/2025" for n, prefix in enumerate(PREFIXES, start=1)]
    return "\n".join(["NO_KLAIM;NIK;PROGRAM;NILAI;TANGGAL_BAYAR", *rows, ""]).encode()


@pytest.mark.parametrize(("feed", "data"), [("enrolment", enrolment()), ("benefit", claims())])
def test_as_if_conformed_under_the_new_list(tmp_path: Path, feed: str, data: bytes) -> None:
    def lake_rows() -> pl.DataFrame:
        return conform(accept(data, feed=FEEDS[feed]).frame, feed=FEEDS[feed], key=KEY)

    old = lake_rows()
    with next_edition(tmp_path / "edition") as regions:
        assert place_again(old, feed=feed, regions=regions).equals(lake_rows())
        assert not place_again(old, feed=feed, regions=regions).equals(old)
    assert place_again(old, feed=feed, regions=load_regions()).equals(old)


def test_rows_from_before_a_column_came_are_placed_without_it(tmp_path: Path) -> None:
    frame = conform(accept(enrolment(), feed=FEEDS["enrolment"]).frame, feed=FEEDS["enrolment"], key=KEY)
    with next_edition(tmp_path / "edition") as regions:
        placed = place_again(frame.drop("employer_id"), feed="enrolment", regions=regions)
        assert placed.equals(place_again(frame, feed="enrolment", regions=regions).drop("employer_id"))
