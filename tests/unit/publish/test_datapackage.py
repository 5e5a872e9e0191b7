import hashlib
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.publish.notes.declared import DeclaredChanges, declared_changes
from tasks.publish.release.folder import BuiltRelease
from tests.unit.publish.made_facts import made_tables
from warehouse.figures.tables import PUBLISHED_TABLES


@pytest.fixture(scope="module")
def tables(few_regions: None) -> dict[str, pl.DataFrame]:
    """Of few regions: Frictionless looks at every cell."""
    return made_tables()


def described(built: BuiltRelease) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((built.path / "datapackage.json").read_text())
    return read


def test_every_other_file_is_described_with_its_hash(built: BuiltRelease) -> None:
    resources = {resource["path"]: resource for resource in described(built)["resources"]}
    files = {file.relative_to(built.path).as_posix() for file in built.path.rglob("*") if file.is_file()}
    assert set(resources) == files - {"datapackage.json"}
    for name, resource in resources.items():
        content = (built.path / name).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_every_column_is_described_in_order(built: BuiltRelease) -> None:
    resources = {resource["name"]: resource for resource in described(built)["resources"]}
    for table in PUBLISHED_TABLES:
        for name in (table.name, f"{table.name}-parquet"):
            fields = resources[name]["schema"]["fields"]
            assert [field["name"] for field in fields] == table.column_names
            assert all(field["title"] and field["description"] and field["type"] for field in fields)
            assert resources[name]["schema"]["primaryKey"] == list(table.primary_key)


def test_nothing_of_a_release_of_today_is_told_as_removed_or_new(built: BuiltRelease) -> None:
    """Whatever other files describe their columns, too: it was said that the data of SDMX had been a table."""
    package = described(built)
    assert sum("schema" in one for one in package["resources"]) > 2 * len(PUBLISHED_TABLES)
    assert declared_changes(package, versions=()) == DeclaredChanges()


def test_regions_are_attributed_and_provenance_is_there(built: BuiltRelease) -> None:
    package = described(built)
    assert package["licenses"][0]["name"] == "ODbL-1.0"
    assert "idn-area-data 4.0.1" in package["sources"][0]["title"]
    assert package["provenance"]["settings"]["grace_months"]["PU"] == 3
    assert package["version"] == "2021-06-30"


def validate_csv(folder: Path) -> Any:
    """Frictionless on the CSV resources: of Parquet it checks hashes and sizes wrongly."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        package = json.loads((folder / "datapackage.json").read_text())
        package["resources"] = [
            r for r in package["resources"] if r["format"] == "csv" and not r["path"].startswith("excel/")
        ]
        return frictionless.Package.from_descriptor(package, basepath=str(folder)).validate()


def test_frictionless_finds_the_csv_files_valid(built: BuiltRelease) -> None:
    report = validate_csv(built.path)
    assert report.valid, report.flatten(["message"])
    assert len(report.tasks) == len(PUBLISHED_TABLES) + 2  # and the codes of regions, and the SDMX dataset


@pytest.mark.parametrize(
    ("name", "old", "new", "kind"),
    [
        ("ucj_coverage.csv", ",nik,", ",home,", "constraint-error"),
        ("ucj_segment.csv", ",72.05,nik,PU", ",72.99,nik,PU", "foreign-key"),
        ("ucj_completeness.csv", ",K02,", ",K01,", "primary-key"),
    ],
)
def test_the_description_has_teeth(
    built: BuiltRelease, tmp_path: Path, name: str, old: str, new: str, kind: str
) -> None:
    copied = tmp_path / "copy"
    shutil.copytree(built.path, copied)
    text = (copied / name).read_text()
    assert old in text
    (copied / name).write_text(text.replace(old, new, 1))
    assert kind in {kind for (kind,) in validate_csv(copied).flatten(["type"])}
