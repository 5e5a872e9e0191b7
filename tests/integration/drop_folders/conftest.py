"""A home with one drop folder on a server of the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deployments.commands.start.init import make_home
from settings import Settings
from tests.integration.drop_folders.home import RemoteHome, set_up
from tests.integration.drop_folders.sftp_server import SftpServer, running_sftp


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[SftpServer]:
    (tmp_path / "server").mkdir()
    with running_sftp(tmp_path / "server") as server:
        yield server


@pytest.fixture
def bare_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Made by `ucj init`, with two branches and an issuer."""
    home = tmp_path / "home"
    monkeypatch.setenv("UCJ_HOME", str(home))
    make_home(Settings())
    (home / "branches.csv").write_text("code,name,feeds\nK01,Buol,\nK02,Palu,\nBPS,BPS,eligible\n")
    make_home(Settings())
    return home


@pytest.fixture
def remote(sftp: SftpServer, bare_home: Path) -> RemoteHome:
    """A home whose branches deliver to that server."""
    return set_up(bare_home, sftp)


Changing = Callable[..., RemoteHome]


@pytest.fixture
def changed(sftp: SftpServer, bare_home: Path) -> Changing:
    """The same with other settings of the drop folder."""
    return lambda **settings: set_up(bare_home, sftp, **settings)
