"""The header row of delimited text, and files in which it is all there is."""

import polars as pl
import pytest

from expectations.contracts import FEEDS
from expectations.contracts.schema import DRIFT_POLICY, Drift, Feed, Policy
from tasks.read.headers.column_drift import place_of
from tests.unit.read.extracts import (
    ENROLMENT,
    GOOD,
    HEADERS,
    NIKS,
    ROWS,
    accept,
    drift,
    left_out,
    niks,
    parquet,
    ragged,
    refuse,
    text,
    workbook,
)

WAGES = ("Rp 3.500.000,00", "Rp 2.100.000,00", "3.5E+06")
BIRTHS = ("17-AGU-1990", "01-JAN-1985", "31234")

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
        assert (refusal.code, refusal.detail) == ("COLUMN_MISSING", "BLTH_AKHIR atau/or TANGGAL_AKHIR")

    @pytest.mark.parametrize("other", ["NIK", "nik", "NO. KTP"])
    def test_with_a_column_twice_refuses_the_file(self, other: str) -> None:
        refusal = refuse(GOOD.replace(b"NAMA_LENGKAP", other.encode()))
        assert (refusal.code, refusal.detail) == ("COLUMN_TWICE", f"C {other}")

    def test_may_have_its_columns_in_any_order(self) -> None:
        rows = [row[::-1] for row in ROWS]
        assert accept(text(rows, headers=HEADERS[::-1]).encode()).frame.equals(accept(GOOD).frame)

    def test_may_have_columns_that_no_field_has(self) -> None:
        extract = accept(text([(*row, "x") for row in ROWS], headers=(*HEADERS, "Alamat")).encode())
        assert extract.frame.equals(accept(GOOD).frame)
        assert drift(extract)["extra"] == ("warn", ["G Alamat"])

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

    def test_repeated_further_down_is_left_out_and_told(self) -> None:
        extract = accept(GOOD + GOOD)
        assert list(niks(extract)) == [2, 3, 4, 6, 7, 8]
        assert left_out(extract) == {"header_again": [5]}

    @pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())
    def test_is_found_for_every_feed(self, feed: Feed) -> None:
        headers = [field.header for field in feed.fields]
        row = [feed.example.get(header, "") for header in headers]
        assert accept(text([row], headers=headers).encode(), feed=feed).frame.height == 1


