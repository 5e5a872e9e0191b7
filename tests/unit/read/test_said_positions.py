"""What a file says of its own position date, in a title or in a column, is held against the date in its name."""

from datetime import date

import pytest

from expectations.contracts import FEEDS
from tasks.ingest.position_gate.content_dates import DATE_DIFFERS
from tasks.ingest.position_gate.said_position import said_position
from tests.unit.read.extracts import HEADERS, ROWS, accept, text, workbook


def said(title: str) -> list[str]:
    return [one["said"] for one in accept(f"{title}\n{text()}".encode()).facts.get("positions", ())]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Posisi 31 Desember 2025", "2025-12-31"),
        ("DATA PESERTA PER 30 NOVEMBER 2025", "2025-11-30"),
        ("Posisi: 30-11-2025", "2025-11-30"),
        ("Posisi : 30/11/2025 (K01)", "2025-11-30"),
        ("Periode November 2025", "2025-11"),
        ("Periode: 11-2025", "2025-11"),
        ("Periode Januari s.d. Desember 2025", "2025-12"),
        ("Keadaan tgl. 1 Nop 2025", "2025-11-01"),
        ("Data as of 2025-12-31 23:59", "2025-12-31"),
    ],
)
def test_titles_name_it(title: str, expected: str) -> None:
    assert said(title) == [expected]
    sheet = accept(workbook({"Data": [[title], [], HEADERS, *ROWS]}))
    assert [one["said"] for one in sheet.facts["positions"]] == [expected]


def test_one_of_several_dates_of_a_title_may_be_it() -> None:
    assert said("Periode 1 Januari 2025 s.d. 31 Desember 2025") == ["2025-01-01", "2025-12-31"]
    assert said("Posisi 31 Desember 2025, dicetak 20 Januari 2026") == ["2025-12-31", "2026-01-20"]


@pytest.mark.parametrize(
    "title",
    ["Data Peserta", "Dicetak 1 Oktober 2025", "Dicetak per 2025-10-01", "Periode iuran November 2025", "Per Agustus",
     "Format berlaku per 1 Januari 2024", "Rp 3.500.000 per bulan", "Posisi 45/13/2025"],
)  # fmt: skip
def test_other_titles_do_not(title: str) -> None:
    assert said(title) == []


@pytest.mark.parametrize("cell", ["202511", "11-2025", "30/11/2025", "November 2025", "2025-11-30"])
def test_a_column_of_one_month_names_it(cell: str) -> None:
    rows = [(*row, cell) for row in ROWS]
    for header, where in (
        ("PERIODE", "PERIODE"),
        ("Tanggal Posisi", "TANGGAL_POSISI"),
        ("BULAN DATA", "TANGGAL_POSISI"),
    ):
        facts = accept(text(rows, headers=(*HEADERS, header)).encode()).facts
        assert facts["positions"] == [{"said": "2025-11", "where": where}]


def test_a_period_may_be_the_month_that_was_paid() -> None:
    rows = [(*row[:-1], "2025-11", "2025-11") for row in ROWS]
    assert "positions" not in accept(text(rows, headers=(*HEADERS, "PERIODE")).encode()).facts
    assert accept(text(rows, headers=(*HEADERS, "PERIODE_DATA")).encode()).facts["positions"] != []


def test_a_column_of_many_months_says_something_else() -> None:
    rows = [(*row, month) for row, month in zip(ROWS, ("2025-10", "2025-11", "2025-12"), strict=True)]
    assert "positions" not in accept(text(rows, headers=(*HEADERS, "PERIODE")).encode()).facts


def test_only_a_whole_position_has_one() -> None:
    body = text([("72.05", "2025", "10")], headers=("KODE_WILAYAH", "TAHUN", "JUMLAH"))
    assert "positions" not in accept(f"Periode Maret 2024\n{body}".encode(), feed=FEEDS["eligible"]).facts


@pytest.mark.parametrize(
    ("positions", "is_held"),
    [
        ([], False),
        (["2025-12"], False),
        (["2025-12-31"], False),
        (["2025-12-17"], False),
        (["2026-01"], False),  # exported in the first days of January
        (["2025-12-16"], True),
        (["2025-11"], True),
        (["2024-12"], True),
        (["2025-11", "2025-12"], False),  # one of them fits
        (["2025-11", "2025-10-31"], True),
    ],
)
def test_a_file_is_held_when_no_date_in_it_is_near_the_one_in_its_name(positions: list[str], is_held: bool) -> None:
    told = [{"said": one, "where": f"baris/row {number}"} for number, one in enumerate(positions, start=1)]
    found = said_position(told, position_date=date(2025, 12, 31))
    assert (found is not None) == is_held
    if found is not None:
        assert found.code == DATE_DIFFERS
        assert found.detail == ", ".join(f"{one['where']}: {one['said']}" for one in told) + "; nama/name 2025-12-31"


def test_in_the_first_days_of_a_month_the_month_before_may_be_meant() -> None:
    november = [{"said": "2025-11", "where": "PERIODE"}]
    assert said_position(november, position_date=date(2025, 12, 14)) is None
    assert said_position(november, position_date=date(2025, 12, 15)) is not None
