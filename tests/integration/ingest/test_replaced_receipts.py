"""Receipts of files that another has replaced, and of copies of such a file: they tell how it stands now."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from deployments.commands.look.explain import history_lines
from settings import Settings
from tasks.check import deliver as delivering
from tasks.check.deliver import ReceiptPlaces, deliver_receipt
from tasks.check.outbox import write_receipt
from tasks.check.receipt.files import RECEIPT_FILES
from tasks.ingest import ingest as ingesting
from tasks.ingest.ingest import ingest
from tasks.ingest.unfinished_runs import pending_receipts
from tasks.operations.status.submission_history import history_of
from tasks.receive.archive import archive_path
from tasks.states import Received
from tests.integration.ingest.home import NOW, deliver, extract, take
from warehouse.dimensions.regions import load_regions
from warehouse.submissions.lookup import get

EARLIER = datetime(2026, 1, 1, tzinfo=UTC)
NAME = "PESERTA_K01_20260131"


class Branch:
    """K01: what it sends, and what it finds in its outbox."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine = settings, engine

    def put(self, name: str, content: str) -> None:
        deliver(self.settings.home, "K01", f"{name}.csv", content)

    def send(self, name: str, content: str) -> None:
        self.put(name, content)
        take(self.settings, self.engine)

    def folder(self, number: int) -> Path:
        (place,) = (self.settings.path("outbox") / "K01").glob(f"S{number:06d}_*")
        return place

    def told(self, number: int) -> tuple[str, str | None]:
        record = self.receipt(number)
        return record["status"], record["superseded_by"]

    def receipt(self, number: int) -> dict[str, Any]:
        record: dict[str, Any] = json.loads((self.folder(number) / "receipt.json").read_text())
        return record

    def owed(self, *, since: datetime = NOW) -> list[int]:
        return [one.id for one in pending_receipts(self.engine, since=since, outbox=self.settings.path("outbox"))]

    def door(self, number: int) -> None:
        """The receipt of one that ended on arrival."""
        deliver_receipt(number, places=ReceiptPlaces.of(self.settings), engine=self.engine)


@pytest.fixture
def branch(settings: Settings, engine: Engine) -> Branch:
    return Branch(settings, engine)


def test_the_newest_word_on_each(branch: Branch) -> None:
    branch.send(NAME, extract(40))
    assert branch.told(1) == ("accepted", None)
    branch.send(f"{NAME}_R2", extract(41, bad=1))
    assert [branch.told(n) for n in (1, 2)] == [("superseded", "S000002"), ("accepted_with_rejects", None)]
    branch.send(f"{NAME}_R3", extract(42))
    assert [branch.told(n)[1] for n in (1, 2, 3)] == ["S000003", "S000003", None]
    assert branch.receipt(2)["rules"][0]["rows"] == 1
    assert {one.name for one in branch.folder(2).iterdir()} == {*RECEIPT_FILES}
    assert "S000003" in (branch.folder(1) / "receipt.html").read_text()
    late = [branch.folder(n).joinpath("receipt.json").stat().st_mtime_ns for n in (1, 2, 3)]
    branch.send(f"{NAME}_R1", extract(43))
    assert branch.told(4) == ("superseded", "S000003")
    assert [branch.folder(n).joinpath("receipt.json").stat().st_mtime_ns for n in (1, 2, 3)] == late


@pytest.mark.parametrize(("step", "owed"), [("deliver_receipt", [1, 2]), ("correct_receipts", [1])])
def test_killed_between_the_load_and_a_receipt(
    branch: Branch, monkeypatch: pytest.MonkeyPatch, step: str, owed: list[int]
) -> None:
    monkeypatch.setattr("tests.integration.ingest.home.NOW", EARLIER)
    branch.send(NAME, extract(40))
    monkeypatch.undo()
    assert get(branch.engine, 1).finished_at == EARLIER

    def dying(*arguments: Any, **named: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ingesting, step, dying)
        with pytest.raises(KeyboardInterrupt):
            branch.send(f"{NAME}_R1", extract(41))
    assert branch.told(1) == ("accepted", None)
    assert branch.owed() == owed
    for number in owed:
        branch.door(number)
    assert branch.told(1) == ("superseded", "S000002")
    assert branch.owed() == []


def test_a_retry_after_a_fault_corrects_what_the_first_attempt_left(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch.send(NAME, extract(40))

    def failing(*arguments: Any, **named: Any) -> Any:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(ingesting, "correct_receipts", failing)
        with pytest.raises(OSError, match="full"):
            branch.send(f"{NAME}_R1", extract(41))
    attempt(branch, 2)
    assert branch.told(1) == ("superseded", "S000002")


def attempt(branch: Branch, number: int) -> None:
    """One attempt of the task that ingests."""
    one = get(branch.engine, number)
    received = Received.of(one, archived=archive_path(branch.settings.path("archive"), one.sha256))
    ingest(received, settings=branch.settings, engine=branch.engine, regions=load_regions(), now=NOW)


def test_a_worker_that_is_overtaken_while_it_writes_does_not_have_the_last_word(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other loads a revision, and tells what it replaced, between this one's look and its writing."""
    overtaken: list[int] = []

    def slow(submission: Any, **named: Any) -> Path:
        if not overtaken:
            overtaken.append(submission.id)
            branch.send(f"{NAME}_R1", extract(41))
        return write_receipt(submission, **named)

    monkeypatch.setattr(delivering, "write_receipt", slow)
    branch.send(NAME, extract(40))
    assert overtaken == [1]
    assert [branch.told(n) for n in (1, 2)] == [("superseded", "S000002"), ("accepted", None)]


def test_content_that_was_replaced_comes_back_as_the_next_revision_only(branch: Branch) -> None:
    branch.send(NAME, extract(40))
    branch.send(NAME, extract(41))
    branch.send(f"{NAME}_R0", extract(40))
    branch.door(3)
    record = branch.receipt(3)
    assert (record["status"], record["duplicate_of"], record["superseded_by"]) == ("duplicate", "S000001", "S000002")
    assert "TIDAK berlaku" in record["status_id"]
    assert "NOT in force" in record["status_en"]
    page = (branch.folder(3) / "receipt.html").read_text()
    record = history_of(branch.engine, 3, settings=branch.settings)
    said = "\n".join(history_lines(record))
    for language in ("id", "en"):
        assert record[f"next_{language}"] in page
        assert record[f"next_{language}"] in said
        assert f"{NAME}_R1." in record[f"next_{language}"]
        assert "S000002" in record[f"next_{language}"]
    assert "replaced  by S000002" in said
    assert "NOT in force" in said
    branch.send(f"{NAME}_R1", extract(40))
    assert [branch.told(n) for n in (1, 2, 4)] == [
        ("superseded", "S000004"),
        ("superseded", "S000004"),
        ("accepted", None),
    ]
    assert branch.told(3) == ("duplicate", None)  # its content is in force again
    assert "NOT in force" not in branch.receipt(3)["status_en"]


def test_a_copy_that_was_in_force_is_told_when_its_content_is_replaced(branch: Branch) -> None:
    branch.send(NAME, extract(40))
    branch.send(f"{NAME}_R0", extract(40))
    branch.door(2)
    assert branch.told(2) == ("duplicate", None)
    assert "NOT in force" not in branch.receipt(2)["status_en"]
    branch.send(f"{NAME}_R7", extract(41))
    assert branch.told(2) == ("duplicate", "S000003")
    assert f"{NAME}_R8." in branch.receipt(2)["next_en"]
