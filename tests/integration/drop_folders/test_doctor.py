"""`ucj doctor` tries each drop folder, and says what to do in words that can be followed."""

import sys
from pathlib import Path

import pytest

from settings import Settings
from tasks.operations.doctor.deliveries.drop_folders import check_drop_folders
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.installation.configuration import check_variables
from tests.integration.drop_folders.conftest import Changing
from tests.integration.drop_folders.home import NAME, RemoteHome
from tests.integration.drop_folders.sftp_server import new_key


def found() -> list[HealthFinding]:
    return list(check_drop_folders(Settings()))


def only() -> HealthFinding:
    (one,) = found()
    return one


def test_no_drop_folder_is_no_finding(bare_home: Path) -> None:
    assert found() == []


def test_a_drop_folder_that_works_is_well(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    assert (only().health, only().says) == (Health.OK, "1 folder of a branch; not visited yet.")
    remote.visit()
    assert "last visited 20" in only().says
    assert remote.inbox() != {}


def test_what_is_wrong_with_it_is_told_with_what_to_do(changed: Changing) -> None:
    remote = changed()
    (remote.server.ucj / "inbox" / "K77").mkdir()
    ok, empty, strange = found()
    assert (ok.health, empty.health, strange.health) == (Health.OK, Health.WARN, Health.WARN)
    assert "Make inbox/<branch> there" in empty.do
    assert strange.says.startswith("1 folder in its inbox/ left alone: of no branch")
    (remote.server.ucj / "inbox" / "K77").rmdir()
    (remote.server.ucj / "inbox").rmdir()
    assert only().says == f"There is no folder /ucj/inbox at 127.0.0.1:{remote.server.port}."
    assert only().health is Health.FAIL
    changed(host_keys=[new_key().get_fingerprint()])
    assert only().says.startswith(f"127.0.0.1:{remote.server.port} shows the host key SHA256:")
    assert "over another way" in only().do


def test_rights_that_a_visit_found_missing_are_told(remote: RemoteHome) -> None:
    remote.server.drop("K01", NAME, "NIK\n1\n")
    remote.server.faults.denied = {("mkdir", ""), ("rename", "")}
    remote.visit()
    remote.take()
    remote.visit()
    ok, *warnings = found()
    assert ok.health is Health.OK
    assert sorted(one.says for one in warnings) == [
        "the account may not move files to processed/.",
        "the account may not write receipts into outbox/.",
    ]
    assert [one.do for one in warnings if not one.do.startswith("Give it that right")] == []


@pytest.mark.parametrize(
    ("mode", "content", "says"),
    [
        (0o644, None, "may be read by others and is not used."),
        (0o600, "no key", "is no private key in OpenSSH's form without a passphrase."),
        (0o600, "", "There are no credentials of drop folder kanwil."),
    ],
)
def test_credentials_that_are_not_fit_are_told(remote: RemoteHome, mode: int, content: str | None, says: str) -> None:
    key = remote.home / "secret" / "ucj_drop_folder_kanwil"
    key.chmod(mode)
    if content is not None:
        key.write_text(content)
    if content == "":
        key.unlink()
    assert says in only().says
    assert only().do != ""
    assert remote.server.logins == 0


def test_a_key_with_a_passphrase_is_not_asked_for_it(remote: RemoteHome) -> None:
    key = remote.home / "secret" / "ucj_drop_folder_kanwil"
    key.write_bytes(new_key().export_private_key("pkcs8-pem", passphrase="rahasia"))
    assert "without a passphrase" in only().says


def test_credentials_may_come_from_the_environment(remote: RemoteHome, monkeypatch: pytest.MonkeyPatch) -> None:
    key = remote.home / "secret" / "ucj_drop_folder_kanwil"
    monkeypatch.setenv("UCJ_DROP_FOLDER_KANWIL", key.read_text())
    key.unlink()
    remote.server.drop("K01", NAME, "NIK\n1\n")
    assert only().health is Health.OK
    assert [one.says for one in check_variables(Settings()) if "does nothing" in one.says] == []


def test_a_missing_extra_is_told(remote: RemoteHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    monkeypatch.delitem(sys.modules, "tasks.receive.drop_folders.sftp", raising=False)
    monkeypatch.delitem(sys.modules, "tasks.receive.drop_folders.ssh", raising=False)
    assert only().do == "Install the extra: pip install 'ucj[remote]'."
