import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deployments.cli import app


def doctor(home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[dict[str, str]]]:
    monkeypatch.setenv("UCJ_HOME", str(home))
    result = CliRunner().invoke(app, ["doctor", "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_a_home_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, found = doctor(tmp_path / "none", monkeypatch)
    assert code == 1
    assert next(one for one in found if one["check"] == "home")["health"] == "fail"


def test_an_archive_that_others_may_enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "archive"
    archive.mkdir(mode=0o700)
    code, found = doctor(tmp_path, monkeypatch)
    assert (code, [one for one in found if one["check"] == "private"]) == (0, [])
    archive.chmod(0o755)
    code, found = doctor(tmp_path, monkeypatch)
    assert code == 1
    assert [one["do"] for one in found if one["check"] == "private"] == [f"chmod -R go= {archive}"]
