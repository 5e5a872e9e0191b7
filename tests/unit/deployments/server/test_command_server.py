"""A command's own server: a process that cannot start is told at once, and the port is one that was free."""

import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest

from deployments.server.command import command_server
from deployments.server.command.command_server import CommandServer, CommandServerAway


def test_a_server_that_cannot_start_ends_the_wait_and_says_why_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_server, "APP", "deployments.no_such_module:app")
    server = CommandServer(tmp_path / "log", descriptors=())
    with pytest.raises(CommandServerAway):
        server.start(timeout=60)
    server.stop()
    assert "no_such_module" in (tmp_path / "log").read_text()


def test_a_taken_port_is_left_for_another_three_times_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = tmp_path / "begun"
    (tmp_path / "uvicorn.py").write_text(f"import sys; open({str(begun)!r}, 'a').write('x'); sys.exit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(CommandServerAway, match="code 3"):
        CommandServer(tmp_path / "log", descriptors=()).start(timeout=60)
    assert begun.read_text() == "xxx"


def test_a_port_that_somebody_listens_on_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as taken,
        closing(socket.create_server(("127.0.0.1", 0))) as free,
    ):
        ports = [taken.getsockname()[1], free.getsockname()[1]]
        free.close()
        monkeypatch.setattr(command_server, "PORTS", ports)
        monkeypatch.setattr(sys, "executable", "/bin/true")
        server = CommandServer(tmp_path / "log", descriptors=())
        with pytest.raises(CommandServerAway):
            server.start(timeout=5)
        assert server.url == f"http://127.0.0.1:{ports[1]}/api"
