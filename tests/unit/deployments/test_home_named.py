"""A home that is mistyped, empty or no home is named by every command, and made by none but those that are to."""

import json
from pathlib import Path

import pytest

from deployments.console.exit_codes import Exit
from tests.unit.deployments.test_cli import ucj

WORKING = (
    ("run",),
    ("serve",),
    ("serve", "--only", "watcher"),
    ("serve", "--show-login"),
    ("stop",),
    ("backfill", "--from", "2025-01-01", "--to", "2025-02-01"),
    ("status",),
    ("submissions",),
    ("explain", "12"),
    ("trace", "--region", "ID"),
    ("alarms",),
    ("approve", "12"),
    ("refuse", "12", "--why", "no"),
    ("reprocess", "--all"),
    ("db", "check"),
    ("db", "upgrade"),
    ("backup", "copy"),
    ("purge",),
    ("key", "show"),
    ("simulate",),
)


@pytest.mark.parametrize("arguments", WORKING, ids=" ".join)
def test_a_mistyped_home_is_named_and_not_made(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = ucj(*arguments, home=tmp_path / "hoem")
    assert ended.returncode == Exit.USAGE
    (line,) = ended.stderr.splitlines()
    assert f"The home {tmp_path / 'hoem'} (UCJ_HOME) does not exist" in line
    assert "`ucj init`" in line
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_names_it_as_what_is_wrong(tmp_path: Path) -> None:
    ended = ucj("doctor", "--json", home=tmp_path / "hoem")
    (found,) = json.loads(ended.stdout)
    assert (found["check"], found["health"], ended.returncode) == ("home", "fail", 1)
    assert str(tmp_path / "hoem") in found["says"]
    assert "`ucj init`" in found["do"]


@pytest.mark.parametrize("arguments", [("status",), ("init",), ("demo",), ("run", "--init")], ids=" ".join)
def test_a_home_that_is_set_to_nothing_is_said_so(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = ucj(*arguments, home="")
    assert ended.returncode == Exit.USAGE
    assert "UCJ_HOME is set to nothing" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_folders_that_are_no_homes_are_told_apart(tmp_path: Path) -> None:
    assert "is empty" in ucj("status", home=tmp_path).stderr
    (tmp_path / "letters.txt").touch()
    assert "is a folder of something else" in ucj("status", home=tmp_path).stderr
    assert "is not a folder" in ucj("status", home=tmp_path / "letters.txt").stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_init_makes_one_that_is_then_found(tmp_path: Path) -> None:
    home = tmp_path / "new"
    assert ucj("init", home=home).returncode == 0
    ended = ucj("submissions", home=home)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_what_needs_no_home_asks_for_none(tmp_path: Path) -> None:
    home = tmp_path / "hoem"
    asked = [("completion", "bash"), ("template", "PESERTA", "--output", str(tmp_path / "sheet.xlsx")), ("--version",)]
    assert [ucj(*arguments, home=home).returncode for arguments in asked] == [0, 0, 0]
    assert not home.exists()
