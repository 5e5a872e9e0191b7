"""A home of another account is told as that, with what to do: not as a fault of the program."""

import os
import pwd
from pathlib import Path

import pytest

from deployments.console.command_errors import tell_fault
from deployments.console.exit_codes import Exit
from settings import Settings, SettingsFileError
from settings.accounts import not_ours


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose files this account may not read; the tests may run as root, who may read everything."""
    (tmp_path / "ucj.toml").write_text("")
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", str(tmp_path / "ucj.toml"))

    monkeypatch.setattr(Path, "read_text", refuse)
    return tmp_path


def another(monkeypatch: pytest.MonkeyPatch) -> str:
    """From now on somebody else runs this; returns the name of the account to which homes belong."""
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    return pwd.getpwuid(owner).pw_name


def test_settings_say_to_whom_the_home_belongs(refused: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = another(monkeypatch)
    with pytest.raises(SettingsFileError, match=rf"ucj\.toml may not be read\. .*`runuser -u {owner} -- ucj"):
        Settings()


def test_a_file_of_our_own_home_that_may_not_be_read_is_named(refused: Path) -> None:
    with pytest.raises(SettingsFileError, match=f"{refused}/ucj.toml may not be read. Let the account"):
        Settings()


def test_what_is_refused_later_is_told_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    with pytest.raises(PermissionError) as refused:
        raise PermissionError(13, "Permission denied")
    assert tell_fault(refused.value) == Exit.INTERNAL
    owner = another(monkeypatch)
    assert tell_fault(refused.value) == Exit.USAGE
    first, second = capsys.readouterr().err.splitlines()
    assert "internal fault PermissionError" in first
    assert second.startswith(f"ucj: The home {tmp_path} may not be used by this account.")
    assert f"run this as {owner}" in second


def test_a_home_that_is_not_there_belongs_to_nobody(tmp_path: Path) -> None:
    assert not_ours(tmp_path / "nowhere") == ""
