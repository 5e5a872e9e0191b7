"""Columns that no figure is made of, but which say that a row does not hold, or no longer."""

from collections.abc import Sequence

import openpyxl
import pytest

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tasks.states import Extract
from tests.unit.read.extracts import accept, refuse, text
from tests.unit.read.sheets import saved

HEADERS = ("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR")
EXAMPLES = {
    feed.name: {field.header: feed.example.get(field.header, "") for field in feed.fields} for feed in FEEDS.values()
}
UNDERSTOOD = "statuses_unknown"


def people(cells: Sequence[str], *, header: str, **more: str) -> Extract:
    """An enrolment extract of one person for each cell, which stands under the header."""
    rows = [(f"72050117089000{n:02d}", f"123456789{n:02d}", "PU", "01/03/2020", "12-2025", *more.values(), cell)
            for n, cell in enumerate(cells, start=1)]  # fmt: skip
    return accept(text(rows, headers=(*HEADERS, *more, header)).encode())


def ended(cells: Sequence[str], *, header: str) -> list[bool]:
    """Which rows need a day on which they ended."""
    return people(cells, header=header).frame["ended_on__unreadable"].to_list()


def holds(cells: Sequence[str], *, header: str, feed: Feed) -> list[bool]:
    """Which rows of a feed hold that has these cells under the header beside its example."""
    example = EXAMPLES[feed.name]
    body = text([(*example.values(), cell) for cell in cells], headers=(*example, header))
    return accept(body.encode(), feed=feed).frame["row_holds"].to_list()


class TestStatus:
    @pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
    @pytest.mark.parametrize(
        "cell",
        ["BATAL", "Dibatalkan", "sudah dibatalkan", "DITOLAK", "Ditolak (NIK salah)", "CANCELLED", "void", "Draft",
         "USULAN", "Pending", "duplikat", "data ganda", "DIHAPUS", "salah input", "tidak valid", "Tidak jadi", "CALON",
         "belum disetujui", "Belum aktif", "dalam proses", "TEST"],
    )  # fmt: skip
    def test_that_takes_a_row_back_is_heard_in_every_feed(self, cell: str, feed: Feed) -> None:
        assert holds(["", cell], header="STATUS", feed=feed) == [True, False]

    @pytest.mark.parametrize(
        "cell",
        ["AKTIF", "Tetap", "kontrak", "Belum kawin", "K/1", "Calon PMI", "Selesai", "LUNAS", "Dibayar", "Disetujui",
         "sementara", "Batalyon", "Prosesor", "Testimoni", "Proses perpanjangan", "PKWT", "Cerai mati", "Menunggak"],
    )  # fmt: skip
    def test_about_something_else_is_not(self, cell: str) -> None:
        for feed in FEEDS.values():
            assert holds(["", cell], header="STATUS", feed=feed) == [True, True]

    @pytest.mark.parametrize(
        "cell", ["Belum dibayar", "RETUR BANK", "gagal transfer", "UNPAID", "Verifikasi", "Tidak dibayarkan"]
    )
    @pytest.mark.parametrize("header", ["STATUS_KLAIM", "STATUS BAYAR"])
    def test_of_a_claim_that_was_not_paid_takes_it_back(self, header: str, cell: str) -> None:
        assert holds(["LUNAS", cell], header=header, feed=FEEDS["benefit"]) == [True, False]

    @pytest.mark.parametrize(
        "cell",
        ["Sudah tidak aktif", "Tidak aktif per 31/12", "Peserta non aktif", "2 - NONAKTIF", "dinonaktifkan", "inactive",
         "Meninggal", "expired", "TK keluar: tidak aktif"],
    )  # fmt: skip
    def test_that_says_ended_behind_other_words_needs_the_day(self, cell: str) -> None:
        assert ended(["AKTIF", cell], header="STATUS") == [False, True]

    @pytest.mark.parametrize(
        "cell", ["Belum tidak aktif", "Belum pernah nonaktif", "Keluar negeri", "Peserta aktif", "belum keluar"]
    )
    def test_that_denies_an_end_does_not(self, cell: str) -> None:
        assert ended(["AKTIF", cell], header="STATUS") == [False, False]

    def test_stands_in_several_columns_at_once(self) -> None:
        more = {"STATUS": "AKTIF", "STATUS_KARYAWAN": "Tetap", "STATUS_TK": "Nonaktif", "KETERANGAN": "pindah"}
        found = people(["BATAL", ""], header="CATATAN", **more)
        assert found.frame["row_holds"].to_list() == [False, True]
        assert found.frame["ended_on__unreadable"].to_list() == [True, True]

    def test_under_two_headers_of_one_meaning_is_heard_under_both(self) -> None:
        assert ended(["AKTIF", "PHK"], header="STATUS_KARYAWAN") == [False, True]
        found = people(["Y", ""], header="IS_BATAL", DELETED_AT="", STATUS="AKTIF", STATUS_PEKERJA="Resign")
        assert found.frame["row_holds"].to_list() == [False, True]
        assert found.frame["ended_on__unreadable"].to_list() == [True, True]