class TestDrift:
    """What differs from the contract is recorded, by the policy for its kind."""

    def test_every_kind_has_a_policy(self) -> None:
        assert DRIFT_POLICY == {
            "alias": "allow",
            "reordered": "allow",
            "extra": "warn",
            "missing": "allow",
            "required_missing": "refuse",
            "twice": "refuse",
            "uncertain": "refuse",
        }

    def test_none_when_the_columns_are_those_of_the_template(self) -> None:
        headers = [field.header for field in ENROLMENT.fields]
        assert accept(text([["x"] * len(headers)], headers=headers).encode()).facts["drift"] == []

    def test_aliases_are_named_by_the_header_of_the_contract(self) -> None:
        headers = ("No. KTP", "kpj", "Nama", "SEGMEN", "TGL DAFTAR", "BLTH_AKHIR")
        found = drift(accept(text(headers=headers).encode()))
        assert found["alias"] == ("allow", ["NIK", "NAMA_LENGKAP", "TANGGAL_KEPESERTAAN"])

    def test_another_order_is_told(self) -> None:
        rows = [(row[1], row[0], *row[2:]) for row in ROWS]
        found = drift(accept(text(rows, headers=("KPJ", "NIK", *HEADERS[2:])).encode()))
        assert found["reordered"] == ("allow", ["KPJ", "NIK", *HEADERS[2:]])

    def test_optional_columns_that_are_not_there_are_told_but_for_those_not_even_read(self) -> None:
        rows = [(*row[:2], *row[3:]) for row in ROWS]
        policy, columns = drift(accept(text(rows, headers=(*HEADERS[:2], *HEADERS[3:])).encode()))["missing"]
        assert policy == "allow"
        assert {"UPAH", "JKK", "JUMLAH_TK"} < set(columns)
        assert not {"NAMA_LENGKAP", "NIK", "BLTH_AKHIR", "TANGGAL_AKHIR"} & set(columns)

    @pytest.mark.parametrize(
        ("header", "told"),
        [
            ("Alamat", "G Alamat"),
            ("KODE_KANTOR", "G KODE_KANTOR"),
            (" Nama Ibu (kandung) ", "G Nama Ibu (kandung)"),
            ("7205011708900003", "G"),
            ("Kolom 2", "G Kolom 2"),
            ("SRI WULANDARI", "G"),
            ("=HYPERLINK(x)", "G"),
            ("a" * 31, "G"),
            ("e@mail", "G"),
        ],
    )
    def test_an_unknown_column_is_told_by_its_place_and_by_text_that_looks_like_a_header(
        self, header: str, told: str
    ) -> None:
        data = text([(*row, "x") for row in ROWS], headers=(*HEADERS, header)).encode()
        assert drift(accept(data))["extra"] == ("warn", [told])

    def test_a_column_without_a_header_is_none(self) -> None:
        assert "extra" not in drift(accept(text([(*row, "x") for row in ROWS], headers=(*HEADERS, " ")).encode()))

    @pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16_383, "XFD")])
    def test_places_are_named_as_a_spreadsheet_does(self, place: int, letters: str) -> None:
        assert place_of(place, "1") == letters

    @pytest.mark.parametrize(
        ("kind", "headers"),
        [
            (Drift.EXTRA, (*HEADERS[:5], "BLTH_AKHIR", "LAIN")),
            (Drift.ALIAS, ("NO_KTP", *HEADERS[1:])),
            (Drift.REORDERED, (HEADERS[1], HEADERS[0], *HEADERS[2:])),
            (Drift.MISSING, HEADERS),
        ],
    )
    def test_a_policy_may_be_made_strict(
        self, monkeypatch: pytest.MonkeyPatch, kind: Drift, headers: tuple[str, ...]
    ) -> None:
        data = text([(*row, "x")[: len(headers)] for row in ROWS], headers=headers).encode()
        accept(data)
        monkeypatch.setattr("tasks.read.headers.column_drift.DRIFT_POLICY", {**DRIFT_POLICY, kind: Policy.REFUSE})
        assert refuse(data).code == "COLUMNS_DIFFER"

    def test_is_found_in_workbooks_and_parquet_alike(self) -> None:
        rows = [(*row, "x") for row in ROWS]
        headers = (*HEADERS, "Alamat")
        files = (
            text(rows, headers=headers).encode(),
            workbook({"Data": [headers, *rows]}),
            parquet(pl.DataFrame(rows, schema=list(headers), orient="row")),
        )
        first, second, third = (accept(data).facts["drift"] for data in files)
        assert first == second == third
        assert {"extra", "missing"} == {one["kind"] for one in first}


class TestFormats:
    def test_of_dates_and_numbers_are_told_without_values(self) -> None:
        rows = [(*row, wage, born) for row, wage, born in zip(ROWS, WAGES, BIRTHS, strict=True)]
        columns = accept(text(rows, headers=(*HEADERS, "UPAH", "TGL_LAHIR")).encode()).facts["columns"]
        assert {header: column["shapes"] for header, column in columns.items()} == {
            "TANGGAL_LAHIR": ["##-AAA-####", "#####"],
            "UPAH": ["AA #.###.###,##", "#.#A+##"],
            "TANGGAL_KEPESERTAAN": ["##/##/####"],
            "BLTH_AKHIR": ["####-##"],
        }

    def test_of_which_there_are_many_only_the_most_frequent(self) -> None:
        rows = [(*ROWS[0], "1" * (1 + n % 9)) for n in range(90)] + [(*ROWS[0], "25")] * 5
        columns = accept(text(rows, headers=(*HEADERS, "UPAH")).encode()).facts["columns"]
        assert columns["UPAH"]["shapes"] == ["##", "#", "###"]

    def test_hold_no_text_of_the_file(self) -> None:
        data = text([(*ROWS[0], "Ünïcödé ١٢ <b> 中文 " * 5)], headers=(*HEADERS, "UPAH")).encode()
        (shape,) = accept(data).facts["columns"]["UPAH"]["shapes"]
        assert shape == "AAAAAAA ## ?A? AA AA"
