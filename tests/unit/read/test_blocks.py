"""Later headers, rows of column numbers, sums and notes: told and left out, while every record is read."""

import pytest

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tests.unit.read.extracts import (
    ELIGIBLE,
    GOOD,
    HEADERS,
    NIKS,
    ROWS,
    accept,
    drift,
    left_out,
    niks,
    ragged,
    refuse,
    text,
    workbook,
)

WIDE = ("KPJ", "NIK", "SEGMEN", "JUMLAH_TK", "TANGGAL_KEPESERTAAN", "TANGGAL_NONAKTIF", "BLTH_AKHIR", "TANGGAL_AKHIR")
WIDE_ROWS = [(row[1], row[0], row[3], "1", row[4], "31/12/2024", row[5], "") for row in ROWS]


def lines(*rows: tuple[str, ...]) -> bytes:
    return "".join(";".join(row) + "\n" for row in rows).encode()


class TestLaterHeader:
    def test_on_every_page_is_told_and_no_row(self) -> None:
        page = text().encode()
        extract = accept(page * 4)
        assert sorted(niks(extract).values()) == sorted(NIKS * 4)
        assert left_out(extract) == {"header_again": [5, 9, 13]}

    def test_spelled_otherwise_is_a_header_all_the_same(self) -> None:
        again = lines(("No KTP", "kpj", "Nama", "Segmen Peserta", "Tgl. Daftar", "BLTH"))
        extract = accept(GOOD + again + lines(*ROWS))
        assert left_out(extract) == {"header_again": [5]}
        assert extract.frame["last_paid"].null_count() == 0

    def test_in_another_order_and_wider_has_its_columns_mapped_anew(self) -> None:
        extract = accept(GOOD + lines(WIDE, *WIDE_ROWS))
        assert extract.frame["nik"].to_list() == [*NIKS, *NIKS]
        assert extract.frame["kpj"].to_list() == [row[1] for row in ROWS] * 2
        assert [day is not None for day in extract.frame["ended_on"]] == [False] * 3 + [True] * 3
        assert extract.frame["ends_on"].null_count() == 6
        assert ragged(extract) == []
        assert left_out(extract) == {"header_again": [5]}

    def test_that_is_wider_loses_no_row_above_it(self) -> None:
        extract = accept(
            lines(("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR"))
            + lines(*(row[:2] + row[3:] for row in ROWS))
            + lines(WIDE, *WIDE_ROWS)
        )
        assert list(niks(extract)) == [2, 3, 4, 6, 7, 8]

    def test_with_two_end_dates_swapped_never_reads_one_as_the_other(self) -> None:
        first = (*HEADERS, "TANGGAL_AKHIR", "TANGGAL_NONAKTIF")
        second = (*HEADERS, "TANGGAL_NONAKTIF", "TANGGAL_AKHIR")
        rows = [(*row, "", "31/12/2024") for row in ROWS]
        swapped = [(*row, "31/12/2024", "") for row in ROWS]
        extract = accept(lines(first, *rows, second, *swapped))
        assert extract.frame["ends_on"].null_count() == 6
        assert extract.frame["ended_on"].null_count() == 0

    def test_may_narrow_the_table(self) -> None:
        narrow = ("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR")
        extract = accept(GOOD + lines(narrow, *(row[:2] + row[3:] for row in ROWS)))
        assert ragged(extract) == []
        assert extract.frame["segment"].to_list() == ["PU"] * 6

    def test_of_columns_that_no_field_has_is_told(self) -> None:
        extract = accept(GOOD + lines((*HEADERS, "Alamat"), *((*row, "x") for row in ROWS)))
        assert drift(extract)["extra"] == ("warn", ["G Alamat"])

    def test_with_a_column_twice_refuses_the_file(self) -> None:
        assert refuse(GOOD + lines((*HEADERS, "NO_KTP"), *((*row, "x") for row in ROWS))).code == "COLUMN_TWICE"

    def test_is_found_in_a_sheet_as_in_a_text(self) -> None:
        sheet = [HEADERS, *ROWS, WIDE, *WIDE_ROWS]
        found, expected = accept(workbook({"Data": sheet})), accept(GOOD + lines(WIDE, *WIDE_ROWS))
        assert found.frame.equals(expected.frame)
        assert left_out(found) == left_out(expected)

    def test_with_quoted_cells_is_one(self) -> None:
        again = ";".join(f'"{header}"' for header in HEADERS) + "\n"
        assert left_out(accept(GOOD + again.encode() + lines(*ROWS))) == {"header_again": [5]}


class TestColumnNumbers:
    @pytest.mark.parametrize("form", ["({})", "{}", "[{}]", "{}.", "{})", " ({}) "])
    def test_under_a_header_are_told_and_no_row(self, form: str) -> None:
        numbers = tuple(form.format(n) for n in range(1, 7))
        extract = accept(lines(HEADERS, numbers, *ROWS))
        assert list(niks(extract)) == [3, 4, 5]
        assert left_out(extract) == {"column_numbers": [2]}

    def test_may_be_letters_or_sums(self) -> None:
        assert left_out(accept(lines(HEADERS, tuple("abcdef"), *ROWS))) == {"column_numbers": [2]}
        assert left_out(accept(lines(HEADERS, ("1", "2", "3", "4", "5", "6=4+5"), *ROWS))) == {"column_numbers": [2]}

    def test_stand_under_later_headers_too(self) -> None:
        numbers = tuple(f"({n})" for n in range(1, 7))
        extract = accept(lines(HEADERS, numbers, *ROWS, HEADERS, numbers, *ROWS))
        assert left_out(extract) == {"header_again": [6], "column_numbers": [2, 7]}

    def test_are_not_seen_in_rows_of_figures(self) -> None:
        data = b"KODE_WILAYAH;TAHUN;SEGMEN;JUMLAH\n72.05;2025;TOTAL;100\n72.06;2025;TOTAL;200\n"
        assert accept(data, feed=ELIGIBLE).frame.height == 2


