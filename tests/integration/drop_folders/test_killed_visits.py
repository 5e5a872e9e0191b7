"""A process is killed at a step of fetching, taking or answering: the next does the rest, and nothing is doubled."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.integration.drop_folders.bucket_server import running_bucket
from tests.integration.drop_folders.conftest import Changing
from tests.integration.drop_folders.content import content_of
from tests.integration.drop_folders.home import RemoteHome, write_settings

MANY = 60
NOT_ALWAYS = 10  # steps that one way may have less than another
Kill = Callable[[int], tuple[str, int]]


@pytest.fixture
def kill() -> Iterator[Kill]:
    """Go the whole way in another process, and be killed before a step; says how that ended, and after which step."""
    command = [sys.executable, "-m", "tests.integration.drop_folders.killed_visitor"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as visitor:
        assert visitor.stdin is not None
        assert visitor.stdout is not None

        def ask(step: int) -> tuple[str, int]:
            visitor.stdin.write(f"{step}\n")  # type: ignore[union-attr]
            visitor.stdin.flush()  # type: ignore[union-attr]
            ended, steps = visitor.stdout.readline().split()  # type: ignore[union-attr]
            return ended, int(steps)

        yield ask
        visitor.stdin.close()


@pytest.mark.parametrize(
    ("after", "trials"),
    [
        ("move", 8),
        ("remove", 4),
        pytest.param("move", MANY, marks=pytest.mark.nightly),
        pytest.param("remove", MANY, marks=pytest.mark.nightly),
    ],
)
def test_nothing_is_lost_or_doubled_by_a_kill(changed: Changing, kill: Kill, after: str, trials: int) -> None:
    _kill_again_and_again(changed(after=after), kill, after=after, trials=trials)


@pytest.mark.parametrize("trials", [4, pytest.param(MANY, marks=pytest.mark.nightly)])
def test_nothing_is_lost_or_doubled_by_a_kill_with_a_bucket(bare_home: Path, kill: Kill, trials: int) -> None:
    with running_bucket() as server:
        write_settings(bare_home, {"url": server.url, "endpoint": server.endpoint}, secret=server.secret)
        _kill_again_and_again(RemoteHome(bare_home, server), kill, after="move", trials=trials)


def _kill_again_and_again(remote: RemoteHome, kill: Kill, *, after: str, trials: int) -> None:
    """Two undisturbed ways come first: the second counts the steps of one in a home that is in use."""
    delivered: dict[str, bytes] = {}
    for number in (0, 1):
        name, content = _drop(remote, number)
        delivered[name] = content
        ended, steps = kill(0)
        assert ended == "ended"
    assert steps > MANY
    _assert_whole(remote, delivered, after=after)
    for trial in range(1, trials + 1):
        name, content = _drop(remote, 1 + trial)
        delivered[name] = content
        ended, _ = kill((steps - NOT_ALWAYS) * trial // trials)
        assert ended == "killed"
        remote.visit()
        remote.take()
        remote.visit()
        _assert_whole(remote, delivered, after=after)


def _drop(remote: RemoteHome, number: int) -> tuple[str, bytes]:
    day = date(2026, 1, 31) - timedelta(days=number)
    name, content = f"PESERTA_K01_{day:%Y%m%d}.csv", f"NIK\n{number}\n".encode() * 1000
    remote.server.drop("K01", name, content)
    return name, content


def _assert_whole(remote: RemoteHome, delivered: dict[str, bytes], *, after: str) -> None:
    """Each delivery is one submission with its bytes in the archive; nothing is left on the way."""
    submissions = remote.submissions()
    assert sorted(one.file_name for one in submissions) == sorted(delivered)
    for one in submissions:
        archived = remote.home / "archive" / one.sha256[:2] / one.sha256
        assert archived.read_bytes() == delivered[one.file_name]
    assert remote.inbox() == {}
    assert remote.there("inbox") == {}
    kept = {path.split("/")[1].partition("_")[2]: content for path, content in remote.there("processed").items()}
    assert kept == (delivered if after == "move" else {})
    here = content_of(remote.home / "outbox" / "K01")  # one that a kill kept from being written comes by the next run
    assert remote.there("outbox/K01") == {name: text for name, text in here.items() if not name.startswith(".")}
