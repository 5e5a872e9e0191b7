"""A NIK is found in whatever a branch may have written, and never told."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tasks.operations.identity.niks import NotANik, holds_nik, nik_pattern, read_niks
from tasks.read.cells.identifiers import read_digits

NIK = "7205011708900013"
NIKS = st.text(st.sampled_from("0123456789"), min_size=16, max_size=16)
SIGNS = st.sampled_from(["", " ", ".", ",", "-", "'", "`", "’", "´"])


@given(
    NIKS, st.lists(SIGNS, min_size=16, max_size=16), st.sampled_from(["utf-8", "windows-1252", "utf-16", "utf-16-be"])
)
def test_every_writing_that_the_reader_understands(nik: str, signs: list[str], encoding: str) -> None:
    import polars as pl

    cell = "".join(sign + digit for sign, digit in zip(signs, nik.replace("0", "O", 1), strict=True))
    assume(not re.search(r"\.0+$", cell))  # decimals at the end are what a spreadsheet adds
    assert read_digits(pl.Series([cell]), width=16).to_list() == [nik]
    assert nik_pattern([nik]).search(f"A;{cell};B\n".encode(encoding))


@pytest.mark.parametrize("text", [f"1{NIK}", f"{NIK}1", NIK[:-1], f"{NIK[:8]};{NIK[8:]}", f"{NIK[:8]}\n{NIK[8:]}"])
def test_other_numbers_are_not_his(text: str) -> None:
    assert nik_pattern([NIK]).search(text.encode()) is None


def test_one_of_several_and_what_a_spreadsheet_left() -> None:
    pattern = nik_pattern(["1111111111111111", NIK])
    assert pattern.search(f"<v>{NIK}</v>".encode())
    assert pattern.search(f"{NIK[:-1]}0".encode())
    assert not pattern.search(f"{NIK[:-1]}4".encode())


def test_lines_are_read_and_wrong_ones_not_told() -> None:
    assert read_niks([f" {NIK}", "", NIK, "1111111111111111"]) == (NIK, "1111111111111111")
    with pytest.raises(NotANik, match="Line 2") as caught:
        read_niks([NIK, NIK[:-1]])
    assert NIK[:-1] not in str(caught.value)
    with pytest.raises(NotANik, match="No NIK"):
        read_niks(["", " "])


@pytest.mark.parametrize(
    ("text", "held"), [(f"kata {NIK}", True), ("7205.0117.0890.0013", True), ("permintaan 12/2026", False)]
)
def test_a_reason_may_hold_none(text: str, held: bool) -> None:
    assert holds_nik(text) is held
