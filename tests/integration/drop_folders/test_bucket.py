"""Files that branches put into a bucket come into the inbox whole, once, and leave it when they are registered."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from settings import Settings
from tasks.operations.doctor.deliveries.drop_folders import check_drop_folders
from tasks.operations.doctor.finding import Health
from tasks.receive.drop_folders.faults import FaultCode
from tests.integration.drop_folders.bucket_server import SECRET, BucketServer, running_bucket
from tests.integration.drop_folders.home import NAME, RemoteHome, write_settings

Changing = Callable[..., RemoteHome]


@pytest.fixture
def bucket() -> Iterator[BucketServer]:
    with running_bucket() as server:
        yield server


@pytest.fixture
def changed(bucket: BucketServer, bare_home: Path) -> Changing:
    """A home whose branches deliver into that bucket, with other settings."""

    def set_up(**settings: object) -> RemoteHome:
        given = {"url": bucket.url, "endpoint": bucket.endpoint, **settings}
        write_settings(bare_home, given, secret=bucket.secret)
        return RemoteHome(bare_home, bucket)

    return set_up


@pytest.fixture
def remote(changed: Changing) -> RemoteHome:
    return changed()


def test_an_object_is_fetched_registered_moved_and_answered(remote: RemoteHome) -> None:
    content = os.urandom(3_000_000)
    remote.server.drop("K01", NAME, content)
    remote.server.drop("K01", "bawah/PESERTA_K01_20260130.csv", "NIK\n")
    remote.server.drop("K01", "catatan.txt", "halo")
    visit = remote.visit()
    assert (visit.fault, visit.fetched, [one.reason for one in visit.left]) == (None, 1, ["not a data file"])
    assert remote.inbox() == {f"K01/{NAME}": content}
    assert remote.visit().fetched == 0
    (taken,) = remote.take()
    visit = remote.visit()
    assert (visit.fault, visit.retired, visit.fetched) == (None, 1, 0)
    assert remote.there("processed") == {f"K01/{taken.sha256[:8]}_{NAME}": content}
    assert sorted(remote.there("inbox")) == ["K01/bawah/PESERTA_K01_20260130.csv", "K01/catatan.txt"]
    here = remote.home / "outbox" / "K01" / f"{taken.label}_{NAME}"
    assert remote.there(f"outbox/K01/{here.name}") == {path.name: path.read_bytes() for path in here.iterdir()}


def test_receipts_come_to_a_branch_whose_folder_is_empty_by_now(remote: RemoteHome) -> None:
    """A bucket has no empty folders."""
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.visit()
    (taken,) = remote.take()
    remote.visit()
    assert remote.there("inbox") == {}
    (remote.home / "outbox" / "K01" / f"{taken.label}_{NAME}" / "receipt.json").write_text("{}")
    assert remote.visit(fetch=False).receipts == 1
    assert remote.there("outbox")[f"K01/{taken.label}_{NAME}/receipt.json"] == b"{}"


def test_an_object_is_removed_or_stays_as_it_is_set(changed: Changing) -> None:
    for after, there, retired in (("remove", {}, 1), ("leave", {"K02/PESERTA_K02_20260131.csv": b"NIK\n2\n"}, 0)):
        remote = changed(after=after)
        branch = "K01" if after == "remove" else "K02"
        remote.server.drop(branch, f"PESERTA_{branch}_20260131.csv", f"NIK\n{branch[-1]}\n")
        assert remote.visit().fetched == 1
        remote.take()
        visit = remote.visit()
        assert (visit.retired, visit.fetched) == (retired, 0)
        assert remote.there("inbox") == there
        assert remote.there("processed") == {}


def test_an_object_that_is_replaced_before_it_is_moved_is_not_lost(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.visit()
    remote.take()
    remote.server.faults.on_copy = lambda: remote.server.drop("K01", NAME, "NIK\n1\n2\n")
    visit = remote.visit()
    assert (visit.retired, visit.fetched) == (0, 0)
    remote.server.faults.on_copy = None
    assert remote.there("processed") == {}
    assert remote.visit().fetched == 1
    assert remote.inbox() == {f"K01/{NAME}": b"NIK\n1\n2\n"}


def test_a_service_that_is_busy_is_asked_again_and_given_up_after_a_while(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.server.faults.unavailable = 2
    assert remote.visit().fetched == 1
    remote.take()
    remote.server.faults.unavailable = 1000
    visit = remote.visit()
    assert visit.fault is not None
    assert visit.fault.code == FaultCode.UNREACHABLE
    remote.server.faults.unavailable = 0
    assert remote.visit().retired == 1


def test_a_connection_that_is_cut_goes_on_or_leaves_nothing_half(changed: Changing) -> None:
    """The client goes on behind what it has, of the same version only; it gives up when that is cut again and again."""
    remote = changed(answer_seconds=3.0)
    content = os.urandom(3_000_000)
    remote.server.drop("K01", NAME, content)
    remote.server.faults.cut_after = 100_000
    assert remote.visit().fetched == 0
    assert remote.inbox() == {}
    remote.server.faults.cut_after = 1_500_000
    assert remote.visit().fetched == 1
    assert remote.inbox() == {f"K01/{NAME}": content}


def test_keys_that_may_only_read_are_told_so(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.server.faults.denied = {("PUT", "/"), ("DELETE", "/")}
    assert remote.visit().fetched == 1
    remote.take()
    for _ in range(2):
        visit = remote.visit()
        assert (visit.fault, visit.fetched) == (None, 0)
        assert ["processed/" in note or "receipts" in note for note in visit.notes] == [True, True]
    assert len(remote.submissions()) == 1


def test_a_strange_key_holds_up_its_own_branch_only(remote: RemoteHome) -> None:
    remote.server.drop("K01", "PESERTA_K01_\x1b[2J.csv", "NIK\n1\n")
    remote.server.drop("K02", "PESERTA_K02_20260131.csv", "NIK\n2\n")
    visit = remote.visit()
    assert (visit.fault, visit.fetched) == (None, 1)
    assert visit.notes == ["inbox/K01 cannot be listed: give the account that right, or remove strange names there"]
    assert remote.inbox() == {"K02/PESERTA_K02_20260131.csv": b"NIK\n2\n"}


def test_ambient_credentials_and_addresses_are_not_used(remote: RemoteHome, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "another",
        "AWS_SESSION_TOKEN": "another",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ENDPOINT": "http://127.0.0.1:9",
        "AWS_SKIP_SIGNATURE": "true",
    }.items():
        monkeypatch.setenv(name, value)
    remote.server.drop("K01", NAME, "NIK\n1\n")
    assert remote.visit().fetched == 1


def test_doctor_says_what_is_wrong_with_a_bucket(changed: Changing) -> None:
    remote = changed()
    remote.server.drop("K01", NAME, "NIK\n1\n")
    assert [one.health for one in check_drop_folders(Settings())] == [Health.OK]
    changed(url="s3://tidak-ada/ucj")
    (found,) = check_drop_folders(Settings())
    assert found.says.startswith("There is no bucket tidak-ada")
    changed()
    remote.server.faults.denied = {("GET", "/")}
    (found,) = check_drop_folders(Settings())
    assert "does not let these keys list inbox/" in found.says
    (remote.home / "secret" / "ucj_drop_folder_kanwil").write_text(SECRET)
    (found,) = check_drop_folders(Settings())
    assert "does not hold the keys of a bucket" in found.says
    assert SECRET not in f"{found}"


def test_a_missing_extra_of_buckets_is_told(remote: RemoteHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.delitem(sys.modules, "tasks.receive.drop_folders.bucket", raising=False)
    (found,) = check_drop_folders(Settings())
    assert found.do == "Install the extra: pip install 'ucj[remote]'."
