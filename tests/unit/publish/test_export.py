"""What one region may have is cut out of an edition, marked as the edition is, and nothing else is in it."""

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tasks.publish.editions import export
from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.editions.export import NotExportable, export_region, of_region
from tasks.publish.editions.restricted import restricted_files, write_restricted
from tasks.publish.files.workbook.workbooks import workbook_regions
from tests.unit.publish.building import build_release
from tests.unit.publish.made_facts import AS_OF, made_tables
from warehouse.figures.tables import PUBLISHED_TABLES

RELEASE = f"{AS_OF.isoformat()}-0123456789ab"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("home")
    books = dict.fromkeys(workbook_regions(AS_OF, edition=RESTRICTED), b"PK")
    files = restricted_files(made_tables(), workbooks=books, release_id=RELEASE, as_of=AS_OF, provenance={})
    write_restricted(files, release_id=RELEASE, root=place / "restricted")
    return place


@pytest.mark.parametrize(("region", "regencies"), [("72.05", 1), ("72", 13)])
def test_the_rows_of_a_region_and_of_those_within_it_are_cut_out(
    home: Path, tmp_path: Path, region: str, regencies: int
) -> None:
    to = tmp_path / "out"
    written = export_region(home, release_id=RELEASE, edition="restricted", region=region, to=to)
    assert sorted(file.name for file in to.iterdir()) == written
    assert {name for name in written if not name.startswith("restricted-")} == {"datapackage.json", "index.html"}
    coverage = pl.read_parquet(to / "restricted-ucj_coverage.parquet")
    codes = set(coverage["region_code"])
    assert {code for code in codes if len(code) == 5} == {code for code in codes if code.startswith(region)} - {"72"}
    assert len({code for code in codes if len(code) == 5}) == regencies
    expected = made_tables()["ucj_coverage"].filter(pl.col("region_code").str.slice(0, len(region)) == region)
    assert coverage.equals(expected)
    assert to.stat().st_mode & 0o077 == 0


def test_a_code_that_begins_alike_is_another_region() -> None:
    rows = pl.DataFrame({"region_code": ["7", "72", "72.05", "72.05.01", "72.051", "ID"]})
    assert of_region(rows, "72.05")["region_code"].to_list() == ["72.05", "72.05.01"]
    assert of_region(rows, "72")["region_code"].to_list() == ["72", "72.05", "72.05.01", "72.051"]


@pytest.mark.parametrize(
    ("region", "edition", "says"),
    [
        ("99.99", "restricted", "no province or regency"),
        ("ID", "restricted", "no province"),
        ("72.05", "all", "no edition"),
    ],
)
def test_what_is_not_there_is_refused(home: Path, tmp_path: Path, region: str, edition: str, says: str) -> None:
    with pytest.raises(NotExportable, match=says):
        export_region(home, release_id=RELEASE, edition=edition, region=region, to=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_whoever_may_not_read_an_edition_is_told_which(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root nothing is forbidden, so that reading is refused here."""

    def refused(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(export, "read_restricted", refused)
    with pytest.raises(NotExportable, match="may not read the restricted edition"):
        export_region(home, release_id=RELEASE, edition="restricted", region="72.05", to=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_as_it_is(home: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(NotExportable, match="already"):
        export_region(home, release_id=RELEASE, edition="restricted", region="72.05", to=tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine"]


def test_every_table_is_in_it(home: Path, tmp_path: Path) -> None:
    written = export_region(home, release_id=RELEASE, edition="restricted", region="72", to=tmp_path / "out")
    assert {f"restricted-{table.name}.csv" for table in PUBLISHED_TABLES} <= set(written)


@pytest.mark.parametrize(("region", "name"), [("72.05", "Kabupaten Buol"), ("72", "Sulawesi Tengah")])
def test_a_workbook_has_the_rows_of_the_region_alone(home: Path, tmp_path: Path, region: str, name: str) -> None:
    to = tmp_path / "out"
    export_region(home, release_id=RELEASE, edition="restricted", region=region, to=to)
    file = to / f"restricted-ucj_{AS_OF}_{region}.xlsx"
    described = {one["path"]: one["title"] for one in json.loads((to / "datapackage.json").read_bytes())["resources"]}
    assert name in described[file.name]
    book = openpyxl.load_workbook(file)
    texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    others = set(made_tables()["ucj_coverage"].filter(~pl.col("region_code").str.starts_with(region))["region_name"])
    assert others.isdisjoint(texts)
    assert "ucj_completeness" not in book.sheetnames
    rows = made_tables()["ucj_coverage"].filter(pl.col("region_code").str.starts_with(region), basis="nik")
    assert [row[1] for row in book["ucj_coverage"].iter_rows(min_row=6, values_only=True)] == rows[
        "region_code"
    ].to_list()
    assert book["ucj_coverage"]["A1"].value.startswith("TERBATAS / RESTRICTED: ")


def test_a_workbook_of_the_public_edition_is_not_marked(tmp_path: Path) -> None:
    release = build_release(tables=made_tables(), as_of=AS_OF, published=tmp_path / "published", provenance={})
    export_region(tmp_path, release_id=release.id, edition="public", region="72.05", to=tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / f"ucj_{AS_OF}_72.05.xlsx")
    assert not any("RESTRICTED" in str(sheet["A1"].value) for sheet in book)
