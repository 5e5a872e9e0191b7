"""`ucj check` and `ucj template` as a branch uses them: output, files and exit codes."""

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from deployments.commands.deliver.check import CheckFileError, check_file
from deployments.commands.deliver.template import TemplateError, write_template
from deployments.console.exit_codes import Exit
from deployments.console.feeds import FeedUnknown
from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tests.unit.read.extracts import text

GOOD = ("7205011708900003", "12345678901", "A", "PU", "01/03/2020", "2025-12")
BAD = ("123", "12345678901", "A", "XX", "01/03/2020", "2025-12")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No home at all: a dry run needs none and makes none."""
    nowhere = tmp_path / "nowhere"
    monkeypatch.setenv("UCJ_HOME", str(nowhere))
    monkeypatch.setenv("UCJ_MAX_REJECT_SHARE", "0.5")
    yield nowhere
    assert not nowhere.exists()


def written(folder: Path, content: bytes | str, name: str = "PESERTA_K01_20251231.csv") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def check(file: Path, capsys: pytest.CaptureFixture[str], **options: Any) -> tuple[int, dict[str, Any]]:
    code = check_file(file, as_json=True, receipt_folder=None, **options)
    return code, json.loads(capsys.readouterr().out)


def test_a_good_file_ends_with_nought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, record = check(written(tmp_path, text([GOOD])), capsys)
    assert (code, record["status"], record["rows"]["accepted"]) == (Exit.GOOD, "accepted", 1)
    assert (record["submission"], record["received_at"], record["rejected_rows"]) == (None, None, [])
    assert record["file_facts"]["delimiter"] == ";"


def test_rejected_rows_end_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, record = check(written(tmp_path, text([GOOD, BAD])), capsys)
    assert (code, record["status"]) == (Exit.ROWS_REJECTED, "accepted_with_rejects")
    assert record["rejected_rows"] == [[3, "NIK_LENGTH"], [3, "SEGMENT_UNKNOWN"]]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("data.csv", text([GOOD]), "NAME_INVALID"),
        ("PESERTA_K01_29991231.csv", text([GOOD]), "POSITION_IN_FUTURE"),
        ("PESERTA_K01_20251231.csv", "", "EMPTY"),
        ("PESERTA_K01_20251231.csv", text([]), "NO_ROWS"),
        ("PESERTA_K01_20251231.csv", text([BAD]), "TOO_MANY_REJECTS"),
        ("PESERTA_K01_20251231.xlsx", "PK\x03\x04 broken", "CONTAINER_BROKEN"),
    ],
)
def test_refused_files_end_with_two(
    name: str, content: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, record = check(written(tmp_path, content, name), capsys)
    assert (code, record["status"], record["reason"]["code"]) == (Exit.FILE_REFUSED, "refused", reason)


def test_a_name_that_asks_for_a_check_is_judged_as_that_of_the_delivery(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, record = check(written(tmp_path, text([GOOD]), "CEK_PESERTA_K01_20251231.csv"), capsys)
    assert (code, record["status"], record["branch"]) == (Exit.GOOD, "accepted", "K01")


def test_the_receipt_is_printed_and_its_files_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a" / "receipt"
    assert check_file(written(tmp_path, text([GOOD, BAD])), as_json=False, receipt_folder=folder) == 1
    shown = capsys.readouterr()
    assert "DRY RUN" in shown.out
    assert "baris/rows 3" in shown.out
    assert "every rule" in shown.err
    assert sorted(place.name for place in folder.iterdir()) == [
        "receipt.html",
        "receipt.json",
        "receipt.xlsx",
        "rows.csv",
    ]
    assert [row["row_no"] for row in csv.DictReader(io.StringIO((folder / "rows.csv").read_text()))] == ["3", "3"]
    assert "Hanya diperiksa" in (folder / "receipt.html").read_text()
    check_file(written(tmp_path, ""), as_json=False, receipt_folder=folder)
    assert len(list(folder.iterdir())) == 4
    assert list(csv.DictReader(io.StringIO((folder / "rows.csv").read_text()))) == []
    assert "EMPTY" in (folder / "receipt.html").read_text()


def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "PESERTA_K01_20251231.csv")
    with pytest.raises(CheckFileError, match="is not a file"):
        check_file(tmp_path / "PESERTA_K01_20251231.csv", as_json=False, receipt_folder=None)


def test_a_folder_is_not_taken_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(CheckFileError, match="is a folder: name a file, or check all files in it with --watch"):
        check_file(tmp_path, as_json=False, receipt_folder=None)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*arguments: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    file = written(tmp_path, text([GOOD]))
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(CheckFileError, match="Permission denied"):
        check_file(file, as_json=False, receipt_folder=None)


def test_a_receipt_folder_that_is_a_file(tmp_path: Path) -> None:
    file = written(tmp_path, text([GOOD]))
    with pytest.raises(CheckFileError, match="name a folder"):
        check_file(file, as_json=False, receipt_folder=file)


def test_a_name_that_is_not_unicode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / os.fsdecode(b"a\xff\x1b[31m.csv")
    file.touch()
    assert check_file(file, as_json=False, receipt_folder=tmp_path / "out") == Exit.FILE_REFUSED
    assert "\x1b" not in capsys.readouterr().out


def filled(template: Path, feed: Feed, folder: Path) -> Path:
    """The template with the contract's example in row 2, as a person would type it into its columns."""
    file = folder / f"{feed.file_prefix}_K01_20251231.xlsx"
    cells = "".join(
        f'<c r="{chr(65 + place)}2" t="inlineStr"><is><t>{feed.example.get(field.header, "")}</t></is></c>'
        for place, field in enumerate(feed.fields)
    )
    with zipfile.ZipFile(template) as empty, zipfile.ZipFile(file, "w") as book:
        for name in empty.namelist():
            part = empty.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace("</sheetData>", f'<row r="2">{cells}</row></sheetData>')
                part = re.sub(r'<dimension ref="A1:([A-Z]+)1"/>', r'<dimension ref="A1:\g<1>2"/>', part)
            book.writestr(name, part)
    return file


