"""The restricted edition has every figure, says on each file what it is, and only a named group reads it."""

import grp
import json
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tasks.protect.protect import PublishableFacts, protect
from tasks.publish.editions.restricted import (
    has_group,
    read_restricted,
    restricted_files,
    show_restricted,
    write_restricted,
)
from tasks.publish.errors import ReleaseMissing
from tasks.publish.gate.gate import Restricted, evaluate_release
from tasks.publish.release.folder import BuiltRelease
from tests.property.protect.small_nation import tables_of
from tests.property.protect.test_nobody_is_found_out import ONE_ALONE, RULES

AS_OF, RELEASE = date(2024, 5, 31), "2024-05-31-0123456789ab"


@pytest.fixture(scope="module")
def editions() -> PublishableFacts:
    return protect(tables_of(ONE_ALONE), rules=RULES)


@pytest.fixture
def written(editions: PublishableFacts, tmp_path: Path) -> Path:
    files = restricted_files(editions.full, release_id=RELEASE, as_of=AS_OF, provenance={"rules_version": "1"})
    return write_restricted(files, release_id=RELEASE, root=tmp_path / "restricted")


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
    for file in written.iterdir():
        in_name = file.name.startswith("restricted-")
        text = file.read_bytes() if not in_name else b""
        assert in_name or (b"TERBATAS" in text and b"RESTRICTED" in text), file.name
    said = json.loads((written / "datapackage.json").read_bytes())
    assert said["edition"] == "restricted"
    assert said["provenance"]["release"] == RELEASE
    assert {one["path"] for one in said["resources"]} == {file.name for file in written.iterdir()} - {
        "datapackage.json"
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
    assert {mode(file) for file in written.iterdir()} == {0o640}
    assert {file.group() for file in written.iterdir()} == {group}
    assert has_group(group)


def test_an_edition_with_other_content_is_replaced_and_the_same_is_left(
    editions: PublishableFacts, written: Path
) -> None:
    before = (written / "datapackage.json").stat().st_ino
    files = restricted_files(editions.full, release_id=RELEASE, as_of=AS_OF, provenance={"rules_version": "1"})
    write_restricted(files, release_id=RELEASE, root=written.parent)
    assert (written / "datapackage.json").stat().st_ino == before
    (written / "restricted-ucj_funder.csv").write_text("spoilt")
    write_restricted(files, release_id=RELEASE, root=written.parent)
    assert (written / "restricted-ucj_funder.csv").read_bytes() == files["restricted-ucj_funder.csv"]
    assert sorted(entry.name for entry in written.parent.iterdir()) == [RELEASE]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissing, match="no restricted edition"):
        read_restricted(tmp_path)


def test_the_gate_holds_a_release_whose_restricted_edition_says_something_else(
    built: BuiltRelease, tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    files = restricted_files(tables, release_id=built.id, as_of=AS_OF, provenance={})
    place = write_restricted(files, release_id=built.id, root=tmp_path)
    restricted = Restricted(path=place, full=tables, fewest=5)
    before = set(evaluate_release(built.path, tables=tables, restricted=restricted).remarks)
    file = place / "restricted-ucj_coverage.parquet"
    pl.read_parquet(file).with_columns(pl.col("active") + 1).write_parquet(file)
    told = set(evaluate_release(built.path, tables=tables, restricted=restricted).remarks) - before
    assert "restricted-ucj_coverage.parquet differs from the facts" in told
    assert any(one.startswith("ucj_coverage: active is not that of the full edition") for one in told)
    assert len(told) == 2


def test_a_group_that_the_operator_may_not_give_files_to_stops_no_release_and_reads_nothing(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, *, group: str) -> None:
        raise PermissionError(1, "Operation not permitted", str(path), group)

    monkeypatch.setattr("tasks.publish.editions.restricted.shutil.chown", refused)
    show_restricted(written, shown=True, group=grp.getgrgid(os.getgid()).gr_name)
    assert mode(written) == mode(written.parent) == 0o700
