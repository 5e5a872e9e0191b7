"""Receipts in the outbox: an arrival never covers a result, a result takes the arrival's place file by file."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tasks.check import outbox as set_aside
from tasks.check.outbox import QuarantinedRows, write_arrival, write_receipt
from tasks.check.receipt.files import RECEIPT_FILES
from tests.unit.check.receipts import ISSUES, rows, submission
from warehouse.records import Status

ASIDE = QuarantinedRows(rejected=rows(NIK_LENGTH=[2, 3]), warned=rows(KPJ_LENGTH=[4]))
UNREAD = submission(status=Status.REFUSED, rows_read=0)
ARRIVED = submission(status=Status.RECEIVED, rows_read=0, details={})


def names(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()}


def status_in(place: Path) -> str:
    return str(json.loads((place / "receipt.json").read_text())["status"])


def result(outbox: Path, **changes: Any) -> Path:
    return write_receipt(submission(**changes), issues=ISSUES, aside=ASIDE, outbox=outbox)


def test_the_receipt_of_arrival_gives_way_to_the_result(tmp_path: Path) -> None:
    place = write_arrival(ARRIVED, outbox=tmp_path)
    assert names(place) == {"receipt.json", "receipt.html"}
    assert status_in(place) == "received"
    assert result(tmp_path) == place
    assert names(place) == {*RECEIPT_FILES}
    assert status_in(place) == "accepted_with_rejects"
    assert names(tmp_path / "K01") == {place.name}


def test_arrival_never_covers_a_result(tmp_path: Path) -> None:
    place = result(tmp_path)
    before = {path: path.read_bytes() for path in place.iterdir()}
    write_arrival(ARRIVED, outbox=tmp_path)
    assert {path: path.read_bytes() for path in place.iterdir()} == before
    assert names(tmp_path / "K01") == {place.name}


def test_arrival_that_races_with_a_result_yields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(*arguments: Any) -> dict[str, bytes]:
        result(tmp_path)
        return {"receipt.json": b'{"status": "received"}'}

    monkeypatch.setattr(set_aside, "arrival_files", meanwhile)
    place = write_arrival(ARRIVED, outbox=tmp_path)
    assert status_in(place) == "accepted_with_rejects"
    assert names(tmp_path / "K01") == {place.name}


def test_a_later_result_leaves_nothing_of_the_earlier_one(tmp_path: Path) -> None:
    place = result(tmp_path)
    write_receipt(UNREAD, issues=(), aside=None, outbox=tmp_path)
    assert names(place) == {*RECEIPT_FILES}
    assert status_in(place) == "refused"
    assert (place / "rows.csv").read_text() == "row_no,severity,code,columns,text_id,text_en\n"
    assert "rows.csv" not in (place / "receipt.html").read_text()


def test_no_list_of_rows_lies_beside_the_receipt_of_a_file_that_was_not_read(tmp_path: Path) -> None:
    place = write_receipt(UNREAD, issues=(), aside=None, outbox=tmp_path)
    assert names(place) == {*RECEIPT_FILES} - {"rows.csv"}


def test_data_come_last_and_each_file_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write_arrival(ARRIVED, outbox=tmp_path)
    arrival_page = (place / "receipt.html").read_bytes()
    seen: list[tuple[str, str]] = []
    replace = Path.replace

    def watched(source: Path, target: Path) -> Path:
        seen.append((target.name, status_in(place)))
        if target.name == "receipt.html":
            assert target.read_bytes() == arrival_page
            assert {"receipt.xlsx", "rows.csv"} <= names(place)
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", watched)
    result(tmp_path)
    assert seen == [(name, "received") for name in ("rows.csv", "receipt.xlsx", "receipt.html", "receipt.json")]


def test_folders_and_files_open_to_the_branch_only(tmp_path: Path) -> None:
    umask = os.umask(0o077)
    try:
        place = result(tmp_path / "outbox")
    finally:
        os.umask(umask)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (place.parent.parent, place.parent, place)}
    assert [oct(mode) for mode in modes.values()] == ["0o711", "0o750", "0o750"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o640}


def test_the_same_receipt_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = result(tmp_path / "a"), result(tmp_path / "b")
    assert {p.name: p.read_bytes() for p in first.iterdir()} == {p.name: p.read_bytes() for p in second.iterdir()}
