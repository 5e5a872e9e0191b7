"""Codes of regions are held against the names beside them, and codes of BPS are read where a column says so."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from expectations.contracts import FEEDS
from tasks.read.limits import ReadLimits
from tasks.read.region_names import Name, name_of, settle_codes
from tasks.read.typed_table import TypedTable, read_typed_table
from tasks.refusal import Refusal
from tests.unit.read.extracts import ELIGIBLE, MAX_BYTES, POSITION, accept
from warehouse.dimensions.bps_codes import load_bps_codes
from warehouse.dimensions.regions import load_regions

# written down from what BPS prints beside its figures, apart from the list that the project carries
BPS_OF = {
    "7201": "Banggai Kepulauan",
    "7203": "Morowali",
    "7204": "Poso",
    "7205": "Donggala",
    "7206": "Toli-Toli",
    "7271": "Kota Palu",
    "1101": "Simeulue",
}
KEMENDAGRI_OF = {
    "72.07": "Kab. Banggai Kepulauan",
    "72.06": "KABUPATEN MOROWALI",
    "72.02": "Poso",
    "72.03": "DONGGALA",
    "72.04": "TOLITOLI",
    "72.71": "Kota Palu",
    "11.09": "Kabupaten Simeulue",
}


def settled(
    codes: dict[str, str], *, header: str = "KODE_WILAYAH", beside: str = "NAMA_WILAYAH", feed: str = "eligible"
) -> pl.DataFrame | Refusal:
    lines = [f"{header};{beside};TAHUN;JUMLAH", *(f"{code};{name};2025;10" for code, name in codes.items())]
    data = ("\n".join(lines) + "\n").encode()
    limits = ReadLimits.of(len(data), max_bytes=MAX_BYTES)
    found = read_typed_table(io.BytesIO(data), feed=FEEDS[feed], position_date=POSITION, limits=limits)
    assert isinstance(found, TypedTable), found
    return settle_codes(found.frame, bps=found.facts.get("bps_codes", ()), feed=FEEDS[feed], regions=load_regions())


def regions_of(codes: dict[str, str], **named: str) -> list[str | None]:
    found = settled(codes, **named)
    assert isinstance(found, pl.DataFrame), found
    assert "region_name" not in found.columns
    return found["region"].to_list()


def test_codes_that_fit_their_names_go_on_by_every_spelling() -> None:
    assert regions_of(KEMENDAGRI_OF) == list(KEMENDAGRI_OF)


def test_codes_of_bps_under_a_plain_header_are_refused_with_both_counts() -> None:
    found = settled(BPS_OF)
    assert found == Refusal(
        code="REGION_NAMES_DIFFER",
        detail="NAMA_WILAYAH / KODE_WILAYAH: 1 / 7 baris/rows = Kemendagri; 7 / 7 = BPS",
    )


@pytest.mark.parametrize("header", ["KODE_BPS", "Kode Kab BPS", "kode wilayah bps"])
def test_a_column_that_says_bps_is_read_by_the_list_of_bps(header: str) -> None:
    assert regions_of(BPS_OF, header=header) == list(KEMENDAGRI_OF)


def test_a_column_that_says_bps_and_holds_codes_of_kemendagri_is_refused() -> None:
    found = settled(KEMENDAGRI_OF, header="KODE_BPS")
    assert isinstance(found, Refusal)
    assert found.code == "REGION_NAMES_DIFFER"


def test_both_codes_side_by_side_are_told_apart() -> None:
    lines = ["KODE_BPS;KODE_WILAYAH;NAMA_WILAYAH;TAHUN;JUMLAH", "7205;72.03;Donggala;2025;10"]
    assert accept(("\n".join(lines) + "\n").encode(), feed=ELIGIBLE).frame["region"].to_list() == ["72.03"]


def test_one_row_with_the_name_of_another_region_cannot_be_read_and_the_others_go_on() -> None:
    mixed = {**KEMENDAGRI_OF, "73.71": "Kota Palopo"}
    found = settled(mixed)
    assert isinstance(found, pl.DataFrame)
    assert found["region"].to_list() == [*KEMENDAGRI_OF, None]
    assert found["region__unreadable"].to_list() == [False] * 7 + [True]


def test_names_that_are_no_region_prove_nothing() -> None:
    odd = {"72.05": "Kab. Buoll", "72.03": "Wilayah I", "72.01": "", "ID": "Indonesia", "72": "Sulawesi Tengah"}
    assert regions_of(odd) == ["72.05", "72.03", "72.01", "ID", "72"]


def test_the_name_of_the_province_is_held_against_the_province_of_the_code() -> None:
    assert regions_of({"72.05": "SULAWESI TENGAH", "73.71": "Prov. Sulawesi Selatan"}, beside="PROVINSI") == [
        "72.05",
        "73.71",
    ]
    found = settled({"94.01": "Papua", "91.71": "Papua Barat Daya", "72.05": "Gorontalo"}, beside="PROVINSI")
    assert isinstance(found, Refusal)


def test_a_city_is_not_the_regency_of_its_name_unless_the_kind_is_left_out() -> None:
    assert regions_of({"32.04": "Bandung", "32.73": "BANDUNG"}) == ["32.04", "32.73"]
    assert isinstance(settled({"32.04": "Kota Bandung", "32.73": "Kab. Bandung"}), Refusal)


def test_a_code_that_bps_does_not_have_cannot_be_read() -> None:
    found = settled({"7205": "Donggala", "7204": "Poso", "7299": "", "7201010": ""}, header="KODE_BPS")
    assert isinstance(found, pl.DataFrame)
    assert found["region"].to_list() == ["72.03", "72.02", None, None]
    assert found["region__unreadable"].to_list() == [False, False, True, True]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kab. Toli-Toli", Name("KAB", "TOLITOLI")),
        ("KOTA ADM. JAKARTA PUSAT", Name("KOTA", "JAKARTAPUSAT")),
        ("Kabupaten Administrasi Kepulauan Seribu", Name("KAB", "KEPULAUANSERIBU")),
        ("KOTABARU", Name(None, "KOTABARU")),
        ("Prov. D.I. Yogyakarta", Name(None, "DAERAHISTIMEWAYOGYAKARTA")),
    ],
)
def test_a_name_is_read_without_what_does_not_matter(written: str, name: Name) -> None:
    assert name_of(written) == name


def test_the_list_of_bps_gives_every_region_of_2018_one_region_of_today() -> None:
    regions = load_regions()
    codes = load_bps_codes()
    today = {*regions.regencies["code"], *regions.provinces["code"]}
    assert len(codes) == 514 + 34
    assert len(set(codes.values())) == len(codes)
    assert today.issuperset(codes.values())
    assert {code for code in codes.values() if len(code) == 5} == {*regions.regencies["code"]}
    assert sum(bps != code for bps, code in codes.items() if len(code) == 5) == 199


def test_the_list_of_bps_agrees_with_its_own_names() -> None:
    regions = load_regions()
    names = dict(regions.regencies.select("code", "name").iter_rows())
    path = Path(__file__).parents[3] / "warehouse" / "reference" / "bps_codes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if len(row["code"]) == 5]
    renamed = [row["code"] for row in listed if not name_of(row["bps_name"]).agrees(name_of(names[row["code"]]))]
    assert sorted(renamed) == ["12.12", "64.11", "71.09", "76.01", "81.03"]
