"""Delimited text in the shapes in which branches send it: each has one clear outcome."""

import random

import pytest

from tests.unit.read.extracts import (
    ELIGIBLE,
    GOOD,
    HEADERS,
    NIKS,
    ROWS,
    accept,
    left_out,
    niks,
    ragged,
    refuse,
    text,
)

ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}


def line(row: tuple[str, ...], *, delimiter: str = ";") -> str:
    return delimiter.join(row) + "\n"


class TestDelimiter:
    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    def test_is_found_out(self, delimiter: str) -> None:
        extract = accept(text(delimiter=delimiter).encode())
        assert niks(extract) == ALL
        assert extract.facts["delimiter"] == delimiter

    def test_the_one_that_names_most_columns_is_taken(self) -> None:
        extract = accept(
            text([(NIKS[0], "12345678901", "Ani, S.H., M.H., dr.", "PU", "01/03/2020", "2025-12")]).encode()
        )
        assert extract.facts["delimiter"] == ";"
        assert niks(extract) == {2: NIKS[0]}


class TestEncoding:
    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            (GOOD, "utf-8"),
            (b"\xef\xbb\xbf" + GOOD, "utf-8-sig"),
            (GOOD.replace(b"Orang", b"Jos\xe9"), "windows-1252"),
            (GOOD.replace(b"Orang", b"Jos\xc3\xa9"), "utf-8"),
            (b"\xef\xbb\xbf" + GOOD.replace(b"Orang", b"Jos\xe9"), "windows-1252"),
            (b"\xff\xfe" + GOOD.decode().encode("utf-16-le"), "utf-16"),
            (b"\xfe\xff" + GOOD.decode().encode("utf-16-be"), "utf-16"),
            (GOOD.decode().encode("utf-16-le"), "utf-16-le"),
            (GOOD.decode().encode("utf-16-be"), "utf-16-be"),
        ],
    )
    def test_is_found_out(self, data: bytes, encoding: str) -> None:
        extract = accept(data)
        assert niks(extract) == ALL
        assert extract.facts["encoding"] == encoding

    def test_half_a_sign_at_the_end_of_utf_16_harms_only_the_last_row(self) -> None:
        extract = accept(GOOD.decode().encode("utf-16-le") + b"\x31")
        assert niks(extract) == ALL
        assert left_out(extract) == {"note": [5]}

    def test_a_mark_of_utf_8_before_other_bytes_is_no_part_of_the_first_header(self) -> None:
        assert accept(b"\xef\xbb\xbf" + GOOD.replace(b"Orang", b"Jos\xe9")).frame["nik"].to_list() == list(NIKS)


class TestLineEnds:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_will_do(self, end: str) -> None:
        assert niks(accept(text().replace("\n", end).encode())) == ALL

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_the_last_may_be_missing(self, end: str) -> None:
        assert niks(accept(text().removesuffix("\n").replace("\n", end).encode())) == ALL

    @pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
    def test_signs_that_only_look_like_line_ends_end_no_line(self, sign: str) -> None:
        extract = accept(f"Laporan{sign}Cabang\n{text()}".replace("Orang 1", f"Orang{sign}1").encode())
        assert niks(extract) == {3: NIKS[0], 4: NIKS[1], 5: NIKS[2]}


class TestRowNumbers:
    """They are those that a spreadsheet shows."""

    def test_count_title_rows(self) -> None:
        extract = accept(f"DATA PESERTA\nCabang;Buol\n\n{text()}".encode())
        assert niks(extract) == {5: NIKS[0], 6: NIKS[1], 7: NIKS[2]}
        assert extract.facts["header_row"] == 4

    def test_count_blank_rows_in_between(self) -> None:
        first, *rest = [line(row) for row in ROWS]
        extract = accept(f"{line(HEADERS)}\n{first}\n;;;;;\n  \n{''.join(rest)}\n\n".encode())
        assert niks(extract) == {3: NIKS[0], 7: NIKS[1], 8: NIKS[2]}
        assert extract.facts["blank_rows"] == 6

    def test_count_a_cell_over_two_lines_as_one_row(self) -> None:
        extract = accept(text().replace("Orang 1", '"Orang\nSatu"').encode())
        assert niks(extract) == ALL
        assert ragged(extract) == []

    def test_count_a_header_over_two_lines_as_one_row(self) -> None:
        extract = accept(text().replace("TANGGAL_KEPESERTAAN", '"TANGGAL\nKEPESERTAAN"').encode())
        assert niks(extract) == ALL
        assert extract.frame["registered_on"].null_count() == 0


