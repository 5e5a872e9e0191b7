"""The carried regions, against counts made on the CSV files of the published package."""

import csv
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from tests.new_list import next_edition
from warehouse.dimensions.regions import (
    CHANGES_FILE,
    REGIONS_FILE,
    SPLITS_FILE,
    VERSION,
    RegionReferenceError,
    load_regions,
    resolve_successors,
)

REGENCIES_IN = {"11": 23, "12": 33, "31": 6, "33": 35, "35": 38, "65": 5, "72": 13, "91": 9, "93": 4, "95": 8}
VILLAGES_IN = {"11": 6500, "31": 267, "33": 8563, "51": 716, "65": 482, "72": 2017, "93": 690, "96": 1013}
DISTRICTS_IN = {"31": 44, "32": 627, "35": 666, "65": 55, "72": 177, "95": 252}


@pytest.fixture(scope="module")
def levels() -> dict[int, list[str]]:
    codes: list[str] = pl.read_parquet(REGIONS_FILE)["code"].to_list()
    return {length: [code for code in codes if len(code) == length] for length in (2, 5, 8, 13)}


def test_the_list_holds_the_whole_country(levels: dict[int, list[str]]) -> None:
    assert {length: len(codes) for length, codes in levels.items()} == {2: 38, 5: 514, 8: 7285, 13: 83762}
    regions = load_regions()
    assert regions.provinces.height == 38
    assert regions.regencies.height == 514
    assert regions.provinces["code"].to_list() == levels[2]
    assert regions.regencies["code"].to_list() == levels[5]


@pytest.mark.parametrize(("length", "expected"), [(5, REGENCIES_IN), (8, DISTRICTS_IN), (13, VILLAGES_IN)])
def test_provinces_hold_the_regencies_known(
    levels: dict[int, list[str]], length: int, expected: dict[str, int]
) -> None:
    found = {province: sum(code[:2] == province for code in levels[length]) for province in expected}
    assert found == expected


def test_every_code_has_its_parent(levels: dict[int, list[str]]) -> None:
    for child, parent in ((5, 2), (8, 5), (13, 8)):
        assert {code[:parent] for code in levels[child]} <= set(levels[parent])
    regencies = load_regions().regencies
    assert (regencies["province_code"] == regencies["code"].str.head(2)).all()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("72.05", "Kabupaten Buol"),
        ("72.06", "Kabupaten Morowali"),
        ("74.13", "Kabupaten Muna Barat"),
        ("15.03", "Kabupaten Sarolangun"),
        ("13.03", "Kabupaten Sijunjung"),
        ("51.03", "Kabupaten Badung"),
        ("96.71", "Kota Sorong"),
    ],
)
def test_names_of_regions_are_as_published(code: str, name: str) -> None:
    assert load_regions().regencies.filter(code=code)["name"].to_list() == [name]


@pytest.mark.parametrize(
    ("prefix", "regency"),
    [
        ("7205", "72.05"),
        ("9101", "93.01"),  # Merauke, Papua Selatan since 2022
        ("9301", "93.01"),
        ("6473", "65.71"),  # Tarakan, Kalimantan Utara since 2012
        ("6571", "65.71"),
        ("9271", "96.71"),  # Kota Sorong, Papua Barat Daya
        ("9202", "92.02"),  # Manokwari stayed
        ("9171", "91.71"),  # Kota Jayapura stayed
    ],
)
def test_nik_prefix_leads_to_regency_of_today(prefix: str, regency: str) -> None:
    assert load_regions().nik_prefixes.filter(prefix=prefix)["regency"].to_list() == [regency]


def test_nik_prefixes_are_those_of_today_and_of_before() -> None:
    regions = load_regions()
    with CHANGES_FILE.open(encoding="utf-8") as lines:
        old = {row["old_code"].replace(".", "") for row in csv.DictReader(lines)}
    today = {code.replace(".", "") for code in regions.regencies["code"]}
    assert len(old) == 31
    assert not old & today
    prefixes = regions.nik_prefixes["prefix"].to_list()
    assert prefixes == sorted(old | today)
    assert set(regions.nik_prefixes["regency"]) == set(regions.regencies["code"])
    assert "5401" not in prefixes


