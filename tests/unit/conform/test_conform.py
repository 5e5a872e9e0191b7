"""What is left of accepted rows: the schema of the lake, regions of today, nothing personal."""

import hashlib
import hmac
from datetime import date
from typing import Any

import polars as pl
import pytest

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tasks.conform.conform import conform
from tasks.conform.key_file import PersonKey
from tests.unit.read.extracts import ENROLMENT, HEADERS, NIKS, ROWS, accept, text

KEY = PersonKey(("ab" * 32,))


def conformed(*rows: dict[str, str]) -> pl.DataFrame:
    """The lake frame of rows, each put over a good one."""
    good = dict(zip(HEADERS, ROWS[0], strict=True))
    headers = [field.header for field in ENROLMENT.fields]
    lines = [[{**good, **row}.get(header, "") for header in headers] for row in rows]
    return conform(accept(text(lines, headers=headers).encode()).frame, feed=ENROLMENT, key=KEY)


def one(**cells: str) -> dict[str, Any]:
    """The lake row of one row."""
    return conformed(cells).row(0, named=True)


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())
def test_has_the_schema_of_the_lake(feed: Feed) -> None:
    headers = [field.header for field in feed.fields]
    row = [feed.example.get(header, "") for header in headers]
    frame = accept(text([row], headers=headers).encode(), feed=feed).frame
    assert dict(conform(frame, feed=feed, key=KEY).schema) == pl.Schema(feed.lake.schema)


def test_is_sorted_for_the_lake() -> None:
    frame = conformed(*({"NIK": nik} for nik in reversed(NIKS)))
    assert frame.equals(frame.sort(*ENROLMENT.lake.sort_by, nulls_last=True))
    assert frame["row_no"].sort().to_list() == [2, 3, 4]


def test_no_personal_value_is_left() -> None:
    frame = conformed({"TANGGAL_LAHIR": "17/08/1990", "UPAH": "3456789", "NPP": "87654321"})
    left = " ".join(str(cell) for cell in frame.row(0))
    for value in (*ROWS[0][:3], "1990-08-17", "3456789", "87654321"):
        assert value not in left
    assert frame["birth_year"].to_list() == [1990]


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"KATEGORI": ""}, "category", "UMUM"),
        ({"KATEGORI": "ASTRONAUT"}, "category", "LAINNYA"),
        ({"SUMBER_DANA": ""}, "funder", None),
        ({"SUMBER_DANA": "TIDAK TAHU"}, "funder", "LAINNYA"),
        ({"SUMBER_DANA": "apbd"}, "funder", "APBD_KAB"),
        ({"JUMLAH_TK": ""}, "head_count", 1),
        ({"JUMLAH_TK": "25"}, "head_count", 25),
        ({"TANGGAL_LAHIR": ""}, "birth_year", 1990),
        ({"TANGGAL_LAHIR": "01/01/1985"}, "birth_year", 1985),
        ({"JENIS_KELAMIN": ""}, "sex", "L"),
        ({"JENIS_KELAMIN": "P"}, "sex", "P"),
        ({"NIK": "9101011708900003"}, "region_nik", "93.01"),
        ({"NIK": "9101011708900003"}, "district_nik", "910101"),
        ({"KODE_DESA": "72.05.01.2001"}, "village", "72.05.01.2001"),
        ({"KODE_DESA": "72.05.01.2001"}, "region_domicile", "72.05"),
        ({"KODE_DESA": "91.01.01.1002"}, "village", "93.01.01.1002"),
        ({"KODE_DESA": "91.01.01.1002"}, "region_domicile", "93.01"),
        ({"KODE_DESA": "72.05.01.9999"}, "village", None),
        ({"KODE_DESA": "72.05.01.9999"}, "region_domicile", None),
        ({"KODE_KAB_KERJA": "9101"}, "region_workplace", "93.01"),
        ({"KODE_KAB_KERJA": "72.99"}, "region_workplace", None),
        ({"JKK": "Y"}, "jkk", True),
        ({"JKK": "mungkin"}, "jkk", None),
        ({"BLTH_AKHIR": "12/2025"}, "last_paid", date(2025, 12, 1)),
        ({"TANGGAL_AKHIR": "31/12/2026"}, "ends_on", date(2026, 12, 31)),
        ({"TANGGAL_NONAKTIF": "???"}, "ended_on", None),
    ],
)
def test_conformed_rows_hold_the_values_expected(cells: dict[str, str], column: str, value: object) -> None:
    assert one(**cells)[column] == value


def test_heads_without_nik_have_no_ids() -> None:
    row = one(NIK="", KPJ="", SEGMEN="JAKON", JUMLAH_TK="25", KODE_KAB_KERJA="72.05")
    ids = ("person_id", "registration_id", "region_nik", "district_nik", "birth_year", "sex")
    assert [row[name] for name in ids] == [None] * len(ids)
    assert (row["head_count"], row["region_workplace"]) == (25, "72.05")


def test_one_person_in_two_registrations_has_one_person_id() -> None:
    frame = conformed({"SEGMEN": "PU"}, {"SEGMEN": "BPU"}, {"NPP": "11111111"})
    assert frame["person_id"].n_unique() == 1
    assert frame["registration_id"].n_unique() == 3


def test_an_employer_has_one_id_whoever_works_for_it() -> None:
    """The id is the keyed digest of its number as the contract reads it, leading zeros restored."""
    frame = conformed(
        {"NPP": "00012345"}, {"NPP": "12345"}, {"NPP": "00012346"}, {"NPP": ""}, {"NPP": "00012345", "SEGMEN": "BPU"}
    ).sort("row_no")
    digest = hmac.new(KEY.secrets[0].encode(), b"employer|00012345", hashlib.sha256).digest()[:16]
    first, second, other, none, third = frame["employer_id"].to_list()
    assert {first, second, third} == {digest}
    assert other not in (None, digest)
    assert none is None


def test_a_project_tells_construction_registrations_apart() -> None:
    frame = conformed(
        {"SEGMEN": "JAKON", "NPP": "1", "NO_PROYEK": "1111111111111"},
        {"SEGMEN": "JAKON", "NPP": "2", "NO_PROYEK": "1111111111111"},
        {"SEGMEN": "JAKON", "NPP": "2", "NO_PROYEK": "2222222222222"},
    )
    assert frame["registration_id"].n_unique() == 2


def test_reference_feeds_need_no_key() -> None:
    data = b"KODE_WILAYAH;TAHUN;SEGMEN;JUMLAH\n91.01;2025;;100\nID;2025;informal;1.000\n"
    frame = conform(accept(data, feed=FEEDS["eligible"]).frame, feed=FEEDS["eligible"], key=KEY)
    assert frame.drop("source", "version").rows() == [(2, "93.01", 2025, "TOTAL", 100), (3, "ID", 2025, "BPU", 1000)]