class TestTotalRow:
    @pytest.mark.parametrize("label", ["JUMLAH", "TOTAL", "Grand Total", "Total:", "jumlah peserta"])
    def test_is_recorded_and_is_no_row(self, label: str) -> None:
        extract = accept(f"{text()}{label};;;;;\n".encode())
        assert niks(extract) == ALL
        assert extract.facts["total_rows"] == [5]

    def test_is_known_by_a_column_that_no_field_has(self) -> None:
        rows = [(str(n), *row) for n, row in enumerate(ROWS, start=1)]
        extract = accept(text([*rows, ("JUMLAH", "3", "", "", "", "", "")], headers=("NO", *HEADERS)).encode())
        assert niks(extract) == ALL
        assert extract.facts["total_rows"] == [5]

    def test_a_firm_called_total_is_none(self) -> None:
        heads = ("", "", "TOTAL BANGUN PERSADA", "JAKON", "01/03/2020", "2025-12")
        extract = accept(text([*ROWS, heads]).encode())
        assert list(niks(extract)) == [2, 3, 4, 5]
        assert extract.facts["total_rows"] == []

    def test_a_segment_called_total_is_none(self) -> None:
        data = b"SEGMEN;KODE_WILAYAH;TAHUN;JUMLAH\nTOTAL;72.05;2025;100\nTOTAL;72.06;2025;200\n"
        assert accept(data, feed=ELIGIBLE).frame["eligible"].to_list() == [100, 200]

    @pytest.mark.parametrize("row", ["TOTAL;;;300", "TOTAL;2025;TOTAL;300", ";;TOTAL;300"])
    def test_of_denominators_is_found(self, row: str) -> None:
        data = f"KODE_WILAYAH;TAHUN;SEGMEN;JUMLAH\n72.05;2025;TOTAL;100\n72.06;2025;TOTAL;200\n{row}\n"
        extract = accept(data.encode(), feed=ELIGIBLE)
        assert extract.frame["eligible"].to_list() == [100, 200]
        assert extract.facts["total_rows"] == [4]

    def test_only_one_that_is_all_there_is_leaves_no_rows(self) -> None:
        assert refuse(f"{line(HEADERS)}TOTAL;;;;;\n".encode()).code == "NO_ROWS"


class TestQuotes:
    def test_may_hold_the_delimiter(self) -> None:
        extract = accept(text().replace("Orang 1", '"Orang;Satu"').encode())
        assert niks(extract) == ALL
        assert ragged(extract) == []
        assert extract.facts["quoting"] == "quoted"

    def test_may_stand_around_every_cell(self) -> None:
        rows = [[f'"{cell}"' for cell in row] for row in ROWS]
        assert niks(accept(text(rows, headers=[f'"{header}"' for header in HEADERS]).encode())) == ALL

    def test_doubled_inside_a_cell_are_one(self) -> None:
        assert niks(accept(text().replace("Orang 1", '"Orang ""Satu"""').encode())) == ALL

    def test_never_closed_cost_one_row(self) -> None:
        extract = accept(text().replace("Orang 1", '"Orang 1').encode())
        assert list(niks(extract)) == [2, 3, 4]
        assert ragged(extract) == [2]
        assert extract.facts["quoting"] == "broken"

    def test_opened_in_one_row_and_closed_in_another_swallow_no_row(self) -> None:
        data = text().replace("Orang 1", '"Orang 1').replace("Orang 3", 'Orang 3"')
        extract = accept(data.encode())
        assert list(niks(extract)) == [2, 3, 4]
        assert ragged(extract) == [2]

    def test_closed_well_in_the_next_row_swallow_no_row(self) -> None:
        data = text().replace("Orang 1", '"Orang 1').replace("Orang 2", '"')
        extract = accept(data.encode())
        assert list(niks(extract)) == [2, 3, 4]
        assert ragged(extract) == [2, 3]

    def test_around_a_whole_line_swallow_it_not(self) -> None:
        first, second, third = (line(row) for row in ROWS)
        data = f'{line(HEADERS)}{first}"7205\n{second}7205"\n{third}'
        assert {NIKS[0], NIKS[1], NIKS[2]} <= set(niks(accept(data.encode())).values())

    @pytest.mark.parametrize("name", ['O"rang', 'PT "ABADI"', '"PT" ABADI', '5" pipa'])
    def test_inside_a_cell_are_signs_like_others(self, name: str) -> None:
        extract = accept(text().replace("Orang 1", name).encode())
        assert niks(extract) == ALL
        assert ragged(extract) == []


