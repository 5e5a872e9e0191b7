"""What every contract has to be, whatever it says."""

import re
from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from expectations.contracts import FEED_OF_PREFIX, FEEDS
from expectations.contracts.checks import Check
from expectations.contracts.codes import code_lists, plain
from expectations.contracts.conditions import CONDITIONS
from expectations.contracts.file_rules import FILE_RULES
from expectations.contracts.schema import Feed, Kind, Sensitivity
from tasks.read.cells.frame import typed_schema
from tasks.read.headers.header_names import plain_header
from tasks.read.regions import resolve_regions
from warehouse.dimensions.regions import load_regions

DAY = date(2025, 12, 31)
CODE = re.compile(r"[A-Z][A-Z0-9_]+")

SEGMENTS = "PU BPU JAKON PMI"
CODES_OF_DOMAIN = {
    "SEGMEN": SEGMENTS,
    "KATEGORI": "UMUM NON_ASN PERANGKAT_DESA BPD RT_RW KADER PEKERJA_RENTAN MISKIN_EKSTREM PETUGAS_PEMILU"
    " PEKERJA_KEAGAMAAN NELAYAN PETANI LAINNYA",
    "SUMBER_DANA": "PEMBERI_KERJA MANDIRI APBN APBD_PROV APBD_KAB APBDES DBH_SAWIT DBH_CHT CSR BAZNAS LAINNYA",
    "JENIS_KELAMIN": "L P",
    "SEGMEN_PEKERJA": f"TOTAL {SEGMENTS}",
    "PROGRAM": "JKK JKM JHT JP JKP BEASISWA",
    "PENERBIT": "RPJMN RPJPN RKP BAPPENAS KEMENDAGRI KEMNAKER BPJS KETENAGAKERJAAN DJSN"
    " PEMPROV * PEMKAB * PEMKOT * PEMDA * RPJMD * RPJPD *",
}
ALIASES_OF_DOMAIN = {
    ("SEGMEN", "TKI"): "PMI",
    ("SUMBER_DANA", "APBD"): "APBD_KAB",
    ("SEGMEN_PEKERJA", "FORMAL"): "PU",
    ("SEGMEN_PEKERJA", "INFORMAL"): "BPU",
}
HEADERS_OF_DESIGN = {
    "enrolment": "NIK KPJ NAMA_LENGKAP TANGGAL_LAHIR JENIS_KELAMIN SEGMEN KATEGORI NPP NO_PROYEK UPAH"
    " JKK JKM JHT JP JKP SUMBER_DANA KODE_DESA KODE_KAB_KERJA TANGGAL_KEPESERTAAN BLTH_AKHIR"
    " TANGGAL_AKHIR TANGGAL_NONAKTIF JUMLAH_TK",
    "eligible": "KODE_WILAYAH TAHUN SEGMEN JUMLAH SUMBER VERSI",
    "target": "KODE_WILAYAH TAHUN PENERBIT NILAI DOKUMEN",
    "ecosystem": "KODE_WILAYAH KATEGORI POPULASI TARGET TANGGAL",
    "benefit": "NO_KLAIM NIK PROGRAM NILAI TANGGAL_BAYAR",
}

every_feed = pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())


def columns_of(check: Check) -> Iterator[str]:
    """Columns that the arguments of a check name."""
    for name in ("column", "column_A", "column_B"):
        if name in check.arguments:
            yield check.arguments[name]
    yield from check.arguments.get("column_list", ())


def typed_columns(feed: Feed) -> set[str]:
    """Columns of the frame that the reader hands to the checks."""
    empty = pl.DataFrame(schema=typed_schema(feed))
    return set(resolve_regions(empty, feed=feed, position_date=DAY, regions=load_regions()).columns)


