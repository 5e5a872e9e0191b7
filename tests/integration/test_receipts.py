"""Receipts of real deliveries: at once and at the end, against the delivery before, and to nobody else."""

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from deployments.commands.deliver.check import check_file
from settings import Settings
from tasks.check.deliver import ReceiptPlaces, deliver_receipt
from tasks.check.outbox import write_arrival
from tasks.ingest.ingest import ingest
from tasks.receive.archive import archive_file, archive_path
from tasks.receive.file_name import parse_name
from tasks.receive.file_state import FileState
from tasks.states import Received
from tests.unit.read.extracts import text
from warehouse.catalogue.engine import open_catalogue
from warehouse.dimensions.regions import load_regions
from warehouse.records import Arrival, Status
from warehouse.submissions.submissions import register

NOW = datetime(2026, 2, 1, tzinfo=UTC)
SECRET = "7205011708900003"


def rows(*, good: int = 20, short_nik: int = 0, bad_segment: int = 0, long_kpj: int = 0) -> bytes:
    """An extract with so many rows of each kind; no two are alike."""
    kinds = ["good"] * good + ["short"] * short_nik + ["segment"] * bad_segment + ["kpj"] * long_kpj
    lines = []
    for number, kind in enumerate(kinds, start=1):
        nik = f"{number}" if kind == "short" else f"720501170890{number:04d}"
        kpj = f"{number:012d}" if kind == "kpj" else f"{number:011d}"
        lines.append((nik, kpj, "A", "XX" if kind == "segment" else "PU", "01/03/2020", "2025-12"))
    return text(lines).encode()


class Office:
    """Delivers files and keeps what a branch finds in its outbox."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, max_reject_share=0.9)
        self.engine: Engine = open_catalogue(self.settings.sqlalchemy_url)

    def deliver(self, name: str, content: bytes, *, folder: str = "K01", refusal: str | None = None) -> dict[str, Any]:
        """Through arrival and check, as a run does; returns receipt.json."""
        place = self.settings.path("inbox", folder)
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
        archive = self.settings.path("archive")
        digest = archive_file(place / name, archive=archive, seen=FileState.of((place / name).lstat()))
        assert digest == sha256(content).hexdigest()
        told = parse_name(name)
        arrival = Arrival(
            sha256=digest,
            bytes=len(content),
            file_name=name,
            folder=folder,
            mtime_ns=1,
            received_at=NOW,
            branch=told.branch if told else None,
            feed=told.feed.name if told else None,
            position_date=told.position_date if told else None,
            revision=told.revision if told else 0,
            refusal=refusal,
        )
        submission = register(self.engine, arrival)
        if submission.status is not Status.RECEIVED:
            done = deliver_receipt(submission.id, places=ReceiptPlaces.of(self.settings), engine=self.engine)
        else:
            early = write_arrival(submission, outbox=self.settings.path("outbox"))
            assert json.loads((early / "receipt.json").read_text())["status"] == "received"
            received = Received.of(submission, archived=archive_path(archive, digest))
            done = ingest(received, settings=self.settings, engine=self.engine, regions=load_regions(), now=NOW)
            assert done.receipt == early
        record: dict[str, Any] = json.loads((done.receipt / "receipt.json").read_text())
        return record

    def outbox(self, folder: str) -> list[tuple[str, bytes]]:
        """Every file of a branch's outbox, packed ones included."""
        found: list[tuple[str, bytes]] = []
        for path in sorted(self.settings.path("outbox", folder).rglob("*.*")):
            if path.suffix == ".xlsx":
                book = zipfile.ZipFile(path)
                found += [(f"{path}/{name}", book.read(name)) for name in book.namelist()]
            elif path.is_file():
                found.append((str(path), path.read_bytes()))
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "home")
    yield made
    made.engine.dispose()


def changes(receipt: dict[str, Any]) -> dict[str, tuple[str, int, int]]:
    return {rule["code"]: (rule["change"], rule["rows_before"], rule["rows"]) for rule in receipt["rules"]}


