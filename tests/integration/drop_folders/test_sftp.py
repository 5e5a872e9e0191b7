"""Files that branches put on an SSH server come into the inbox whole, once, and leave it when they are registered."""

import os
from pathlib import Path

import pytest

from tasks.receive.drop_folders.faults import FaultCode
from tests.integration.drop_folders.conftest import Changing
from tests.integration.drop_folders.content import content_of
from tests.integration.drop_folders.home import NAME, RemoteHome
from tests.integration.drop_folders.sftp_server import SftpServer, new_key


def test_a_file_is_fetched_registered_and_moved(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    visit = remote.visit()
    assert (visit.fault, visit.fetched, visit.bytes, visit.left) == (None, 1, 6, [])
    assert remote.inbox() == {f"K01/{NAME}": b"NIK\n1\n"}
    assert remote.there("inbox") == {f"K01/{NAME}": b"NIK\n1\n"}  # not before it is registered
    assert remote.visit().fetched == 0
    (taken,) = remote.take()
    assert (taken.folder, taken.file_name, taken.mtime_ns) == ("K01", NAME, 1_770_000_000 * 10**9)
    visit = remote.visit()
    assert (visit.fault, visit.retired, visit.fetched, visit.left) == (None, 1, 0, [])
    assert remote.there("inbox") == {}
    assert remote.there("processed") == {f"K01/{taken.sha256[:8]}_{NAME}": b"NIK\n1\n"}
    assert remote.inbox() == {}
    assert len(remote.submissions()) == 1


def test_nothing_is_asked_of_a_server_that_nothing_is_owed_to(remote: RemoteHome) -> None:
    assert remote.visit(fetch=False).fault is None
    assert remote.server.logins == 0


def test_receipts_are_put_into_the_outbox_there_and_again_when_they_change(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.visit()
    (taken,) = remote.take()
    remote.visit(fetch=False)
    here = {name: text for name, text in content_of(remote.home / "outbox").items() if name.startswith("K01/")}
    assert f"K01/{taken.label}_{NAME}/receipt.json" in here
    assert remote.there("outbox") == here
    told = remote.home / "outbox" / "K01" / f"{taken.label}_{NAME}" / "receipt.json"
    told.write_text("{}")
    logins = remote.server.logins
    assert remote.visit(fetch=False).receipts == 1
    assert (remote.server.ucj / "outbox" / told.relative_to(remote.home / "outbox")).read_text() == "{}"
    assert remote.visit(fetch=False).receipts == 0
    assert remote.server.logins == logins + 1


@pytest.mark.parametrize("no_posix_rename", [False, True])
def test_a_file_is_removed_where_that_is_set(changed: Changing, no_posix_rename: bool) -> None:
    remote = changed(after="remove")
    remote.server.faults.no_posix_rename = no_posix_rename
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.visit()
    remote.take()
    assert remote.visit().retired == 1
    assert (remote.there("inbox"), remote.there("processed")) == ({}, {})


def test_a_file_that_stays_is_not_fetched_again_until_it_is_another(changed: Changing) -> None:
    remote = changed(after="leave", receipts=False)
    remote.server.drop("K01", NAME, "NIK\n1\n")
    assert remote.visit().fetched == 1
    remote.take()
    assert [remote.visit().fetched for _ in range(3)] == [0, 0, 0]
    remote.server.drop("K01", NAME, "NIK\n2\n", at=1_770_000_060)
    assert remote.visit().fetched == 1
    remote.take()
    assert [one.status for one in remote.submissions()] == ["received", "received"]
    assert remote.there() == {f"inbox/K01/{NAME}": b"NIK\n2\n"}


def test_a_connection_that_is_cut_leaves_nothing_half(remote: RemoteHome) -> None:
    content = os.urandom(3_000_000)
    remote.server.drop("K01", NAME, content)
    remote.server.faults.cut_after = 1_500_000
    visit = remote.visit()
    assert visit.fault is not None
    assert visit.fault.code == FaultCode.CUT
    assert remote.inbox() == {}
    assert [*(remote.home / "inbox").iterdir()] == [remote.home / "inbox" / code for code in _folders(remote)]
    remote.server.faults.cut_after = None
    assert remote.visit().fetched == 1
    assert remote.inbox() == {f"K01/{NAME}": content}


def _folders(remote: RemoteHome) -> list[str]:
    return [path.name for path in (remote.home / "inbox").iterdir() if path.is_dir()]


def test_another_host_key_is_refused_before_anything_is_sent(changed: Changing) -> None:
    other = new_key().get_fingerprint()
    remote = changed(host_keys=[other])
    remote.server.drop("K01", NAME, "NIK\n1\n")
    visit = remote.visit()
    assert visit.fault is not None
    assert visit.fault.code == FaultCode.HOST_KEY
    assert remote.server.host_key in str(visit.fault)
    assert "only if that is its key" in visit.fault.do
    assert remote.server.logins == 0
    assert remote.inbox() == {}


def test_one_of_several_host_keys_is_enough(changed: Changing, sftp: SftpServer) -> None:
    remote = changed(host_keys=[new_key().get_fingerprint(), sftp.host_key])
    assert remote.visit().fault is None


def test_a_key_that_the_server_does_not_know_is_told(remote: RemoteHome) -> None:
    (remote.home / "secret" / "ucj_drop_folder_kanwil").write_bytes(new_key().export_private_key())
    visit = remote.visit()
    assert visit.fault is not None
    assert visit.fault.code == FaultCode.LOGIN_REFUSED
    assert "ssh-keygen -y" in visit.fault.do


def test_a_slow_server_ends_with_the_limit_and_keeps_what_it_brought(changed: Changing) -> None:
    remote = changed(visit_seconds=2.0)
    remote.server.drop("K01", NAME, "NIK\n1\n", at=1_770_000_000)
    remote.server.drop("K01", "PESERTA_K01_20251231.csv", os.urandom(20_000_000), at=1_770_000_001)
    remote.server.faults.slow = 0.05
    visit = remote.visit()
    assert visit.fault is not None
    assert visit.fault.code == FaultCode.TIME_LIMIT
    assert remote.inbox() == {f"K01/{NAME}": b"NIK\n1\n"}


def test_a_server_that_does_not_answer_is_given_up(changed: Changing) -> None:
    remote = changed(answer_seconds=1.0)
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.server.faults.slow = 2.5
    visit = remote.visit()
    assert visit.fault is not None
    assert visit.fault.code == FaultCode.UNREACHABLE


def test_nobody_at_that_port_is_told(changed: Changing) -> None:
    visit = changed(url="sftp://ucj@127.0.0.1:9/ucj").visit()
    assert visit.fault is not None
    assert visit.fault.code == FaultCode.UNREACHABLE


def test_what_may_not_be_read_stays_and_the_others_come(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.server.drop("K02", "PESERTA_K02_20260131.csv", "NIK\n2\n")
    remote.server.faults.denied = {("open", "K01"), ("scandir", "inbox/BPS")}
    (remote.server.ucj / "inbox" / "BPS").mkdir()
    visit = remote.visit()
    assert (visit.fault, visit.fetched) == (None, 1)
    assert [(one.path, one.reason) for one in visit.left] == [(f"kanwil:K01/{NAME}", "the account may not read it")]
    assert visit.notes == ["inbox/BPS cannot be listed: give the account that right, or remove strange names there"]
    assert remote.inbox() == {"K02/PESERTA_K02_20260131.csv": b"NIK\n2\n"}


def test_an_account_that_may_only_read_is_told_so_and_fetches_once(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.server.faults.denied = {("mkdir", ""), ("rename", ""), ("remove", "")}
    assert remote.visit().fetched == 1
    remote.take()
    for _ in range(2):
        visit = remote.visit()
        assert (visit.fault, visit.fetched) == (None, 0)
        assert ["processed/" in note or "receipts" in note for note in visit.notes] == [True, True]
    assert remote.there() == {f"inbox/K01/{NAME}": b"NIK\n1\n"}
    assert len(remote.submissions()) == 1


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


def test_one_server_that_is_away_keeps_neither_the_others_nor_the_inbox(remote: RemoteHome) -> None:
    from settings import Settings
    from tasks.ingest.drop_folders import visit_drop_folders

    remote.server.drop("K01", NAME, "NIK\n1\n")
    with (remote.home / "ucj.toml").open("a") as file:
        file.write('[[drop_folders]]\nname = "lain"\nurl = "sftp://ucj@127.0.0.1:9/"\nbranches = ["*"]\n')
        file.write(f'host_keys = ["{remote.server.host_key}"]\n')
    visits = visit_drop_folders(Settings(), fetch=True)
    assert [(one.name, one.fetched, one.fault and one.fault.code) for one in visits] == [
        ("kanwil", 1, None),
        ("lain", 0, FaultCode.NO_CREDENTIALS),
    ]


def test_a_check_is_answered_once_and_then_moved(remote: RemoteHome) -> None:
    """It is never registered: that it left the inbox says that it was answered."""
    remote.server.drop("K01", f"CEK_{NAME}", "NIK\n1\n")
    assert remote.visit().fetched == 1
    assert remote.visit().retired == 0
    (remote.home / "inbox" / "K01" / f"CEK_{NAME}").unlink()  # as `answer_checks` does before it judges
    visit = remote.visit()
    assert (visit.retired, visit.fetched) == (1, 0)
    assert remote.there("inbox") == {}


def test_what_is_remembered_of_a_folder_outlives_that_it_cannot_be_listed(changed: Changing) -> None:
    """A file that stays there would be fetched again otherwise."""
    remote = changed(after="leave", receipts=False)
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.visit()
    remote.take()
    assert remote.visit().fetched == 0
    remote.server.faults.denied = {("scandir", "inbox/K01")}
    assert remote.visit().notes != []
    remote.server.faults.denied = set()
    visit = remote.visit()
    assert (visit.fault, visit.fetched, visit.notes) == (None, 0, [])
