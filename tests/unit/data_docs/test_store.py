import stat
from pathlib import Path

import pytest

from expectations.data_docs.store import keep_validation, kept_validations, read_validation
from tests.unit.data_docs.made import BROKEN, made
from warehouse.files.durable import write_private


def test_what_is_kept_is_private_whole_and_replaced(tmp_path: Path) -> None:
    keep_validation(made(), folder=tmp_path / "docs", write=write_private)
    path = keep_validation(made(rules=(BROKEN,)), folder=tmp_path / "docs", write=write_private)
    assert read_validation(path) == made(rules=(BROKEN,))
    assert [entry.name for entry in kept_validations(tmp_path / "docs")] == ["S000012.json"]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "docs").rglob("*")} == {
        "validations": 0o700,
        "S000012.json": 0o600,
    }


@pytest.mark.parametrize("label", ["", "../S1", "a/b", ".hidden", "a\nb", "x" * 200, "S1\n"])
def test_a_label_that_is_no_file_name_is_refused(tmp_path: Path, label: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        keep_validation(made(label), folder=tmp_path, write=write_private)
    assert list(tmp_path.iterdir()) == []


def test_drafts_of_a_killed_run_are_not_validations(tmp_path: Path) -> None:
    keep_validation(made(), folder=tmp_path, write=write_private)
    (tmp_path / "validations" / ".S000013.json.ab12").write_text("{")
    (tmp_path / "validations" / ".S000014.json").write_text("{")
    assert [entry.name for entry in kept_validations(tmp_path)] == ["S000012.json"]


def test_nothing_kept_is_nothing_there(tmp_path: Path) -> None:
    assert list(kept_validations(tmp_path / "docs")) == []


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    write_private(tmp_path / "page", "before")
    with pytest.raises(UnicodeEncodeError):
        write_private(tmp_path / "page", "after" * 100_000 + "\ud800")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("page", "before")]
