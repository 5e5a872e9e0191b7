"""A line that says how many rows there are is held against the rows that were read."""

import pytest

from expectations.contracts import FEEDS
from tasks.read.beside.row_counts import ROWS_HEADER
from tests.unit.read.extracts import ELIGIBLE, HEADERS, ROWS, accept, text, workbook

COUNTS = [
    "Jumlah baris: {}", "Total peserta : {}", "Total peserta;{};;", "JUMLAH DATA = {}", "Total {} peserta", "({} rows)",
    "{} rows selected.", "{} rows in set (0.01 sec)", "Total Records: {}", "Jumlah seluruh tenaga kerja: {} orang",
    "-- {} baris --", "Row count: {}",
]  # fmt: skip


@pytest.mark.parametrize("line", COUNTS)
class TestLines:
    def test_that_agree_say_nothing(self, line: str) -> None:
        assert "recap" not in accept((text() + line.format(3) + "\n").encode()).facts

    def test_that_say_more_or_fewer_are_told(self, line: str) -> None:
        for said in (2, 4, 999):
            found = accept((text() + line.format(said) + "\n").encode())
            assert found.facts["recap"] == {ROWS_HEADER: {"said": said, "found": 3}}
            assert found.frame.height == 3

    def test_above_the_header_are_heard_too(self, line: str) -> None:
        told = accept((line.format(4) + "\n" + text()).encode()).facts
        assert told["recap"] == {ROWS_HEADER: {"said": 4, "found": 3}}


@pytest.mark.parametrize(
    "line", ["Halaman 2 dari 4", "Jumlah: 4", "4", "Total upah: 4", "Jumlah kantor 4", "4 Januari 2026"]
)
def test_lines_about_something_else_are_not(line: str) -> None:
    assert "recap" not in accept((text() + line + "\n").encode()).facts


def test_people_those_who_have_not_ended_or_heads_may_be_meant() -> None:
    twice = text((*ROWS, ROWS[0])) + "Total peserta: 3\n"
    assert "recap" not in accept(twice.encode()).facts
    ended = [(*row, day) for row, day in zip(ROWS, ("", "31/12/2024", ""), strict=True)]
    assert (
        "recap"
        not in accept(
            (text(ended, headers=(*HEADERS, "TANGGAL_NONAKTIF")) + "Peserta aktif\nTotal peserta: 2\n").encode()
        ).facts
    )
    back = [(*row, status) for row, status in zip(ROWS, ("", "BATAL", ""), strict=True)]
    assert "recap" not in accept((text(back, headers=(*HEADERS, "STATUS")) + "Total peserta: 2\n").encode()).facts
    heads = text([(*row, "5") for row in ROWS], headers=(*HEADERS, "JUMLAH_TK")) + "Jumlah tenaga kerja: 15\n"
    assert "recap" not in accept(heads.encode()).facts


def test_lines_of_parts_are_added_up() -> None:
    body = text(ROWS[:2]) + "Jumlah data: 2\n" + text(ROWS[2:]) + "Jumlah data: 1\n"
    assert "recap" not in accept(body.encode()).facts
    sheets = {
        name: [HEADERS, *rows, [f"Jumlah data: {len(rows)}"]] for name, rows in (("PU", ROWS[:2]), ("BPU", ROWS[2:]))
    }
    assert "recap" not in accept(workbook(sheets)).facts


def test_workers_of_a_denominator_are_no_rows() -> None:
    body = text([("72.05", "2025", "10")], headers=("KODE_WILAYAH", "TAHUN", "JUMLAH"))
    assert "recap" not in accept((body + "Jumlah pekerja: 10\n").encode(), feed=ELIGIBLE).facts
    told = accept((body + "Jumlah baris: 2\n").encode(), feed=FEEDS["eligible"]).facts["recap"]
    assert told == {ROWS_HEADER: {"said": 2, "found": 1}}
