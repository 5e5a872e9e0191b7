import os
import re
from pathlib import Path

import polars as pl
import pytest

from tasks.publish.errors import ReleaseDamaged
from tasks.publish.files.metadata.files import METADATA_FILES
from tasks.publish.notes.changes import CHANGED
from tasks.publish.notes.notes import NotesContent
from tasks.publish.notes.told import Told
from tasks.publish.release.folder import BuiltRelease, render_files, show_release
from tests.unit.publish.building import build_release, rendered_quickly
from tests.unit.publish.made_facts import AS_OF, PROVENANCE, made_tables
from warehouse.dimensions.regions import load_regions
from warehouse.errors import DiskFull
from warehouse.figures.tables import PUBLISHED_TABLES

REGIONS = [*load_regions().provinces["code"], *load_regions().regencies["code"]]
KINDS = ("{}.csv", "{}.parquet", "excel/{}.excel-id.csv")
FILES = {"datapackage.json", "index.html", *METADATA_FILES, "ucj_2021-06-30.xlsx"}
FILES |= {kind.format(table.name) for table in PUBLISHED_TABLES for kind in KINDS}
FILES |= {f"workbooks/ucj_2021-06-30_{code}.xlsx" for code in load_regions().provinces["code"]}
FILES |= {f"wilayah/{code}.html" for code in REGIONS} | {"wilayah/wilayah.css", "wilayah/wilayah.js"}
FILES |= {"sdmx/ucj_indicators.csv", "sdmx/structure.json"}
FILES |= {f"halaman/{name}.html" for name in ("perubahan", "mutu-data", "metode", "unduh", "riwayat")}
FILES |= {f"basis/{name}.html" for name in ("nik_adjusted", "domicile", "workplace")}


def files_of(built: BuiltRelease) -> dict[str, Path]:
    """Every file by its path within the release."""
    return {path.relative_to(built.path).as_posix(): path for path in built.path.rglob("*") if path.is_file()}


def again(built: BuiltRelease, tables: dict[str, pl.DataFrame]) -> BuiltRelease:
    return build_release(tables=tables, as_of=AS_OF, published=built.path.parent, provenance=PROVENANCE)


def test_release_holds_its_files_and_nothing_else(built: BuiltRelease) -> None:
    assert files_of(built).keys() == FILES
    assert [entry.name for entry in built.path.parent.iterdir()] == [built.id]


def test_id_is_date_and_content(built: BuiltRelease) -> None:
    assert re.fullmatch(r"2021-06-30-[0-9a-f]{12}", built.id)
    assert built.content_sha256.startswith(built.id.removeprefix("2021-06-30-"))


def test_everyone_may_read_whatever_the_umask(tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        built = build_release(tables=tables, as_of=AS_OF, published=tmp_path / "p", provenance=PROVENANCE)
    finally:
        os.umask(before)
    assert {file.stat().st_mode & 0o777 for file in files_of(built).values()} == {0o644}
    assert (built.path / "metadata").stat().st_mode & 0o777 == 0o755
    assert {
        (built.path / name).stat().st_mode & 0o777 for name in ("excel", "workbooks", "wilayah", "halaman", "basis")
    } == {0o755}
    folders = (built.path.parent, built.path)
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o755, 0o700]  # until the gate has judged it
    show_release(built.path, shown=True)
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o755, 0o755]


def test_same_inputs_same_bytes_elsewhere(built: BuiltRelease, tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    other = build_release(tables=made_tables(), as_of=AS_OF, published=tmp_path / "q", provenance=PROVENANCE)
    assert other.id == built.id
    assert all((other.path / name).read_bytes() == (built.path / name).read_bytes() for name in FILES)


def test_same_release_again_touches_nothing(built: BuiltRelease, tables: dict[str, pl.DataFrame]) -> None:
    before = {name: file.stat().st_mtime_ns for name, file in files_of(built).items()}
    assert again(built, tables) == built
    assert {name: file.stat().st_mtime_ns for name, file in files_of(built).items()} == before


def test_other_settings_are_another_release(built: BuiltRelease, tables: dict[str, pl.DataFrame]) -> None:
    other = build_release(tables=tables, as_of=AS_OF, published=built.path.parent, provenance={"rules_version": "2"})
    assert other.id != built.id
    assert built.path.is_dir()


def test_leftover_of_a_killed_run_goes(built: BuiltRelease, tables: dict[str, pl.DataFrame]) -> None:
    leftover = built.path.parent / ".0123456789abcdef.part"
    leftover.mkdir()
    (leftover / "ucj_coverage.csv").write_text("half")
    again(built, tables)
    assert not leftover.exists()


def test_failure_while_writing_leaves_nothing(
    tables: dict[str, pl.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.files.folders.sync_folder", full)
    with pytest.raises(DiskFull, match="No space"):
        build_release(tables=tables, as_of=AS_OF, published=tmp_path, provenance=PROVENANCE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "harm", ["change", "remove", "add", "change below", "add below", "add within", "change within"]
)
def test_changed_release_is_told_not_hidden(built: BuiltRelease, tables: dict[str, pl.DataFrame], harm: str) -> None:
    if harm == "change":
        (built.path / "ucj_coverage.csv").write_text("as_of\n")
    elif harm == "remove":
        (built.path / "index.html").unlink()
    elif harm == "change below":
        (built.path / "metadata" / "ms-ind.json").write_text("{}")
    elif harm == "add below":
        (built.path / "metadata" / "notes.txt").touch()
    elif harm == "change within":
        (built.path / "excel" / "ucj_coverage.excel-id.csv").write_text("as_of")
    else:
        (built.path / ("notes" if harm == "add" else "excel/notes")).mkdir()
    with pytest.raises(ReleaseDamaged, match="move it away"):
        again(built, tables)


def test_notes_are_described_where_there_are_any(built: BuiltRelease, tables: dict[str, pl.DataFrame]) -> None:
    rendered = rendered_quickly(tables, as_of=AS_OF)
    notes = NotesContent(as_of=AS_OF, coverage=tables["ucj_coverage"], completeness=tables["ucj_completeness"])
    told = Told(files={"release-notes.md": b"# Catatan rilis\n"}, notes=notes, moves=pl.DataFrame(schema=CHANGED))
    files = render_files(tables, rendered=rendered, as_of=AS_OF, provenance=PROVENANCE, told=told)
    assert files["release-notes.md"] == b"# Catatan rilis\n"
    assert b"release-notes.md" in files["datapackage.json"]
    assert b"release-notes.md" not in (built.path / "datapackage.json").read_bytes()


def test_no_clock_time_in_any_file(built: BuiltRelease) -> None:
    clock = re.compile(rb"\d{4}-\d{2}-\d{2}[T ](?!00:00:00Z)\d{2}:\d{2}")  # SDMX wants a day with a time
    assert not [name for name, file in files_of(built).items() if clock.search(file.read_bytes())]
