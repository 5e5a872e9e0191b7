"""Units and currencies that stand beside numbers: what is not people, rupiah or per cent is never read as that."""

from decimal import Decimal

import pytest

from expectations.contracts import FEEDS
from tests.unit.read.extracts import ELIGIBLE, accept, refuse, text

CLAIM = ("NO_KLAIM", "NIK", "PROGRAM", "NILAI", "TANGGAL_BAYAR")
BENEFIT, TARGET = FEEDS["benefit"], FEEDS["target"]


def claims(*currencies: str, header: str = "MATA_UANG", before: str = "", behind: str = "") -> bytes:
    rows = [(f"K{n}", "7205011708900003", "JKM", "42000000", "15/11/2025", one) for n, one in enumerate(currencies)]
    return (before + text(rows, headers=(*CLAIM, header)) + behind).encode()


@pytest.mark.parametrize("header", ["MATA_UANG", "Currency", "VALUTA", "SATUAN"])
@pytest.mark.parametrize("cell", ["IDR", "Rp", "rp.", "Rupiah", "Rupiah (Rp)", "Indonesian Rupiah (IDR)", "", "-"])
def test_rupiah_under_any_name_are_read(cell: str, header: str) -> None:
    assert accept(claims(cell, header=header), feed=BENEFIT).frame["amount"].to_list() == [Decimal(42_000_000)]


@pytest.mark.parametrize("header", ["MATA_UANG", "Currency", "VALUTA", "SATUAN"])
@pytest.mark.parametrize("cell", ["USD", "US$", "SGD", "Ringgit", "Rp/USD", "usd (Rp)", "?"])
def test_amounts_in_other_currencies_are_not(cell: str, header: str) -> None:
    frame = accept(claims("IDR", cell, header=header), feed=BENEFIT).frame
    assert frame["amount"].to_list() == [Decimal(42_000_000), None]
    assert frame["amount__unreadable"].to_list() == [False, True]


@pytest.mark.parametrize(
    "title",
    ["Klaim dibayar (dalam US$)", "Dalam US Dollar", "Mata uang: USD", "Currency : SGD", "Nilai (USD)", "in dollars"],
)
def test_a_title_or_note_that_names_another_currency_refuses_the_file(title: str) -> None:
    assert refuse(claims("a", header="X", before=f"{title}\n"), feed=BENEFIT).code == "CURRENCY_OTHER"
    assert refuse(claims("a", header="X", behind=f"*) {title}\n"), feed=BENEFIT).code == "CURRENCY_OTHER"


@pytest.mark.parametrize("title", ["Dalam rupiah", "Mata uang: IDR", "Nilai (Rp)", "Kurs dolar 15.500", "USD Palu"])
def test_other_titles_do_not(title: str) -> None:
    assert accept(claims("a", header="X", before=f"{title}\n"), feed=BENEFIT).frame.height == 1


def test_a_currency_says_nothing_of_people() -> None:
    body = "(USD)\n" + text([("72.05", "2025", "10")], headers=("KODE_WILAYAH", "TAHUN", "JUMLAH"))
    assert accept(body.encode(), feed=ELIGIBLE).frame["eligible"].to_list() == [10]


def test_a_wage_in_another_currency_is_left_empty_with_its_warning() -> None:
    row = ("7205011708900003", "12345678901", "PU", "01/03/2020", "12-2025", "3500", "USD")
    head = ("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR", "UPAH", "MATA_UANG")
    frame = accept(text([row], headers=head).encode()).frame
    assert (frame["wage"].to_list(), frame["wage__unreadable"].to_list()) == ([None], [True])


def test_numbers_of_other_things_than_people_are_not_read() -> None:
    units = {"Orang": 10, "jiwa": 10, "Tenaga kerja": 10, "": 10, "KK": None, "Persen": None, "perusahaan": None}
    rows = [("72.05", "2025", "10", unit) for unit in units]
    body = text(rows, headers=("KODE_WILAYAH", "TAHUN", "JUMLAH", "SATUAN"))
    assert accept(body.encode(), feed=ELIGIBLE).frame["eligible"].to_list() == list(units.values())


def test_a_target_in_people_is_no_percentage() -> None:
    rows = [("72.05", "2025", "RPJMN", "52", unit) for unit in ("%", "persen", "orang")]
    body = text(rows, headers=("KODE_WILAYAH", "TAHUN", "PENERBIT", "NILAI", "SATUAN"))
    assert accept(body.encode(), feed=TARGET).frame["target_pct"].to_list() == [Decimal(52), Decimal(52), None]


def test_a_unit_may_be_an_office() -> None:
    assert accept(claims("KCP Palu", header="UNIT"), feed=BENEFIT).frame["amount"].to_list() == [Decimal(42_000_000)]
