"""Which files of an SSH server are taken, and what neither they nor links and names may do."""

import os
from pathlib import Path

import pytest

from tests.integration.drop_folders.conftest import Changing
from tests.integration.drop_folders.home import NAME, RemoteHome


def test_a_file_that_grows_is_not_taken(changed: Changing) -> None:
    """Between two looks, and while it is read."""
    remote = changed(settle_seconds=1.0)
    place = remote.server.drop("K01", NAME, b"NIK\n" * 300_000)
    grown = iter([True])

    def grow() -> None:
        if next(grown, False):
            with place.open("ab") as file:
                file.write(b"NIK\n")
            os.utime(place, (1_770_000_005, 1_770_000_005))

    remote.server.faults.on_read = grow
    visit = remote.visit()
    assert [one.reason for one in visit.left] == ["still changing"]
    assert remote.inbox() == {}
    assert remote.visit().fetched == 1
    assert remote.inbox() == {f"K01/{NAME}": b"NIK\n" * 300_001}


def test_a_file_that_is_replaced_before_it_is_moved_is_not_lost(remote: RemoteHome) -> None:
    """At the worst moment: after the last look, before the move."""
    place = remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.visit()
    remote.take()
    replaced = iter([True])

    def replace() -> None:
        if next(replaced, False):
            remote.server.drop("K01", NAME, "NIK\n1\n2\n", at=1_770_000_060)

    remote.server.faults.on_rename = replace
    assert remote.visit().retired == 0
    assert place.read_text() == "NIK\n1\n2\n"
    assert remote.visit().fetched == 1
    remote.take()
    remote.visit()
    assert remote.there("inbox") == {}
    assert len(remote.submissions()) == 2


def test_links_folders_and_hostile_names_do_no_harm(remote: RemoteHome, tmp_path: Path) -> None:
    private = tmp_path / "private.csv"
    private.write_text("not for them")
    inbox = remote.server.ucj / "inbox"
    remote.server.drop("K01", NAME, "NIK\n1\n")
    (inbox / "K01" / "PESERTA_K01_20260130.csv").symlink_to(private)
    (inbox / "K01" / "PESERTA_K01_20260129.csv").mkdir()
    os.mkfifo(inbox / "K01" / "PESERTA_K01_20260128.csv")
    (inbox / "K02").symlink_to(inbox / "K01", target_is_directory=True)
    (inbox / "..csv").mkdir()
    (inbox / "K99").mkdir()
    remote.server.drop("K99", "PESERTA_K99_20260131.csv", "NIK\n9\n")
    remote.server.drop("K01", "SITI 7205011708900001.csv", "NIK\n3\n")
    remote.server.drop("K01", b"PESERTA_K01_\xff\x1b[2J.csv", "NIK\n4\n")
    remote.server.drop("K01", "x\\..\\..\\K02\\x.csv", "NIK\n5\n")
    remote.server.drop("K01", "catatan.txt", "halo")
    remote.server.drop("K01", f"{NAME}.filepart", "NIK")
    remote.server.drop("K01", "n" * 245 + ".csv", "NIK\n6\n")
    visit = remote.visit()
    assert visit.fault is None
    assert sorted(remote.inbox().values()) == [b"NIK\n1\n", b"NIK\n3\n", b"NIK\n4\n", b"NIK\n5\n"]
    assert {path.parent.parent for path in (remote.home / "inbox").rglob("*.csv")} == {remote.home / "inbox"}
    assert {path.parent.name for path in (remote.home / "inbox").rglob("*.csv")} == {"K01"}
    assert sorted(one.reason for one in visit.left) == [
        "a folder; nothing in it is taken",
        "its name is too long",
        "not a data file",
        "not a regular file",
        "not a regular file",
        "temporary or hidden",
    ]
    told = f"{[one.path for one in visit.left]}" + (remote.home / "watch" / "drop_folder_kanwil.json").read_text()
    assert "7205011708900001" not in told
    assert "SITI" not in told
    assert "\x1b" not in told
    for one in remote.take():
        assert one.status in {"received", "refused"}
    assert remote.visit().retired == 4


def test_a_receipt_is_not_written_through_a_link_of_a_branch(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    elsewhere = remote.server.ucj / "inbox" / "K02"
    elsewhere.mkdir()
    (remote.server.ucj / "outbox").mkdir()
    (remote.server.ucj / "outbox" / "K01").symlink_to(elsewhere, target_is_directory=True)
    remote.visit()
    remote.take()
    visit = remote.visit()
    assert visit.receipts == 0
    assert [note for note in visit.notes if "receipts" in note] != []
    assert [*elsewhere.iterdir()] == []


def test_a_drop_folder_delivers_for_its_own_branches_only(changed: Changing) -> None:
    """Neither are files of others taken from it, nor are their receipts put into it."""
    remote = changed(branches=["K02"])
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.server.drop("K02", "PESERTA_K02_20260131.csv", "NIK\n2\n")
    (remote.home / "outbox" / "K01" / "S000001_x").mkdir(parents=True)
    (remote.home / "outbox" / "K01" / "S000001_x" / "receipt.json").write_text("{}")
    remote.visit()
    remote.take()
    remote.visit()
    assert [one.folder for one in remote.submissions()] == ["K02"]
    assert {path.split("/")[0] for path in remote.there("outbox")} == {"K02"}


def test_branches_are_served_in_turn_within_the_limit(changed: Changing) -> None:
    remote = changed(max_files=3)
    for day in range(10, 20):
        remote.server.drop("K01", f"PESERTA_K01_202601{day}.csv", f"NIK\n{day}\n", at=1_770_000_000 + day)
    remote.server.drop("K02", "PESERTA_K02_20260131.csv", "NIK\n2\n", at=1_770_000_900)
    visit = remote.visit()
    assert visit.fetched == 3
    assert len([one for one in visit.left if one.reason == "beyond the limit of one visit"]) == 8
    names = ["K01/PESERTA_K01_20260110.csv", "K01/PESERTA_K01_20260111.csv", "K02/PESERTA_K02_20260131.csv"]
    assert sorted(remote.inbox()) == names


def test_a_file_that_is_too_large_is_not_fetched(remote: RemoteHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_MAX_FILE_BYTES", "5")
    remote.server.drop("K01", NAME, "NIK\n1\n")
    visit = remote.visit()
    assert [one.reason for one in visit.left] == ["larger than max_file_bytes (5)"]
    assert remote.inbox() == {}


def test_a_file_of_that_name_in_the_inbox_is_never_replaced(remote: RemoteHome) -> None:
    (remote.home / "inbox" / "K01" / NAME).write_text("by hand")
    remote.server.drop("K01", NAME, "NIK\n1\n")
    visit = remote.visit()
    assert [one.reason for one in visit.left] == ["an earlier file of that name waits in the inbox"]
    remote.take()
    assert remote.visit().fetched == 1
    remote.take()
    assert len(remote.submissions()) == 2
