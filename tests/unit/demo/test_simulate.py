"""Simulated branches: what lies in the inbox, and that it is the same every time."""

import csv
import hashlib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from demo.defects import Defects
from demo.simulate import simulate
from tests.unit.demo.inbox import birth_in_nik, extracts, rows_of
from warehouse.dimensions.regions import load_regions

AS_OF = date(2025, 6, 30)
ROWS, BRANCHES = 6000, 10


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("clean")
    simulate(home=home, as_of=AS_OF, rows=ROWS, branches=BRANCHES, seed=7, defects=Defects.none())
    return home


@pytest.fixture(scope="module")
def everyone(clean: Path) -> dict[str, list[dict[str, str]]]:
    return {path.name: rows_of(path) for path in extracts(clean)}


def digests(home: Path) -> dict[str, str]:
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def test_the_same_arguments_make_the_same_bytes(tmp_path: Path) -> None:
    defects = Defects(excel_damaged_branches=1, unreadable_branches=1)
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        simulate(home=tmp_path / name, as_of=AS_OF, rows=1600, branches=8, seed=seed, defects=defects)
    first, second, other = (digests(tmp_path / name) for name in "abc")
    assert first == second
    same = {name for name in first if first[name] == other.get(name)}
    assert same == {"branches.csv", "inbox/KEMNAKER/TARGET_KEMNAKER_20250101.csv"}


def test_files_lie_in_branch_folders_and_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    written = simulate(
        home=tmp_path, as_of=AS_OF, rows=40, branches=4, seed=1, defects=Defects.none(), progress=told.append
    )
    assert set(written) == {path for path in tmp_path.rglob("*") if path.is_file()}
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "branches.csv",
        "inbox/BPS/PEKERJA_BPS_20250101.csv",
        "inbox/KEMNAKER/TARGET_KEMNAKER_20250101.csv",
        "inbox/KEMENDAGRI/EKOSISTEM_KEMENDAGRI_20250101.csv",
        "inbox/K01/PESERTA_K01_20250630.csv",
        "inbox/K01/KLAIM_K01_20250630.csv",
        "inbox/K02/PESERTA_K02_20250630.xlsx",
        "inbox/K02/KLAIM_K02_20250630.csv",
        "inbox/K03/PESERTA_K03_20250630.csv.gz",
        "inbox/K03/KLAIM_K03_20250630.csv",
        "inbox/K04/PESERTA_K04_20250531.parquet",
        "inbox/K04/KLAIM_K04_20250531.csv",
    ]
    assert len(told) == 4