def test_a_correction_is_compared_with_what_it_corrects(office: Office) -> None:
    first = office.deliver("PESERTA_K01_20251231.csv", rows(short_nik=3, bad_segment=2))
    assert (first["compared_with"], first["fixed"]) == (None, [])
    second = office.deliver("PESERTA_K01_20251231_R1.csv", rows(short_nik=1, long_kpj=4))
    assert second["compared_with"]["submission"] == first["submission"]
    assert changes(second) == {"NIK_LENGTH": ("fewer", 3, 1), "KPJ_LENGTH": ("new", 0, 4)}
    assert [(one["code"], one["rows_before"]) for one in second["fixed"]] == [("SEGMENT_UNKNOWN", 2)]
    same = {rule["code"]: rule["hash"] for rule in first["rules"]}
    assert {rule["hash"] for rule in second["rules"]} & {*same.values()} == {same["NIK_LENGTH"]}
    assert second["fixed"][0]["hash"] == same["SEGMENT_UNKNOWN"]


def test_the_delivery_before_is_the_one_before_by_position(office: Office) -> None:
    january = office.deliver("PESERTA_K01_20260131.csv", rows(short_nik=3))
    november = office.deliver("PESERTA_K01_20251130.csv", rows(short_nik=5))
    december = office.deliver("PESERTA_K01_20251231.csv", rows(short_nik=4))
    assert november["compared_with"] is None
    assert december["compared_with"]["submission"] == november["submission"]
    later = office.deliver("PESERTA_K01_20260131_R1.csv", rows(short_nik=2))
    assert later["compared_with"]["submission"] == january["submission"]


def test_what_was_not_judged_is_not_compared_with(office: Office) -> None:
    first = office.deliver("PESERTA_K01_20251231.csv", rows(short_nik=3))
    copy = office.deliver("PESERTA_K01_20251231_R1.csv", rows(short_nik=3))
    assert copy["status"] == "duplicate"
    office.deliver("PESERTA_K01_20251231_R2.csv", rows(good=1), refusal="FEED_NOT_ALLOWED")
    third = office.deliver("PESERTA_K01_20251231_R3.csv", rows(short_nik=2))
    assert third["compared_with"]["submission"] == first["submission"]


def test_a_refused_file_and_its_cure(office: Office) -> None:
    refused = office.deliver("PESERTA_K01_20251231.csv", b"NIK;KPJ;SEGMEN\n1;2;PU\n")
    assert refused["reason"]["code"] == "COLUMN_MISSING"
    cured = office.deliver("PESERTA_K01_20251231_R1.csv", rows(short_nik=1))
    assert [one["code"] for one in cured["fixed"]] == ["COLUMN_MISSING"]
    assert cured["rules"][0]["change"] is None


def test_branches_learn_nothing_of_each_other(office: Office) -> None:
    """Neither from a misplaced file of another branch, nor from a NIK in another's file name."""
    office.deliver("PESERTA_K02_20251130.csv", rows(short_nik=5), folder="K02")
    misplaced = office.deliver("PESERTA_K02_20251231.csv", rows(short_nik=4), folder="K01", refusal="BRANCH_MISMATCH")
    assert misplaced["compared_with"] is None
    named = office.deliver(f"data {SECRET}.csv", b"x", folder="K01", refusal="NAME_INVALID")
    assert SECRET in named["file_name"]
    office.deliver("PESERTA_K02_20251231.csv", rows(short_nik=3, bad_segment=1), folder="K02")
    for path, content in office.outbox("K02"):
        assert SECRET.encode() not in content, path
        assert misplaced["submission"].encode() not in content, path
        assert b"K01" not in content, path


def test_the_dry_run_says_what_the_pipeline_says(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UCJ_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("UCJ_MAX_REJECT_SHARE", "0.9")
    name = "PESERTA_K01_20251231.csv"
    content = rows(short_nik=3, bad_segment=2, long_kpj=1)
    delivered = office.deliver(name, content)
    (tmp_path / name).write_bytes(content)
    check_file(tmp_path / name, as_json=True, receipt_folder=tmp_path / "receipt")
    dry = json.loads(capsys.readouterr().out)
    dry.pop("rejected_rows")
    only_of_a_delivery = {"submission", "received_at", "folder", "next_id", "next_en"}
    assert {key: dry[key] for key in dry.keys() - only_of_a_delivery} == {
        key: delivered[key] for key in delivered.keys() - only_of_a_delivery
    }
    (place,) = office.settings.path("outbox", "K01").iterdir()
    assert (place / "rows.csv").read_bytes() == (tmp_path / "receipt" / "rows.csv").read_bytes()


def test_receipts_are_written_again_alike(office: Office) -> None:
    receipt = office.deliver("PESERTA_K01_20251231.csv", rows(short_nik=3))
    before = office.outbox("K01")
    deliver_receipt(int(receipt["submission"][1:]), places=ReceiptPlaces.of(office.settings), engine=office.engine)
    assert office.outbox("K01") == before
