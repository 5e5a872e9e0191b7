"""Lines with more or fewer fields than the header: whole where nothing can have moved, else marked and rejected."""

import pytest

from tests.unit.read.extracts import HEADERS, NIKS, ROWS, accept, niks, ragged, text

LONG = (*HEADERS, "TANGGAL_AKHIR", "TANGGAL_NONAKTIF", "JUMLAH_TK")
FULL = [(*row, "", "31/12/2024", "1") for row in ROWS]
ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}


class TestFieldsTooMany:
    @pytest.mark.parametrize("surplus", [1, 2, 60, 200])
    def test_that_are_empty_do_not_matter(self, surplus: int) -> None:
        extract = accept(text([(*row, *[""] * surplus) for row in ROWS]).encode())
        assert niks(extract) == ALL
        assert ragged(extract) == ([] if surplus <= 64 else [2, 3, 4])

    def test_do_not_matter_far_below_the_first_rows_either(self) -> None:
        rows = [*ROWS] * 40 + [(*ROWS[0], "", "")]
        assert ragged(accept(text(rows).encode())) == []

    def test_that_hold_something_are_marked(self) -> None:
        assert ragged(accept(text([ROWS[0], (*ROWS[1], "", "x"), ROWS[2]]).encode())) == [3]

    def test_of_the_header_do_not_matter(self) -> None:
        assert ragged(accept(text(headers=(*HEADERS, "", "")).encode())) == []

    def test_by_a_delimiter_within_a_name_are_marked_although_the_last_is_empty(self) -> None:
        moved = (*ROWS[1][:2], "Ani", " S.H.", *ROWS[1][3:], "", "", "")
        assert ragged(accept(text([FULL[0], moved, FULL[2]], headers=LONG).encode())) == [3]


class TestFieldsTooFew:
    def test_at_the_end_of_lines_as_a_spreadsheet_cuts_them_are_empty(self) -> None:
        extract = accept(text([FULL[0], *ROWS[1:]], headers=LONG).encode())
        assert ragged(extract) == []
        assert [day is None for day in extract.frame["ended_on"]] == [False, True, True]

    @pytest.mark.parametrize("fields", range(1, 6))
    def test_that_are_required_are_marked(self, fields: int) -> None:
        assert ragged(accept(text([FULL[0], ROWS[1][:fields], FULL[2]], headers=LONG).encode())) in ([3], [])
        assert 3 in ragged(accept(text([FULL[0], (*ROWS[1][:5],), FULL[2]], headers=LONG).encode()))

    def test_by_a_delimiter_that_is_missing_are_marked(self) -> None:
        merged = (ROWS[1][0] + ROWS[1][1], *FULL[1][2:])
        assert ragged(accept(text([FULL[0], merged, FULL[2]], headers=LONG).encode())) == [3]

    def test_of_a_line_broken_in_two_never_lose_the_end_in_silence(self) -> None:
        data = text([FULL[0]], headers=LONG) + ";".join(ROWS[1]) + "\n;;31/12/2024;1\n" + ";".join(FULL[2]) + "\n"
        extract = accept(data.encode())
        assert 3 in ragged(extract)

    def test_above_a_total_or_a_later_header_are_empty_all_the_same(self) -> None:
        data = text(ROWS, headers=LONG) + ";".join(LONG) + "\n" + ";".join(ROWS[0]) + "\nTOTAL;4;;;;;;;\n"
        extract = accept(data.encode())
        assert ragged(extract) == []
        assert list(niks(extract)) == [2, 3, 4, 6]


class TestLinesAllInQuotes:
    @pytest.mark.parametrize("of", [1, 2, 3])
    def test_are_split_into_their_cells(self, of: int) -> None:
        lines = text().splitlines()
        wrapped = [f'"{line}"' if n % of == 0 else line for n, line in enumerate(lines)]
        extract = accept(("\n".join(wrapped) + "\n").encode())
        assert niks(extract) == ALL
        assert ragged(extract) == []

    def test_may_hold_quotes_doubled(self) -> None:
        lines = text().replace("Orang 2", '""Orang; 2""').splitlines()
        extract = accept("\n".join(f'"{line}"' for line in lines).encode())
        assert niks(extract) == ALL
        assert ragged(extract) == []