class TestRemark:
    @pytest.mark.parametrize("header", ["Keterangan", "CATATAN", "Remarks"])
    @pytest.mark.parametrize(
        "cell",
        ["BATAL", "dibatalkan", "Batal karena salah NIK", "Ditolak", "data ganda", "Duplikat KPJ", "DOBEL",
         "Salah input", "tidak valid", "TEST", "fiktif"],
    )  # fmt: skip
    def test_that_takes_a_row_back_is_heard(self, cell: str, header: str) -> None:
        for feed in FEEDS.values():
            assert holds(["", cell], header=header, feed=feed) == [True, False]

    @pytest.mark.parametrize(
        "cell",
        ["Batal klaim JHT", "Proses cetak kartu", "Pengajuan kenaikan upah", "Pending iuran", "Pekerjaan ganda",
         "KTP expired", "Double job", "Ditolak kasnya", "usulan"],
    )  # fmt: skip
    def test_about_something_else_is_not(self, cell: str) -> None:
        assert holds(["", cell], header="KETERANGAN", feed=FEEDS["enrolment"]) == [True, True]
        assert ended(["", cell], header="KETERANGAN") == [False, False]

    @pytest.mark.parametrize("cell", ["Meninggal dunia", "resign per 31/12", "KELUAR", "PHK 2025", "Non aktif"])
    def test_that_says_ended_needs_the_day(self, cell: str) -> None:
        assert ended(["", cell], header="KETERANGAN") == [False, True]


class TestCodes:
    @pytest.mark.parametrize("header", ["STATUS_PESERTA", "STATUS_AKTIF", "IS_ACTIVE"])
    @pytest.mark.parametrize(
        "pair", [("1", "0"), ("Y", "T"), ("Y", "N"), ("A", "NA"), ("true", "false"), ("t", "f"), ("Aktif", "0")]
    )
    def test_beside_their_opposite_say_who_is_active(self, pair: tuple[str, str], header: str) -> None:
        yes, no = pair
        assert ended([yes, no, yes, ""], header=header) == [False, True, False, False]

    @pytest.mark.parametrize("cells", [["T", "K", "T"], ["0", "0"], ["1", "2"], ["T", "T"]])
    def test_that_may_mean_something_else_count_and_are_told(self, cells: list[str]) -> None:
        found = people(cells, header="STATUS_PESERTA")
        assert not found.frame["ended_on__unreadable"].any()
        assert sum(found.facts[UNDERSTOOD].values()) > 0

    def test_in_a_column_that_may_be_about_marriage_count_and_are_told(self) -> None:
        found = people(["0", "1", "K", "Kawin"], header="STATUS")
        assert not found.frame["ended_on__unreadable"].any()
        assert found.facts[UNDERSTOOD] == {"STATUS": 2}

    def test_that_are_understood_are_not_told(self) -> None:
        assert UNDERSTOOD not in people(["AKTIF", "", "BATAL"], header="STATUS_PESERTA").facts


class TestFlagOfActivity:
    def test_whatever_says_no_yes_needs_the_day(self) -> None:
        assert ended(["Y", "T", "mutasi", "", "Aktif"], header="AKTIF") == [False, True, True, False, False]
        assert ended(["t", "f"], header="ACTIVE") == [False, True]

    def test_beside_the_day_it_is_heard_too(self) -> None:
        rows = people(["", "31/12/2025", ""], header="TANGGAL_NONAKTIF", AKTIF="T").frame
        assert rows["ended_on__unreadable"].to_list() == [True, False, True]