@pytest.mark.parametrize("feed", FEEDS.values(), ids=lambda feed: feed.name)
def test_a_filled_template_is_good_and_an_empty_one_is_not(
    feed: Feed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / f"{feed.file_prefix}_K01_20251230.xlsx"
    written_there = CliRunner().invoke(app, ["template", feed.name, "--output", str(template)])
    assert (written_there.exit_code, written_there.stdout) == (Exit.GOOD, f"{template}\n")
    code, record = check(filled(template, feed, tmp_path), capsys)
    assert (code, record["rules"], record["rows"]["accepted"]) == (Exit.GOOD, [], 1)
    code, record = check(template, capsys)
    assert (code, record["reason"]["code"]) == (Exit.FILE_REFUSED, "NO_ROWS")


def test_a_template_is_named_after_its_feed_and_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert write_template("PEserta", output=None) == Path("TEMPLAT_PESERTA.xlsx")
    (filled_in,) = tmp_path.glob("*.xlsx")
    assert filled_in.name == "TEMPLAT_PESERTA.xlsx"
    filled_in.write_bytes(b"filled in")
    with pytest.raises(TemplateError, match="is there already"):
        write_template("enrolment", output=None)
    assert filled_in.read_bytes() == b"filled in"


@pytest.mark.parametrize(("feed", "output"), [("pajak", None), ("enrolment", Path("nowhere/at/all.xlsx"))])
def test_wrong_use_of_the_template_command(feed: str, output: Path | None, tmp_path: Path) -> None:
    with pytest.raises((TemplateError, FeedUnknown)):
        write_template(feed, output=output and tmp_path / output)
