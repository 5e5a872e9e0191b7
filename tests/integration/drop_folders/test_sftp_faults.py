"""A server that is cut off, slow, another one or closed is told, and nothing is half or twice in the inbox."""

import os

from tasks.receive.drop_folders.faults import FaultCode
from tests.integration.drop_folders.conftest import Changing
from tests.integration.drop_folders.home import NAME, RemoteHome
from tests.integration.drop_folders.sftp_server import SftpServer, new_key


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