class TestChange:
    @pytest.mark.parametrize("header", ["JENIS_MUTASI", "Jenis Transaksi", "__op"])
    def test_that_deletes_a_row_takes_it_back(self, header: str) -> None:
        cells = ["TAMBAH", "HAPUS", "d", "i", "Pembatalan", "u", "KELUAR"]
        found = people(cells, header=header)
        assert found.frame["row_holds"].to_list() == [True, False, False, True, False, True, True]
        assert found.frame["ended_on__unreadable"].to_list() == [False] * 6 + [True]
        assert UNDERSTOOD not in found.facts

    def test_of_a_payment_takes_it_back(self) -> None:
        cells = ["Pembayaran", "Retur", "PEMBATALAN", "Reversal"]
        assert holds(cells, header="JENIS_TRANSAKSI", feed=FEEDS["benefit"]) == [True, False, False, False]


class TestVersions:
    def test_that_are_past_do_not_hold(self) -> None:
        for feed in FEEDS.values():
            assert holds(["1", "0", "1"], header="IS_CURRENT", feed=feed) == [True, False, True]


class TestOtherEnds:
    @pytest.mark.parametrize("header", ["TANGGAL_MENINGGAL", "TGL PHK", "Tanggal Resign"])
    def test_need_the_day_of_the_contract_beside_them(self, header: str) -> None:
        found = people(["", "31/12/2024", "-"], header=header, TANGGAL_NONAKTIF="").frame
        assert found["ended_on__unreadable"].to_list() == [False, True, False]
        found = people(["", "31/12/2024", "-"], header=header, TANGGAL_NONAKTIF="31/12/2024").frame
        assert not found["ended_on__unreadable"].any()

    def test_that_lie_ahead_by_rule_are_none(self) -> None:
        found = people(["17/08/2048"], header="TANGGAL_PENSIUN", TANGGAL_NONAKTIF="").frame
        assert not found["ended_on__unreadable"].any()

    def test_are_asked_about_where_that_column_is_missing(self) -> None:
        rows = [("7205011708900003", "12345678901", "PU", "01/03/2020", "12-2025", "")]
        found = refuse(text(rows, headers=(*HEADERS, "TANGGAL_MENINGGAL")).encode())
        assert (found.code, "TANGGAL_NONAKTIF?" in str(found.detail)) == ("COLUMN_UNCERTAIN", True)


class TestParts:
    @pytest.mark.parametrize(
        ("header", "cell"),
        [("JENIS_KELAMIN", "L"), ("JK", "Perempuan"), ("KELOMPOK_UMUR", "15-24"), ("Usia", "60+"), ("UMUR", "30")],
    )
    def test_of_a_number_of_people_are_not_the_whole(self, header: str, cell: str) -> None:
        for name in ("eligible", "ecosystem"):
            assert holds(["", cell], header=header, feed=FEEDS[name]) == [True, False]

    @pytest.mark.parametrize(
        "cell", ["L+P", "Total", "Jumlah", "Laki-laki + Perempuan", "15+", "15 tahun ke atas", "-"]
    )
    def test_that_are_all_of_them_are(self, cell: str) -> None:
        assert holds(["", cell], header="JENIS_KELAMIN", feed=FEEDS["eligible"]) == [True, True]


class TestMarks:
    @pytest.mark.parametrize("header", ["DELETED_AT", "is_deleted", "TGL_HAPUS", "FLAG BATAL"])
    @pytest.mark.parametrize("cell", ["2025-11-03 10:12:00", "1", "true", "Y", "X", "45000"])
    def test_take_a_row_back(self, cell: str, header: str) -> None:
        for feed in FEEDS.values():
            assert holds(["", cell], header=header, feed=feed) == [True, False]

    @pytest.mark.parametrize(
        "cell", ["0", "N", "false", "Tidak", "NULL", "-", "0000-00-00", "1900-01-01", "31/12/9999"]
    )
    def test_that_say_no_do_not(self, cell: str) -> None:
        assert holds([cell, ""], header="DELETED_AT", feed=FEEDS["benefit"]) == [True, True]


def test_a_status_that_is_an_error_of_a_formula_is_told() -> None:
    book = openpyxl.Workbook()
    for row in ((*HEADERS, "STATUS"), ("7205011708900003", "12345678901", "PU", "01/03/2020", "12-2025", "#N/A")):
        book.worksheets[0].append(row)
    book.worksheets[0].cell(row=2, column=6).data_type = "e"
    assert accept(saved(book)).facts[UNDERSTOOD] == {"STATUS": 1}