def test_the_branch_list_names_every_branch(clean: Path) -> None:
    with (clean / "branches.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["code", "name", "regional_office", "feeds", "regions"]
    feeds = {row["code"]: row["feeds"] for row in rows}
    issuers = {"BPS": "eligible", "KEMNAKER": "target", "KEMENDAGRI": "ecosystem"}
    assert feeds == {**{f"K{n:02}": "enrolment;benefit" for n in range(1, 11)}, **issuers}
    served = [code for row in rows for code in row["regions"].split(";") if code]
    assert sorted(served) == load_regions().regencies["code"].to_list()


def test_rows_are_shared_out(everyone: dict[str, list[dict[str, str]]]) -> None:
    sizes = [len(rows) for rows in everyone.values()]
    assert sum(sizes) == ROWS
    assert min(sizes) > 0
    assert len(set(sizes)) > 1


def test_clean_people_are_possible(everyone: dict[str, list[dict[str, str]]]) -> None:
    prefixes = set(load_regions().nik_prefixes["prefix"])
    districts = set(load_regions().district_prefixes)
    for rows in everyone.values():
        for row in rows:
            nik = row["NIK"]
            if not nik:
                assert row["SEGMEN"] == "JAKON"
                assert int(row["JUMLAH_TK"]) >= 1
                assert row["KODE_KAB_KERJA"]
                continue
            assert len(nik) == 16
            assert nik[:4] in prefixes
            assert nik[:6] in districts
            assert nik[12:] != "0000"
            birth = birth_in_nik(nik)
            assert birth is not None
            assert 19 * 365 < (AS_OF - birth).days < 65 * 366
            assert (int(nik[6:8]) > 40) == (row["JENIS_KELAMIN"] == "P")
            assert row["JUMLAH_TK"] == "1"
            assert len(row["KPJ"]) == 11


def test_birth_and_registration_dates_in_plain_style(everyone: dict[str, list[dict[str, str]]]) -> None:
    for row in everyone["PESERTA_K03_20250630.csv.gz"]:
        assert "2010-01-01" < row["TANGGAL_KEPESERTAAN"] <= "2025-06-30"
        if row["NIK"]:
            assert birth_in_nik(row["NIK"]) == date.fromisoformat(row["TANGGAL_LAHIR"])
        if row["BLTH_AKHIR"]:
            assert row["TANGGAL_KEPESERTAAN"][:7].replace("-", "") <= row["BLTH_AKHIR"] <= "202506"
        else:
            assert row["SEGMEN"] in {"JAKON", "PMI"}
            assert row["TANGGAL_AKHIR"]


def test_people_spread_and_repeat_as_in_life(everyone: dict[str, list[dict[str, str]]]) -> None:
    branches_of: dict[str, set[str]] = {}
    segments_of: dict[str, set[str]] = {}
    for name, rows in everyone.items():
        for row in rows:
            if row["NIK"]:
                branches_of.setdefault(row["NIK"], set()).add(name)
                segments_of.setdefault(row["NIK"], set()).add(row["SEGMEN"].replace("TKI", "PMI"))
    assert sum(len(names) > 1 for names in branches_of.values()) > 10
    assert sum(len(segments) > 1 for segments in segments_of.values()) > 30
    prefixes = Counter(nik[:4] for nik in branches_of)
    today = dict(load_regions().nik_prefixes.iter_rows())
    assert len({today[prefix] for prefix in prefixes}) > 350
    old = {code.replace(".", "") for code in load_regions().successors["old_code"]}
    assert old & set(prefixes)


def test_workbooks_keep_niks_as_text(clean: Path) -> None:
    sheet = fastexcel.read_excel(clean / "inbox/K02/PESERTA_K02_20250630.xlsx").load_sheet(0, header_row=3)
    frame = sheet.to_polars()
    assert frame.schema["Nik"] == pl.String
    assert frame["Nik"].drop_nulls().str.len_chars().unique().to_list() == [16]


def test_denominators_cover_the_country_and_add_up(clean: Path) -> None:
    path = clean / "inbox/BPS/PEKERJA_BPS_20250101.csv"
    frame = pl.read_csv(path, separator=";", infer_schema=False).with_columns(pl.col("JUMLAH").cast(pl.Int64))
    assert frame.columns == ["KODE_WILAYAH", "TAHUN", "SEGMEN", "JUMLAH", "SUMBER", "VERSI"]
    assert frame.height == (1 + 38 + 514) * 3
    total = frame.filter(SEGMEN="TOTAL")
    nation = total.filter(KODE_WILAYAH="ID")["JUMLAH"].item()
    length = pl.col("KODE_WILAYAH").str.len_chars()
    for level in (2, 5):
        assert total.filter(length == level, pl.col("KODE_WILAYAH") != "ID")["JUMLAH"].sum() == nation
    by_region = frame.pivot("SEGMEN", index="KODE_WILAYAH", values="JUMLAH")
    assert (by_region["TOTAL"] == by_region["PU"] + by_region["BPU"]).all()
    assert (by_region["TOTAL"] > 0).all()


def test_targets_are_the_published_ones(clean: Path) -> None:
    with (clean / "inbox/KEMNAKER/TARGET_KEMNAKER_20250101.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    values = {
        (row["KODE_WILAYAH"], row["TAHUN"], row["PENERBIT"]): Decimal(row["NILAI"].replace(",", ".")) for row in rows
    }
    assert values["ID", "2025", "RPJMN"] == Decimal("32.15")
    assert values["ID", "2029", "RPJMN"] == Decimal("43.92")
    assert values["ID", "2025", "KEMENDAGRI"] == Decimal("52.15")


def test_ecosystems_hold_more_people_than_are_enrolled(clean: Path, everyone: dict[str, list[dict[str, str]]]) -> None:
    with (clean / "inbox/KEMENDAGRI/EKOSISTEM_KEMENDAGRI_20250101.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert list(rows[0]) == ["KODE_WILAYAH", "KATEGORI", "POPULASI", "TARGET", "TANGGAL"]
    population = {
        (row["KODE_WILAYAH"], row["KATEGORI"]): int(row["POPULASI"]) for row in rows if len(row["KODE_WILAYAH"]) == 5
    }
    assert len(population) == 514 * 7
    today = dict(load_regions().nik_prefixes.iter_rows())
    enrolled: dict[tuple[str, str], set[str]] = {}
    for row in (row for rows in everyone.values() for row in rows if row["NIK"]):
        category = row["KATEGORI"].upper().replace(" ", "_")
        enrolled.setdefault((today[row["NIK"][:4]], category), set()).add(row["NIK"])
    village = [row for row in rows if len(row["KODE_WILAYAH"]) == 13]
    assert {row["KODE_WILAYAH"] for row in village} <= set(load_regions().villages["code"])
    assert {(row["KATEGORI"], row["POPULASI"], row["TARGET"]) for row in village} == {("PEKERJA_RENTAN", "", "100")}
    listed = {key: niks for key, niks in enrolled.items() if key in population}
    assert len(listed) > 200
    assert all(len(niks) < population[key] for key, niks in listed.items())


def test_claims_are_of_people_of_the_branch(clean: Path, everyone: dict[str, list[dict[str, str]]]) -> None:
    files = sorted(clean.glob("inbox/*/KLAIM_*"))
    assert [path.parent.name for path in files] == [f"K{n:02}" for n in range(1, 9)]
    numbers: list[str] = []
    for path in files:
        with path.open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines, delimiter=";"))
        (extract,) = (name for name in everyone if name.startswith(f"PESERTA_{path.parent.name}_"))
        assert {row["NIK"] for row in rows} <= {row["NIK"] for row in everyone[extract]}
        position = date.fromisoformat(path.stem[-8:])
        paid = [date(*(int(part) for part in reversed(row["TANGGAL_BAYAR"].split("/")))) for row in rows]
        assert all(0 <= (position - day).days < 365 for day in paid)
        deaths = {row["NIK"] for row in rows if row["PROGRAM"] == "JKM"}
        assert {row["NIK"] for row in rows if row["PROGRAM"] == "BEASISWA"} <= deaths
        assert all(row["NILAI"] == "42000000" for row in rows if row["PROGRAM"] == "JKM")
        numbers += [row["NO_KLAIM"] for row in rows]
    assert len(numbers) == len(set(numbers)) > 20


@pytest.mark.parametrize(("rows", "branches", "seed"), [(3, 4, 1), (5, 0, 1), (5, 1, -1)])
def test_impossible_sizes_are_refused(tmp_path: Path, rows: int, branches: int, seed: int) -> None:
    with pytest.raises(ValueError, match="at least one branch"):
        simulate(home=tmp_path, as_of=AS_OF, rows=rows, branches=branches, seed=seed, defects=Defects.none())