def test_changed_regencies_keep_their_name() -> None:
    names = dict(load_regions().regencies.select("code", "name").iter_rows())
    with CHANGES_FILE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            plain = row["old_name"].removeprefix("KAB. ").removeprefix("KOTA ")
            assert names[row["new_code"]].upper().endswith(plain)


def test_district_prefixes_hold_today_renumbered_and_split() -> None:
    known = set(load_regions().district_prefixes)
    today = {code.replace(".", "") for code in pl.read_parquet(REGIONS_FILE)["code"] if len(code) == 8}
    assert today < known
    assert {"720501", "647301", "910101"} <= known
    with SPLITS_FILE.open(encoding="utf-8") as lines:
        retired = [row["retired_district_prefixes_under_parent"] for row in csv.DictReader(lines)]
    assert {prefix.replace(".", "") for cell in retired for prefix in cell.split()} <= known
    assert "720699" not in known
    assert all(len(prefix) == 6 and prefix.isdecimal() for prefix in known)
    assert load_regions().district_prefixes.is_sorted()


def test_villages_of_today_and_under_codes_of_before(levels: dict[int, list[str]]) -> None:
    villages = load_regions().villages
    today = villages.filter(pl.col("code").str.head(5) == pl.col("regency"))
    assert today["code"].to_list() == levels[13]
    assert villages["code"].n_unique() == villages.height
    old = [code for code in levels[13] if code.startswith("65.71")]
    under_old_code = villages.filter(pl.col("code").str.starts_with("64.73"))
    assert under_old_code["code"].to_list() == ["64.73" + code[5:] for code in old]
    assert set(under_old_code["regency"]) == {"65.71"}


def changes(*pairs: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema=["old_code", "new_code"], orient="row")


def test_chain_of_changes_ends_today() -> None:
    found = resolve_successors(changes(("1.1", "2.1"), ("2.1", "3.1")), today=pl.Series(["3.1"]))
    assert found.rows() == [("1.1", "3.1"), ("2.1", "3.1")]


@pytest.mark.parametrize(
    "pairs",
    [
        [("1.1", "3.1"), ("1.1", "3.2")],  # two meanings
        [("3.2", "3.1")],  # in use today for another regency
        [("1.1", "2.1")],  # leads nowhere
        [("1.1", "2.1"), ("2.1", "1.1")],  # goes round
    ],
)
def test_contradictions_are_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(RegionReferenceError, match="regency"):
        resolve_successors(changes(*pairs), today=pl.Series(["3.1", "3.2"]))


def test_carried_file_is_small() -> None:
    assert sum(path.stat().st_size for path in Path(REGIONS_FILE).parent.iterdir() if path.is_file()) < 2_000_000


def test_places_change_with_codes_and_not_with_names(tmp_path: Path) -> None:
    regions = load_regions()
    renamed = replace(regions, version="x", regencies=regions.regencies.with_columns(name=pl.lit("X")))
    assert renamed.places_id == regions.places_id
    with next_edition(tmp_path / "edition") as newer:
        assert newer.places_id != regions.places_id
    fewer = replace(regions, villages=regions.villages.head(-1))
    assert fewer.places_id != regions.places_id


def test_every_edition_has_a_version_of_its_own() -> None:
    """Figures name the list by its version: whoever changes a file gives another one, and writes both here."""
    files = sha256(b"".join(path.read_bytes() for path in (REGIONS_FILE, CHANGES_FILE, SPLITS_FILE)))
    assert (VERSION, files.hexdigest()) == (
        "idn-area-data 4.0.1 (Kepmendagri 300.2.2-2430/2025)",
        "848f95dacdaadd953d121bd84a2710f3ec391e4ec52cc401805dd86214e31b73",
    )
