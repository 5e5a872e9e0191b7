"""`ucj init`: what it makes, with which modes, and that it never overwrites."""

import json
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from deployments.commands.start.settings_template import settings_template
from settings import Settings
from settings.listing import groups_of, list_settings
from tasks.receive.branches import COLUMNS, load_branches

MODES = {
    "": 0o711,
    "inbox": 0o711,
    "outbox": 0o711,
    "outbox/panduan": 0o755,
    "published": 0o755,
    "metrics": 0o755,
} | dict.fromkeys(("archive", "lake", "derived", "quarantine", "docs", "prefect", "secret", "logs", "watch"), 0o700)


@pytest.fixture(params=[0o022, 0o002])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def init(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("UCJ_HOME", str(home))
    done = CliRunner().invoke(app, ["init", "--json"])
    assert done.exit_code == 0
    made: list[str] = [str(Path(path).relative_to(home)) for path in json.loads(done.stdout)["made"]]
    return made


def test_a_home_and_then_nothing_more(umask: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "new" / "home"
    files = {"ucj.toml", "branches.sample.csv", "secret/ucj_server_auth"}
    assert set(init(home, monkeypatch)) == {*(name or "." for name in MODES), *files}
    assert {name: stat.S_IMODE((home / name).stat().st_mode) for name in MODES} == MODES
    (home / "ucj.toml").write_text("workers = 1\n")
    assert init(home, monkeypatch) == []
    assert (home / "ucj.toml").read_text() == "workers = 1\n"


def test_what_is_private_is_closed_to_others_and_nothing_else_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(tmp_path, monkeypatch)
    opened = {"archive": 0o755, "lake": 0o750, "ucj.toml": 0o644, "secret/person.key": 0o640, "secret/other": 0o604}
    opened |= {"warehouse.db": 0o644, "warehouse.db-wal": 0o660}
    of_groups = {
        "": 0o751,
        "inbox": 0o755,
        "inbox/K01": 0o2770,
        "outbox/K01": 0o2750,
        "outbox": 0o700,
        "published": 0o750,
    }
    for name, mode in {**opened, **of_groups}.items():
        path = tmp_path / name
        if not path.exists():
            path.mkdir() if name.startswith(("inbox", "outbox")) else path.touch()
        path.chmod(mode)
    init(tmp_path, monkeypatch)
    now = {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in {**opened, **of_groups}}
    assert now == {**{name: mode & 0o700 for name, mode in opened.items()}, **of_groups}


def test_each_branch_gets_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(tmp_path, monkeypatch)
    assert not (tmp_path / "branches.csv").exists()  # the sample takes no effect by accident
    (tmp_path / "branches.csv").write_bytes((tmp_path / "branches.sample.csv").read_bytes())
    assert init(tmp_path, monkeypatch) == ["inbox/K01", "inbox/K02", "inbox/BPS"]


def test_the_sample_is_a_branch_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(tmp_path, monkeypatch)
    branches = load_branches(tmp_path / "branches.sample.csv")
    assert branches is not None
    assert (tmp_path / "branches.sample.csv").read_text().splitlines()[0] == ",".join(COLUMNS)
    assert all("sample" in branch.name for branch in branches.values())
    assert (branches["K02"].max_reject_share, sorted(branches["BPS"].schedule)) == (0.2, ["eligible"])


def test_the_settings_file_holds_every_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = settings_template()
    groups = groups_of(Settings)
    assert tomllib.loads(text) == {group: {} for group in groups}
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    defaults = Settings()
    (tmp_path / "ucj.toml").write_text(re.sub(r"(?m)^#(?=\w)", "", text))
    given = tomllib.loads((tmp_path / "ucj.toml").read_text())
    assert given.keys() == Settings.model_fields.keys() - {"home"}
    assert Settings() == defaults
    assert {group: given[group].keys() for group in groups} == {
        group: model.model_fields.keys() for group, model in groups.items()
    }
    for one in list_settings(Settings):
        assert one.field.description
        assert f"# {one.field.description}\n" in text or one.path == "home"
        if one.is_secret:
            assert f"write it into secret/{one.secret_file}, or set {one.variable}." in text
