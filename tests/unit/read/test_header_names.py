"""Headers with hints, abbreviations and slips: read where there is no doubt, else the file asks; never passed over."""

import pytest

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tasks.read.headers.header_names import asked_fields, field_of, header_names, misspelt_field
from tests.unit.read.extracts import ENROLMENT, HEADERS, ROWS, accept, drift, refuse, text

NAMES = header_names(ENROLMENT)
ENDED = [(*row, "31/12/2024") for row in ROWS]


class TestHeadersThatAreKnown:
    @pytest.mark.parametrize(
        "header",
        [
            "TGL_KELUAR",
            "Tgl. Nonaktif",
            "TANGGAL NON AKTIF (dd/mm/yyyy)",
            "TANGGAL NON-AKTIF [DD-MM-YYYY]",
            "Tanggal Nonaktif dd/mm/yyyy",
            "tanggal keluar (tgl/bln/thn)",
            "Tgl Keluar (hh/bb/tttt)",
            "22. TANGGAL_NONAKTIF",
            "TANGGAL NONAKTIF *",
            "TANGGAL_NONAKTIF (wajib diisi)",
            "Tgl Berhenti",
            "TANGGAL_NONAKTF",
            "TANGAL_NONAKTIF",
            "TANGGAL_NONAKITF",
        ],
    )
    def test_are_read_as_the_end_of_participation(self, header: str) -> None:
        extract = accept(text(ENDED, headers=(*HEADERS, header)).encode())
        assert extract.frame["ended_on"].null_count() == 0
        assert "extra" not in drift(extract)

    @pytest.mark.parametrize(
        ("header", "field"),
        [
            ("NIK (16 digit)", "nik"),
            ("UPAH (Rp)", "wage"),
            ("Jml TK (orang)", "head_count"),
            ("JENIS KELAMIN (L/P)", "sex"),
            ("Nomor KPJ", "kpj"),
            ("BLTH_AKHIR (mm-yyyy)", "last_paid"),
            ("Tgl Lahir (yyyy-mm-dd)", "birth_date"),
        ],
    )
    def test_may_bear_a_hint_that_changes_nothing(self, header: str, field: str) -> None:
        assert field_of(header, NAMES) == field

    @pytest.mark.parametrize(
        "header", ["NILAI (%)", "NILAI %", "Nilai (persen)", "NILAI [percent]", "TARGET (%)", "Nilai"]
    )
    def test_say_per_cent_where_a_column_is_in_per_cent(self, header: str) -> None:
        assert field_of(header, header_names(FEEDS["target"])) == "target_pct"

    @pytest.mark.parametrize("hint", ["(%)", "%", "(persen)", "(percent)", "(000)", "'000", "(ribu)", "[x 1.000]"])
    def test_are_others_where_a_hint_makes_other_numbers_of_people(self, hint: str) -> None:
        assert field_of(f"JUMLAH {hint}", header_names(FEEDS["eligible"])) is None
        assert field_of(f"TARGET {hint}", header_names(FEEDS["ecosystem"])) is None

    @pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())
    def test_are_all_of_the_contract_and_never_near_each_other(self, feed: Feed) -> None:
        for field in feed.fields:
            for header in (field.header, *field.aliases):
                assert field_of(header, header_names(feed)) == field.name
        everything = {field.name for field in feed.fields}
        assert all(misspelt_field(field.header, feed, present=everything) is None for field in feed.fields)


class TestHeadersInDoubt:
    @pytest.mark.parametrize(
        "header",
        [
            "TANGGAL_NONAKTIF (mm/dd/yyyy)",
            "TGL_RESIGN",
            "TGLRESIGN",
            "ALASAN KELUAR",
            "STATUS_NONAKTIF",
            "TANGGALNONAKT",
            "TGL_BERAKHIR",
            "Tanggal PHK",
            "TANGGAL NON AKTIF (perkiraan)",
            "TGL NA",
            "Tgl Pemutusan",
            "TANGGAL_AKHIR_KEPESERTAAN",
            "TGL TUTUP",
        ],
    )
    def test_stop_the_file_with_a_question(self, header: str) -> None:
        refusal = refuse(text(ENDED, headers=(*HEADERS, header)).encode())
        assert refusal.code == "COLUMN_UNCERTAIN"
        assert (refusal.detail or "").startswith("G")
        assert "TANGGAL_NONAKTIF" in (refusal.detail or "")

    @pytest.mark.parametrize(
        "header", ["UPAH (ribu)", "UPAH (000)", "JUMLAH_TK (%)", "JUMLAH_TKA", "KODE_DES", "SUMBER_DNA"]
    )
    def test_about_other_columns_stop_it_too(self, header: str) -> None:
        assert refuse(text(ENDED, headers=(*HEADERS, header)).encode()).code == "COLUMN_UNCERTAIN"

    def test_are_none_where_the_column_is_there(self) -> None:
        headers = (*HEADERS, "TANGGAL_NONAKTIF", "ALASAN_KELUAR")
        extract = accept(text([(*row, "x") for row in ENDED], headers=headers).encode())
        assert drift(extract)["extra"] == ("warn", ["H"])

    @pytest.mark.parametrize(
        "header",
        ["Keterangan", "NAMA_IBU", "ALAMAT", "JUMLAH_ANGGOTA_KELUARGA", "PENDIDIKAN_TERAKHIR", "KODE_KANTOR", "NO_HP",
         "JENIS_KONTRAK", "AGAMA", "NO", "KOLOM 1"],
    )  # fmt: skip
    def test_are_not_seen_in_columns_of_other_kinds(self, header: str) -> None:
        assert asked_fields(header, ENROLMENT, present={"nik", "kpj", "segment", "registered_on", "last_paid"}) == ()

    def test_a_slip_that_fits_two_columns_is_a_question(self) -> None:
        headers = (*HEADERS, "TANGGAL_AHIR")
        assert refuse(text(ENDED, headers=headers).encode()).detail == "G = TANGGAL_LAHIR / TANGGAL_AKHIR?"

    def test_a_header_of_many_signs_costs_nothing(self) -> None:
        headers = (*HEADERS, "TANGGAL_NONAKTIF " * 5_000)
        assert accept(text(ENDED, headers=headers).encode()).frame["ended_on"].null_count() == len(ROWS)


class TestReceipt:
    def test_an_adopted_slip_is_told_as_another_header(self) -> None:
        extract = accept(text(ENDED, headers=(*HEADERS, "TANGGAL_NONAKTF")).encode())
        assert drift(extract)["alias"] == ("allow", ["TANGGAL_NONAKTIF"])