class TestRaggedLines:
    @pytest.mark.parametrize("columns", [*range(1, len(HEADERS)), len(HEADERS) + 1, len(HEADERS) + 30])
    @pytest.mark.parametrize("name", ["Orang", '"O;rang"', '"O\nrang"'])
    def test_are_marked(self, columns: int, name: str) -> None:
        first, second, third = ROWS
        row = [*second, *["x"] * 30][:columns]
        extract = accept(text([(*first[:2], name, *first[3:]), row, third]).encode())
        assert ragged(extract) == [3]
        assert list(niks(extract)) == [2, 3, 4]

    def test_that_lack_a_required_field_are_marked_however_much_is_empty(self) -> None:
        extract = accept(text([ROWS[0], (*ROWS[1], ""), ROWS[2][:5]]).encode())
        assert ragged(extract) == [4]

    def test_whole_lines_may_end_in_empty_fields(self) -> None:
        extract = accept(text([(*row[:4], "", "") for row in ROWS]).encode())
        assert ragged(extract) == []

    def test_a_short_line_keeps_the_cells_it_has(self) -> None:
        frame = accept(text([ROWS[0][:2]]).encode()).frame
        assert frame.select("nik", "kpj", "segment").row(0) == (NIKS[0], "12345678901", None)


class TestOddSizes:
    def test_zero_bytes_within_cells(self) -> None:
        extract = accept(GOOD.replace(b"Orang 1", b"Or\0ang"))
        assert niks(extract) == ALL

    def test_zero_bytes_within_a_nik_are_signs_that_no_one_sees(self) -> None:
        assert niks(accept(GOOD.replace(NIKS[0].encode(), b"72050\x0011708900003")))[2] == NIKS[0]
        assert niks(accept(GOOD.replace(NIKS[0].encode(), b"72050\x001708900003")))[2] != NIKS[0]

    @pytest.mark.parametrize("quote", ["", '"'])
    def test_a_very_long_cell(self, quote: str) -> None:
        extract = accept(GOOD.replace(b"Orang 1", f"{quote}{'x' * 3_000_000}{quote}".encode()))
        assert niks(extract) == ALL
        assert ragged(extract) == []

    @pytest.mark.usefixtures("csv_field_limit")
    def test_a_very_long_title_hides_no_header(self) -> None:
        assert list(niks(accept(b"x" * 2_000_000 + b"\n" + GOOD))) == [3, 4, 5]

    def test_a_million_columns(self) -> None:
        header = ";".join([*HEADERS, *(f"K{n}" for n in range(1_000_000))])
        refusal = refuse(f"{header}\n{line(ROWS[0])}".encode())
        assert (refusal.code, refusal.detail) == ("TOO_MANY_COLUMNS", "1000006")

    def test_a_million_fields_in_one_line(self) -> None:
        extract = accept(GOOD + line(ROWS[0]).rstrip().encode() + b";" * 1_000_000)
        assert list(niks(extract)) == [2, 3, 4, 5]
        assert ragged(extract) == [5]

    @pytest.mark.parametrize("blank", [b"\n", b"\r", b"\r\n"])
    def test_millions_of_blank_lines(self, blank: bytes) -> None:
        assert refuse(GOOD + blank * 2_000_000).code == "TOO_LARGE"

    def test_five_thousand_columns(self) -> None:
        more = [f"KOLOM_TAMBAHAN_NOMOR_{n}" for n in range(5_000)]
        extract = accept(text([(*row, *["x"] * 5_000) for row in ROWS], headers=(*HEADERS, *more)).encode())
        assert niks(extract) == ALL
        assert ragged(extract) == []
        (extra,) = [one for one in extract.facts["drift"] if one["kind"] == "extra"]
        assert (extra["count"], extra["columns"][0], len(extra["columns"])) == (5_000, "G", 100)

    def test_the_sign_that_marks_line_ends_does_no_harm(self) -> None:
        extract = accept(GOOD.replace(b"Orang 1", b"Or\x1fang").replace(b"Orang 2", b"\x1f"))
        assert niks(extract) == ALL
        assert ragged(extract) == []


@pytest.mark.parametrize(
    "data",
    [random.Random(7).randbytes(3_000), b"\0" * 100],
    ids=["noise", "NUL"],
)
def test_what_is_no_text_is_not_readable(data: bytes) -> None:
    assert refuse(data).code == "NOT_READABLE"
