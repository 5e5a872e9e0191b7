"""Headers over two rows, as forms with merged header cells leave them in text."""

from datetime import date

import pytest

from tests.unit.read.extracts import accept, drift, left_out, niks, refuse

ROWS = [f"720501170890000{n};1234567890{n};PU;01/03/2020;12-2024;{'31/12/2024' if n % 2 else ''}" for n in range(1, 7)]
DAYS = [date(2024, 12, 31), None] * 3


def table(*header: str, rows: list[str] = ROWS) -> bytes:
    return "\n".join([*header, *rows, ""]).encode()


@pytest.mark.parametrize(
    "header",
    [
        ("NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;TANGGAL", ";;;;;NONAKTIF"),
        ("NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;", ";;;;;TANGGAL_NONAKTIF"),
        (";;;;;TANGGAL_NONAKTIF", "NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;"),
        ("NIK;KPJ;SEGMEN;TANGGAL;BLTH_AKHIR;TANGGAL", ";;;KEPESERTAAN;;NONAKTIF"),
        ("IDENTITAS;;;TANGGAL;BLTH;TANGGAL", "NIK;KPJ;SEGMEN;KEPESERTAAN;AKHIR;NONAKTIF"),
    ],
    ids=["word below word", "name below nothing", "name above nothing", "two words", "groups above all"],
)
def test_are_one_header(header: tuple[str, str]) -> None:
    extract = accept(table(*header))
    assert extract.frame["ended_on"].to_list() == DAYS
    assert extract.frame["registered_on"].to_list() == [date(2020, 3, 1)] * 6
    assert extract.facts["header_row"] == 2


def test_again_on_every_page_change_nothing() -> None:
    header = ("NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;TANGGAL", ";;;;;NONAKTIF")
    extract = accept(table(*header, rows=[*ROWS[:3], *header, *ROWS[3:]]))
    assert extract.frame["ended_on"].to_list() == DAYS
    assert left_out(extract)["header_again"] == [6]


def test_a_record_below_the_header_is_no_part_of_it() -> None:
    odd = ROWS[0].removesuffix("31/12/2024") + "TANGGAL_NONAKTIF"
    extract = accept(table("NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;ALAMAT", rows=[odd, *ROWS[1:]]))
    assert len(niks(extract)) == 6
    assert drift(extract)["extra"] == ("warn", ["F ALAMAT"])


def test_a_row_of_units_names_no_column() -> None:
    header = ("NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;TANGGAL_NONAKTIF", "16 digit;;;hh/bb/tttt;;hh/bb/tttt")
    assert accept(table(*header)).frame["ended_on"].to_list() == DAYS


def test_a_missing_column_is_still_missing() -> None:
    assert refuse(table("NIK;KPJ;SEGMEN;TANGGAL;BLTH_AKHIR;", ";;;LAHIR;;")).code == "COLUMN_MISSING"
