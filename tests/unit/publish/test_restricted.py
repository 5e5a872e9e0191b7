"""The restricted edition has every figure, says on each file what it is, and only a named group reads it."""

import grp
import json
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tasks.protect.protect import PublishableFacts, protect
from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.editions.restricted import (
    has_group,
    read_restricted,
    restricted_files,
    show_restricted,
    write_restricted,
)
from tasks.publish.errors import ReleaseMissing
from tasks.publish.files.workbook.workbooks import plan_workbooks, workbook_regions
from tasks.publish.gate.files import file_problems
from tasks.publish.gate.gate import Restricted, evaluate_release
from tasks.publish.release.folder import BuiltRelease
from tests.property.protect.small_nation import tables_of
from tests.property.protect.test_nobody_is_found_out import ONE_ALONE, RULES

AS_OF, RELEASE = date(2024, 5, 31), "2024-05-31-0123456789ab"


@pytest.fixture(scope="module")
def editions() -> PublishableFacts:
    return protect(tables_of(ONE_ALONE), rules=RULES)


@pytest.fixture(scope="module")
def files(editions: PublishableFacts) -> dict[str, bytes]:
    planned = plan_workbooks(editions.full, as_of=AS_OF, provenance={}, edition=RESTRICTED)
    books = {path: one.write() for path, one in planned}
    said = {"rules_version": "1"}
    return restricted_files(editions.full, workbooks=books, release_id=RELEASE, as_of=AS_OF, provenance=said)


@pytest.fixture
def written(files: dict[str, bytes], tmp_path: Path) -> Path:
    return write_restricted(files, release_id=RELEASE, root=tmp_path / "restricted")


def all_files(place: Path) -> list[Path]:
    return [entry for entry in place.rglob("*") if entry.is_file()]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_read_back_is_what_was_measured(editions: PublishableFacts, written: Path) -> None:
    facts = tables_of(ONE_ALONE)
    read = read_restricted(written)
    assert read.keys() == editions.full.keys()
    assert read["ucj_funder"]["active"].equals(facts["ucj_funder"]["active"])
    assert (
        pl.read_csv(written / "restricted-ucj_funder.csv")["active"].to_list()
        == facts["ucj_funder"]["active"].to_list()
    )


def test_every_file_says_what_it_is(written: Path) -> None:
    assert len(list(written.rglob("*.xlsx"))) == 39
    for file in all_files(written):
        in_name = file.name.startswith("restricted-")
        text = file.read_bytes() if not in_name else b""
        assert in_name or (b"TERBATAS" in text and b"RESTRICTED" in text), file.name
    said = json.loads((written / "datapackage.json").read_bytes())
    assert said["edition"] == "restricted"
    assert said["provenance"]["release"] == RELEASE
    there = {file.relative_to(written).as_posix() for file in all_files(written)}
    assert {one["path"] for one in said["resources"]} == there - {"datapackage.json"}
    page = (written / "index.html").read_text()
    assert all(f'href="{path}"' in page for path in there - {"datapackage.json", "index.html"})


def test_the_gate_proves_names_and_hashes_of_the_edition(written: Path) -> None:
    assert file_problems(written, edition=RESTRICTED) == []
    (written / "workbooks" / "restricted-ucj_2024-05-31_72.xlsx").write_bytes(b"PK")
    (written / "workbooks" / "ucj_2024-05-31_73.xlsx").write_bytes(b"PK")
    (written / "restricted-ucj_2024-05-31.xlsx").unlink()
    moved = written.rename(written.parent / "2024-05-31-fedcba987654")
    assert set(file_problems(moved, edition=RESTRICTED)) == {
        "restricted-ucj_2024-05-31_72.xlsx is not of the size described",
        "restricted-ucj_2024-05-31_72.xlsx is not of the hash described",
        "workbooks/ucj_2024-05-31_73.xlsx does not belong to a release",
        "workbooks/ucj_2024-05-31_73.xlsx is not described",
        "restricted-ucj_2024-05-31.xlsx is missing",
        "the restricted edition in 2024-05-31-fedcba987654 says that it is of another release",
    }


def test_nobody_else_reads_it_before_the_gate_nor_without_a_group(written: Path) -> None:
    assert mode(written) == mode(written.parent) == 0o700
    show_restricted(written, shown=True, group="")
    assert mode(written) == 0o700
    show_restricted(written, shown=True, group="no-such-group-here")
    assert mode(written) == 0o700


def test_the_group_reads_what_the_gate_let_pass(written: Path) -> None:
    group = grp.getgrgid(os.getgid()).gr_name
    show_restricted(written, shown=False, group=group)
    assert (mode(written), mode(written.parent)) == (0o700, 0o750)
    show_restricted(written, shown=True, group=group)
    assert mode(written) == 0o750
    assert {mode(file) for file in all_files(written)} == {0o640}
    assert mode(written / "workbooks") == 0o750
    assert {file.group() for file in written.rglob("*")} == {group}
    assert has_group(group)


def test_an_edition_with_other_content_is_replaced_and_the_same_is_left(files: dict[str, bytes], written: Path) -> None:
    before = (written / "datapackage.json").stat().st_ino
    write_restricted(files, release_id=RELEASE, root=written.parent)
    assert (written / "datapackage.json").stat().st_ino == before
    for spoilt in ("restricted-ucj_funder.csv", "workbooks/restricted-ucj_2024-05-31_72.xlsx"):
        (written / spoilt).write_text("spoilt")
        write_restricted(files, release_id=RELEASE, root=written.parent)
        assert (written / spoilt).read_bytes() == files[spoilt]
    assert sorted(entry.name for entry in written.parent.iterdir()) == [RELEASE]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissing, match="no restricted edition"):
        read_restricted(tmp_path)


def test_the_gate_holds_a_release_whose_restricted_edition_says_something_else(
    built: BuiltRelease, tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    books = dict.fromkeys(workbook_regions(date(2021, 6, 30), edition=RESTRICTED), b"PK")
    files = restricted_files(tables, workbooks=books, release_id=built.id, as_of=date(2021, 6, 30), provenance={})
    place = write_restricted(files, release_id=built.id, root=tmp_path)
    restricted = Restricted(path=place, full=tables, fewest=5)
    before = set(evaluate_release(built.path, tables=tables, restricted=restricted).remarks)
    file = place / "restricted-ucj_coverage.parquet"
    pl.read_parquet(file).with_columns(pl.col("active") + 1).write_parquet(file)
    told = set(evaluate_release(built.path, tables=tables, restricted=restricted).remarks) - before
    assert "restricted-ucj_coverage.parquet differs from the facts" in told
    assert any(one.startswith("ucj_coverage: active is not that of the full edition") for one in told)
    assert {one.partition(" of ")[2] for one in told if one.startswith("restricted-") and " of the " in one} == {
        "the size described", "the hash described"
    }  # fmt: skip
    assert len(told) == 4


def test_a_group_that_the_operator_may_not_give_files_to_stops_no_release_and_reads_nothing(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, *, group: str) -> None:
        raise PermissionError(1, "Operation not permitted", str(path), group)

    monkeypatch.setattr("tasks.publish.editions.restricted.shutil.chown", refused)
    show_restricted(written, shown=True, group=grp.getgrgid(os.getgid()).gr_name)
    assert mode(written) == mode(written.parent) == 0o700