class TestSumsAndNotes:
    def test_between_pages_and_below_are_left_out(self) -> None:
        data = GOOD + b"SUB TOTAL;3;;;;\n" + lines(*ROWS) + b"Jumlah halaman 2;3;;;;\nGRAND TOTAL;6;;;;\n"
        extract = accept(data)
        assert sorted(niks(extract).values()) == sorted(NIKS * 2)
        assert left_out(extract) == {"total": [5, 9, 10]}

    @pytest.mark.parametrize(
        "below",
        [
            ["REKAP", "SEGMEN;JUMLAH", "PU;20", "BPU;20"],
            ["SEGMEN;KATEGORI;JUMLAH_TK", "PU;UMUM;20"],
            ["SEGMEN;JUMLAH_TK", "PU;20", "BPU;20", "TOTAL;40"],
            [";;;;Buol, 31 Desember 2025;", ";;;;Kepala Kantor Cabang;", ";;;;(..............);", ";;;;NIP;"],
            ["Dicetak oleh sistem"],
            ["Halaman 1 dari 3"],
            ["Catatan: data per 31/12/2025"],
        ],
    )
    @pytest.mark.parametrize("gap", ["", "\n", ";;;;;\n"])
    def test_of_other_kinds_are_named_and_refuse_nothing(self, below: list[str], gap: str) -> None:
        extract = accept((text() + gap + "\n".join(below) + "\n").encode())
        assert list(niks(extract).values()) == list(NIKS)
        told = left_out(extract)
        told.pop("blank", None)
        assert sorted(row for rows in told.values() for row in rows) == list(
            range(5 + bool(gap), 5 + bool(gap) + len(below))
        )

    @pytest.mark.parametrize(
        "row",
        [
            ("", "", "Orang", "PU", "", ""),
            ("7205", "", "Orang", "", "", ""),
            ("", "", "", "", "01/03/2020", ""),
            ("3,17E+15", "", "", "", "", ""),
            ("SALAH", "SALAH", "Orang", "XX", "kapan", "?"),
        ],
    )
    def test_are_not_seen_in_a_record_that_is_only_bad(self, row: tuple[str, ...]) -> None:
        assert list(niks(accept(lines(HEADERS, *ROWS, row)))) == [2, 3, 4, 5]

    def test_beside_the_table_are_told_and_not_read(self) -> None:
        headers = (*HEADERS, "", "SEGMEN", "JUMLAH_TK")
        rows = [(*row, "", "PU", "20") for row in ROWS]
        extract = accept(lines(headers, *rows))
        assert niks(extract) == {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}
        assert drift(extract)["extra"][1] == ["H SEGMEN", "I JUMLAH_TK"]

    def test_two_whole_tables_side_by_side_refuse_the_file(self) -> None:
        assert refuse(lines((*HEADERS, "", *HEADERS), *((*row, "", *row) for row in ROWS))).code == "COLUMN_TWICE"


class TestAnotherTable:
    @pytest.mark.parametrize("header", [("NIK", "NAMA"), ("NAMA", "NIK", "KPJ"), ("SEGMEN", "NAMA", "KPJ")])
    def test_that_may_hold_records_refuses_the_file_naming_its_rows(self, header: tuple[str, ...]) -> None:
        cells = {"NIK": NIKS[0], "NAMA": "Orang", "KPJ": "12345678901", "SEGMEN": "PU"}
        row = tuple(cells[name] for name in header)
        refusal = refuse(GOOD + b"\n" + lines(header, row, row))
        assert (refusal.code, refusal.detail) == ("SECOND_TABLE", "6-8")

    def test_above_the_header_with_records_refuses_the_file(self) -> None:
        refusal = refuse(lines(*ROWS) + GOOD)
        assert (refusal.code, refusal.detail) == ("ROWS_ABOVE_HEADER", "1-3")

    def test_above_the_header_with_sums_is_no_matter(self) -> None:
        recap = b"REKAP;;;;;\nSEGMEN;JUMLAH_TK;;;;\nPU;20;;;;\n\n"
        assert list(niks(accept(recap + GOOD))) == [6, 7, 8]


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())
def test_every_feed_has_its_later_headers_found(feed: Feed) -> None:
    headers = tuple(field.header for field in feed.fields)
    row = tuple(feed.example.get(header, "") for header in headers)
    extract = accept(lines(headers, row, headers[::-1], row[::-1]), feed=feed)
    assert extract.frame.height == 2
    assert extract.frame.drop("row_no").row(0) == extract.frame.drop("row_no").row(1)
    assert left_out(extract) == {"header_again": [3]}
