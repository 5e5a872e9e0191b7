"""First steps fit what the demo found, and the shell that reads them."""

import shlex
import socket
from pathlib import Path

import pytest

from deployments.commands.start.first_steps import first_steps, typed_name
from settings import Settings

REFUSED = {"submission": "S000005", "status": "refused"}
ACCEPTED = {"submission": "S000001", "status": "accepted"}


def steps(home: Path, *, port: int = 4200, submissions: tuple[dict[str, str], ...], released: bool = True) -> list[str]:
    summary = {
        "submissions": list(submissions),
        "release": {"id": "x"} if released else None,
        "flow_run": {"id": "0-1"},
    }
    head, *lines = first_steps(Settings(home=home, server={"port": port}), summary)
    assert head.startswith("First steps")
    return [line.strip() for line in lines]


def test_the_file_that_has_most_to_tell_is_explained(tmp_path: Path) -> None:
    explained = [
        next(line for line in steps(tmp_path, submissions=given) if " explain " in line).split("#")[0].split()[-1]
        for given in ((ACCEPTED, REFUSED), (ACCEPTED,))
    ]
    assert explained == ["S000005", "S000001"]


def test_a_figure_is_traced_only_where_one_was_published(tmp_path: Path) -> None:
    traced = [
        any(" trace " in line for line in steps(tmp_path, submissions=(ACCEPTED,), released=released))
        for released in (True, False)
    ]
    assert traced == [True, False]


def test_a_home_with_signs_of_the_shell_is_quoted(tmp_path: Path) -> None:
    home = tmp_path / "it's $HOME"
    first = steps(home, submissions=(ACCEPTED,))[0]
    assert shlex.split(first, comments=True) == ["export", f"UCJ_HOME={home}"]


def test_where_the_port_is_taken_another_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        lines = steps(tmp_path, port=port, submissions=(ACCEPTED,))
    serve = next(line for line in lines if "--detach" in line)
    other = int(serve.split(" ")[0].removeprefix("UCJ_SERVER__PORT="))
    assert other > port
    assert f"http://127.0.0.1:{other}/runs/flow-run/0-1" in next(line for line in lines if "--show-login" in line)


def test_the_command_is_named_as_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Path(typed_name()).name == "ucj"
    assert typed_name() != "ucj"