@every_feed
class TestFeed:
    def test_headers_are_those_of_the_design(self, feed: Feed) -> None:
        assert [field.header for field in feed.fields] == HEADERS_OF_DESIGN[feed.name].split()

    def test_no_two_columns_answer_to_one_header(self, feed: Feed) -> None:
        meanings: dict[str, set[str]] = {}
        for field in (*feed.fields, *feed.beside):
            for text in (field.header, *field.aliases):
                meanings.setdefault(plain_header(text), set()).add(field.name)
        assert {header: names for header, names in meanings.items() if len(names) > 1} == {}

    def test_names_codes_and_texts_are_unique(self, feed: Feed) -> None:
        for values in (
            [field.name for field in feed.fields],
            [rule.code for rule in feed.rules],
            [rule.text_id for rule in feed.rules],
            [rule.text_en for rule in feed.rules],
        ):
            assert len(values) == len(set(values))

    def test_texts_are_there_in_both_languages(self, feed: Feed) -> None:
        for text_id, text_en in (
            (feed.title_id, feed.title_en),
            *((field.text_id, field.text_en) for field in feed.fields),
            *((rule.text_id, rule.text_en) for rule in feed.rules),
        ):
            assert text_id.strip()
            assert text_en.strip()

    def test_rule_codes_are_plain_words(self, feed: Feed) -> None:
        assert all(CODE.fullmatch(rule.code) for rule in feed.rules)

    def test_columns_of_rules_are_fields(self, feed: Feed) -> None:
        names = {field.name for field in (*feed.fields, *feed.beside)}
        assert all(set(rule.columns) <= names for rule in feed.rules)

    def test_columns_of_checks_are_in_the_typed_frame(self, feed: Feed) -> None:
        known = typed_columns(feed)
        named = {column for rule in feed.rules for column in columns_of(rule.check)}
        assert named - known == set()

    def test_conditions_use_no_column_but_those_they_name(self, feed: Feed) -> None:
        for rule in feed.rules:
            if rule.check.expectation == "ExpectRowsToSatisfy":
                arguments = rule.check.arguments
                used = CONDITIONS[arguments["condition"]](arguments["parameters"]).meta.root_names()
                assert set(used) <= set(arguments["column_list"]), rule.code

    def test_key_and_latest_are_in_the_typed_frame(self, feed: Feed) -> None:
        assert {*feed.key, *([feed.latest] if feed.latest else [])} <= typed_columns(feed)

    def test_coded_fields_have_their_list_and_identifiers_their_width(self, feed: Feed) -> None:
        for field in feed.fields:
            assert (field.code_list in code_lists()) == (field.kind in (Kind.CODE, Kind.NAME)), field.name
            assert field.width or field.kind is not Kind.DIGITS, field.name

    def test_no_personal_column_reaches_the_lake(self, feed: Feed) -> None:
        personal = {field.name for field in feed.fields if field.sensitivity is Sensitivity.PERSONAL}
        assert personal & feed.lake.schema.keys() == set()

    def test_free_texts_that_are_published_have_their_rules(self, feed: Feed) -> None:
        published = [field.name.upper() for field in feed.fields if field.is_published_text]
        assert {f"{name}_{what}" for name in published for what in ("NUMBER", "FORMULA")} <= {
            rule.code for rule in feed.rules
        }

    def test_an_empty_row_cannot_pass(self, feed: Feed) -> None:
        assert any(field.required for field in feed.fields)


def test_feeds_are_found_by_the_prefix_of_their_files() -> None:
    assert {prefix: feed.name for prefix, feed in FEED_OF_PREFIX.items()} == {
        "PESERTA": "enrolment",
        "PEKERJA": "eligible",
        "TARGET": "target",
        "EKOSISTEM": "ecosystem",
        "KLAIM": "benefit",
    }


def test_file_rules_are_unique_and_bilingual() -> None:
    codes = [rule.code for rule in FILE_RULES]
    assert len(codes) == len(set(codes))
    for rule in FILE_RULES:
        assert CODE.fullmatch(rule.code)
        assert rule.text_id.strip()
        assert rule.text_en.strip()
        assert rule.text_id != rule.text_en


def test_file_rules_and_row_rules_share_no_code() -> None:
    row_codes = {rule.code for feed in FEEDS.values() for rule in feed.rules}
    assert row_codes & {rule.code for rule in FILE_RULES} == set()


class TestCodeLists:
    def test_hold_the_values_of_the_domain_in_its_order(self) -> None:
        found = {name: " ".join(entry.code for entry in codes.codes) for name, codes in code_lists().items()}
        assert found == CODES_OF_DOMAIN

    def test_know_the_aliases_of_the_domain(self) -> None:
        for (name, alias), code in ALIASES_OF_DOMAIN.items():
            assert code_lists()[name].spellings(on=DAY)[plain(alias)] == code

    @pytest.mark.parametrize("name", CODES_OF_DOMAIN)
    def test_no_spelling_means_two_codes(self, name: str) -> None:
        meanings: dict[str, set[str]] = {}
        for entry in code_lists()[name].codes:
            for text in (entry.code, *entry.aliases):
                meanings.setdefault(plain(text), set()).add(entry.code)
        assert {text: codes for text, codes in meanings.items() if len(codes) > 1} == {}

    @pytest.mark.parametrize("text", ["rt/rw", "RT RW", "Rt.Rw", "rt-rw", " RT_RW "])
    def test_case_spaces_dots_and_dashes_do_not_matter(self, text: str) -> None:
        assert code_lists()["KATEGORI"].spellings(on=DAY)[plain(text)] == "RT_RW"

    def test_names_are_there_in_both_languages(self) -> None:
        assert all(entry.name_id and entry.name_en for codes in code_lists().values() for entry in codes.codes)
