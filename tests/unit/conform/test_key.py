"""The key of the person ids: made once, readable by its owner only, never shown."""

import stat
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from tasks.conform.key_file import KeyFileError, PersonKey, add_step, load_key, read_key

LOAD_AND_TELL = """
import sys, time
from pathlib import Path
from tasks.conform.key_file import load_key
print("ready", flush=True)
sys.stdin.readline()
print(*load_key(Path(sys.argv[1])).secrets)
"""
SECRET = "0123456789abcdef" * 4


def test_is_made_on_first_use_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret" / "person.key"
    key = load_key(path)
    assert [len(bytes.fromhex(secret)) for secret in key.secrets] == [32]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["person.key"]


def test_is_the_same_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "person.key"
    assert load_key(path) == load_key(path)
    assert load_key(tmp_path / "other.key").secrets != load_key(path).secrets


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    path = tmp_path / "secret" / "person.key"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", LOAD_AND_TELL, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    told = {child.communicate()[0].strip() for child in children}
    assert told == {*load_key(path).secrets}
    assert [entry.name for entry in path.parent.iterdir()] == ["person.key"]


def test_does_not_show_in_a_repr(tmp_path: Path) -> None:
    key = load_key(tmp_path / "person.key")
    assert key.secrets[0] not in repr(key)
    assert key.key_id in repr(key)
    assert key.key_id not in key.secrets[0]


@pytest.mark.parametrize("content", [SECRET, f"{SECRET}\n", f" {SECRET} \r\n"])
def test_may_stand_among_white_space(tmp_path: Path, content: str) -> None:
    (tmp_path / "person.key").write_bytes(content.encode())
    assert load_key(tmp_path / "person.key").secrets == (SECRET,)


@pytest.mark.parametrize(
    "content", [b"", b"\n", SECRET[:-1].encode(), f"{SECRET}0".encode(), f"{SECRET[:-1]}g".encode(), b"\xff" * 64]
)
def test_a_bad_file_is_an_error_that_does_not_tell_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "person.key"
    path.write_bytes(content)
    with pytest.raises(KeyFileError, match=r"person\.key") as caught:
        load_key(path)
    told = "".join(traceback.format_exception(caught.value))
    assert SECRET[:20] not in told
    assert "xff" not in told
    assert "Unicode" not in told
    assert path.read_bytes() == content


def test_a_step_is_added_behind_the_others(tmp_path: Path) -> None:
    path = tmp_path / "person.key"
    first = load_key(path)
    second = add_step(path, first)
    assert read_key(path) == second
    assert second.secrets[:1] == first.secrets
    assert second.steps() == (first, second)
    assert second.as_of_step(first.key_id) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["person.key"]


def test_a_chain_that_lost_a_step_has_another_name() -> None:
    chain = PersonKey((SECRET, "ab" * 32))
    assert chain.key_id not in {PersonKey(("ab" * 32,)).key_id, PersonKey(("ab" * 32, SECRET)).key_id}
    assert PersonKey(("ab" * 32,)).as_of_step(chain.key_id) is None


def test_without_a_file_there_is_no_key(tmp_path: Path) -> None:
    assert read_key(tmp_path / "person.key") is None
