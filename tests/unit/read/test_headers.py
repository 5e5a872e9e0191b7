"""The header row of delimited text, and files in which it is all there is."""

import pytest

from expectations.contract import Feed
from expectations.contracts import FEEDS
from tests.unit.read.extracts import GOOD, HEADERS, NIKS, ROWS, accept, niks, ragged, refuse, text

ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}


class TestEmptyFiles:
    @pytest.mark.parametrize("data", [b"", b" ", b"\n\r\n \t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe \x00\n\x00"])
    def test_are_refused(self, data: bytes) -> None:
        assert refuse(data).code == "EMPTY"

    @pytest.mark.parametrize("rest", ["", "\n", "\n\n\n", "\n;;;;;\n", "\n \n"])
    def test_with_a_header_have_no_rows(self, rest: str) -> None:
        assert refuse((";".join(HEADERS) + rest).encode()).code == "NO_ROWS"


class TestHeader:
    @pytest.mark.parametrize(
        "data",
        [
            b"satu;dua;tiga\n1;2;3\n",
            b"NIK\n7205011708900003\n",
            "\n".join([*["judul"] * 50, text()]).encode(),
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        ],
    )
    def test_that_is_not_there_refuses_the_file(self, data: bytes) -> None:
        assert refuse(data).code == "HEADER_NOT_FOUND"

    def test_may_stand_in_the_fiftieth_row(self) -> None:
        assert niks(accept("\n".join([*["judul"] * 49, text()]).encode()))[51] == NIKS[0]

    @pytest.mark.parametrize("header", ["NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN"])
    def test_without_a_required_column_refuses_the_file(self, header: str) -> None:
        refusal = refuse(GOOD.replace(header.encode(), b"LAIN", 1))
        assert (refusal.code, refusal.detail) == ("COLUMN_MISSING", header)

    def test_without_either_period_refuses_the_file(self) -> None:
        refusal = refuse(GOOD.replace(b"BLTH_AKHIR", b"LAIN"))
        assert (refusal.code, refusal.detail) == ("COLUMN_MISSING", "BLTH_AKHIR / TANGGAL_AKHIR")

    @pytest.mark.parametrize("other", ["NIK", "nik", "NO. KTP"])
    def test_with_a_column_twice_refuses_the_file(self, other: str) -> None:
        refusal = refuse(GOOD.replace(b"NAMA_LENGKAP", other.encode()))
        assert (refusal.code, refusal.detail) == ("COLUMN_TWICE", other)

    def test_may_have_its_columns_in_any_order(self) -> None:
        rows = [row[::-1] for row in ROWS]
        assert accept(text(rows, headers=HEADERS[::-1]).encode()).frame.equals(accept(GOOD).frame)

    def test_may_have_columns_that_no_field_has(self) -> None:
        extract = accept(text([(*row, "x") for row in ROWS], headers=(*HEADERS, "Keterangan")).encode())
        assert extract.frame.equals(accept(GOOD).frame)
        assert extract.facts["unknown_columns"] == ["Keterangan"]

    @pytest.mark.parametrize(
        "headers",
        [
            [header.lower() for header in HEADERS],
            [header.replace("_", " ").title() for header in HEADERS],
            [f" {header.replace('_', '.')} " for header in HEADERS],
            ["No. KTP", "No KPJ", "Nama", "Segmen Peserta", "Tgl Daftar", "BLTH"],
        ],
    )
    def test_may_be_spelled_in_many_ways(self, headers: list[str]) -> None:
        assert accept(text(headers=headers).encode()).frame.equals(accept(GOOD).frame)

    def test_may_end_in_an_empty_column(self) -> None:
        extract = accept(GOOD.replace(b"\n", b";\n"))
        assert niks(extract) == ALL
        assert ragged(extract) == []

    def test_repeated_further_down_is_a_row(self) -> None:
        extract = accept(GOOD + GOOD)
        assert list(niks(extract)) == [2, 3, 4, 5, 6, 7, 8]

    @pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())
    def test_is_found_for_every_feed(self, feed: Feed) -> None:
        headers = [field.header for field in feed.fields]
        row = [feed.example.get(header, "") for header in headers]
        assert accept(text([row], headers=headers).encode(), feed=feed).frame.height == 1
