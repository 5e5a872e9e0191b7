"""Cells with signs that no one sees, or with signs only: what is meant is read, and what means nothing is empty."""

import sys
import unicodedata

import polars as pl
import pytest

from tasks.read.tables.raw_table import LINE_END, strip_cells
from tests.unit.read.extracts import HEADERS, NIKS, ROWS, accept, niks, text

FORMAT_SIGNS = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) == "Cf"]
SPACES = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)).startswith("Z")]


def stripped(*texts: str | None) -> list[str | None]:
    return strip_cells(pl.Series(texts, dtype=pl.String)).to_list()


class TestUnseenSigns:
    def test_of_every_kind_in_unicode_fall_away(self) -> None:
        cells = [f"{sign}72{sign}05{sign}" for sign in FORMAT_SIGNS]
        known_to_both = [cell for cell, found in zip(cells, stripped(*cells), strict=True) if found == "7205"]
        assert len(known_to_both) >= 150
        assert {"\u00ad", "\u200b", "\u200d", "\u200e", "\u2060", "\ufeff", "\u202a", "\u2066"} <= set(FORMAT_SIGNS)
        assert set(cells) - set(known_to_both) <= {f"{s}72{s}05{s}" for s in FORMAT_SIGNS if s > "\U00010000"}

    @pytest.mark.parametrize("sign", ["\u034f", "\u115f", "\u2800", "\u3164", "\ufe0f", "\uffa0"])
    def test_that_unicode_counts_elsewhere_fall_away(self, sign: str) -> None:
        assert stripped(f"{sign}72{sign}05", sign) == ["7205", None]

    @pytest.mark.parametrize("space", SPACES)
    def test_every_space_is_a_plain_one(self, space: str) -> None:
        assert stripped(f"{space}a{space}b{space}", space) == ["a b", None]

    @pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00a0", "\u202c", "\u00ad"])
    def test_around_and_within_a_nik_leave_its_digits(self, sign: str) -> None:
        rows = [(f"{sign}{row[0][:6]}{sign}{row[0][6:]}{sign}", *row[1:]) for row in ROWS]
        extract = accept(text(rows, headers=[f"{sign}{header}" for header in HEADERS]).encode())
        assert niks(extract) == {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}

    def test_control_characters_are_among_them(self) -> None:
        assert stripped("72\x0005", "72\x1905") == ["7205", "7205"]


class TestSignsAlone:
    @pytest.mark.parametrize(
        "cell",
        ["-", "--", "---", "–", "—", "'", "''", ".", "...", "/", "//", "/  /", " - ", "_", ",", "''-", "\u2212", '""',
         "=\"\"", "' '", "~", LINE_END, "", " ", "null", "NaN"],
    )  # fmt: skip
    def test_are_empty(self, cell: str) -> None:
        assert stripped(cell) == [None]

    @pytest.mark.parametrize("cell", ["?", "#####", "*", "+", "0", "x", "-1", ".5", "1-", "(", "#REF!", "a.", "é"])
    def test_that_may_stand_for_something_are_not(self, cell: str) -> None:
        assert stripped(cell) == [cell]

    def test_nothing_stays_nothing(self) -> None:
        assert stripped(None, "a", None) == [None, "a", None]


class TestWhatKeepsANumberText:
    @pytest.mark.parametrize(
        ("cell", "meant"),
        [
            ('="3508011104980002"', "3508011104980002"),
            ('= "00123"', "00123"),
            ('="a ""b"""', 'a "b"'),
            ("'00123", "00123"),
            ("’00123", "00123"),
            ("`00123", "00123"),
            ("' 00123 ", "00123"),
            ("O'Neil", "O'Neil"),
            ("=A1", "=A1"),
            ("Jum'at", "Jum'at"),
        ],
    )
    def test_is_taken_off(self, cell: str, meant: str) -> None:
        assert stripped(cell) == [meant]

    def test_in_every_cell_of_a_file_changes_nothing(self) -> None:
        rows = [[f'="{cell}"' for cell in row] for row in ROWS]
        assert accept(text(rows).encode()).frame.equals(accept(text().encode()).frame)
