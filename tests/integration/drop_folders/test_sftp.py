"""Files that branches put on an SSH server come into the inbox whole, once, and leave it when they are registered."""

import pytest

from tests.integration.drop_folders.conftest import Changing
from tests.integration.drop_folders.content import content_of
from tests.integration.drop_folders.home import NAME, RemoteHome


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


def test_a_check_is_answered_once_and_then_moved(remote: RemoteHome) -> None:
    """It is never registered: that it left the inbox says that it was answered."""
    remote.server.drop("K01", f"CEK_{NAME}", "NIK\n1\n")
    assert remote.visit().fetched == 1
    assert remote.visit().retired == 0
    (remote.home / "inbox" / "K01" / f"CEK_{NAME}").unlink()  # as `answer_checks` does before it judges
    visit = remote.visit()
    assert (visit.retired, visit.fetched) == (1, 0)
    assert remote.there("inbox") == {}
