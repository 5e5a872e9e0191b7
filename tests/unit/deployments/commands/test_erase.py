"""`ucj erase` takes a NIK from standard input only, and never tells it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from deployments.console.exit_codes import Exit
from tests.unit.deployments.test_cli import ucj
from warehouse.errors import OperatorError

NIK = "7205011708900013"


@pytest.mark.parametrize(
    "arguments", [("erase", NIK), ("erase", "--yes", f"--nik={NIK}"), ("erase", f"-{NIK}"), (NIK,), ("run", NIK)]
)
def test_a_nik_on_the_command_line_is_refused_and_not_told(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = ucj(*arguments, home=tmp_path)
    assert ended.returncode == Exit.USAGE
    assert NIK not in ended.stdout + ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "given"),
    [
        (["--yes", "--why", f"of {NIK}"], NIK),
        (["--yes"], NIK),
        ([], f"{NIK}\n{NIK[:-1]}\n"),
        ([], ""),
    ],
)
def test_wrong_use_changes_nothing(
    options: list[str], given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    ended = CliRunner().invoke(app, ["erase", *options], input=given)
    assert isinstance(ended.exception, OperatorError)
    assert NIK[:-1] not in ended.output + str(ended.exception)
    assert list(tmp_path.iterdir()) == []


def test_of_a_stranger_nothing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    (tmp_path / "inbox").mkdir()
    ended = CliRunner().invoke(app, ["erase", "--json"], input=f"{NIK}\n")
    assert ended.exit_code == 0
    told = json.loads(ended.stdout)
    assert (told["dry_run"], told["rows"], told["objects"], told["archived_files"]) == (True, 0, [], 0)
    assert NIK not in ended.output
