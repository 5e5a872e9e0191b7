"""The commands of docs/storage.md: a home is moved to the bucket, looked at, backed up, and moved back."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from deployments.cli import app
from tests.integration.disturbed import run_route
from tests.integration.drop_folders.bucket_server import BucketServer
from tests.integration.home_state import files_of
from tests.integration.inbox import DECEMBER
from tests.integration.storage.homes import KEYS, new_home, settings_lines, write_secret

pytestmark = pytest.mark.usefixtures("few_regions")


@pytest.fixture
def home(bucket: BucketServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """December is published, and kept in the home; the settings name the bucket since."""
    home = new_home(tmp_path, None)
    run_route(home, DECEMBER)
    monkeypatch.setenv("UCJ_HOME", str(home))
    (home / "ucj.toml").write_text(settings_lines(bucket))
    write_secret(home, KEYS, bucket.secret)
    return home


def ucj(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.output
    return done


def findings(*words: str) -> dict[str, list[tuple[str, str]]]:
    """What is told of each check."""
    told: dict[str, list[tuple[str, str]]] = {}
    for one in json.loads(ucj(*words, "--json").stdout):
        told.setdefault(one["check"], []).append((one["health"], one["says"]))
    return told


def kept(home: Path, name: str) -> dict[str, bytes | str]:
    return {path: content for path, content in files_of(home).items() if path.startswith(f"{name}/")}


def test_a_home_is_moved_looked_at_backed_up_and_moved_back(home: Path, bucket: BucketServer, tmp_path: Path) -> None:
    archive, lake = kept(home, "archive"), kept(home, "lake")
    moved: dict[str, Any] = json.loads(ucj("storage", "move", "--json").stdout)
    assert (moved["moved"], moved["there"], moved["missing"]) == (len(archive) + len(lake), 0, [])
    assert {f"archive/{name}" for name in bucket.content("archive")} == archive.keys()
    assert (kept(home, "archive"), kept(home, "lake")) == ({}, lake)
    again = ucj("storage", "move").stdout
    assert f"0 objects moved to the stores (0 bytes); there already: {len(archive) + len(lake)}." in again

    told = findings("doctor")
    assert [health for health, _ in told["store of the archive"] + told["store of the lake"]] == ["ok", "ok"]
    assert [health for health, _ in told["lake"] + told["archive"]] == ["ok", "ok"]

    place = tmp_path / "backup"
    told = findings("backup", str(place))
    assert "is not in the backup: s3://" in told["store of the lake"][0][1]
    assert [health for health, _ in told["lake"] + told["archive"] + told["releases"]] == ["ok", "ok", "ok"]
    assert [path.name for path in place.iterdir() if path.name in {"archive", "lake", "secret"}] == []
    told = findings("backup", str(place), "--restore-into", str(tmp_path / "restored"))
    assert [health for health, _ in told["lake"] + told["archive"] + told["restored"]] == ["ok", "ok", "ok"]

    shutil.rmtree(home / "lake")
    back: dict[str, Any] = json.loads(ucj("storage", "fetch", "--json").stdout)
    assert (back["moved"], back["missing"]) == (len(archive) + len(lake), [])
    assert (kept(home, "archive"), kept(home, "lake")) == (archive, lake)
    (home / "ucj.toml").write_text("")
    assert [health for health, _ in findings("doctor")["lake"]] == ["ok"]


def test_what_is_in_neither_place_is_named(home: Path) -> None:
    lost = next(path for path in (home / "archive").rglob("*") if path.is_file())
    lost.write_bytes(b"damaged")
    done = ucj("storage", "move", code=1)
    assert f"in neither place as it should be: {lost.name[:60]}" in done.stdout
    assert lost.exists()


def test_nothing_is_moved_where_no_store_is_set(home: Path) -> None:
    (home / "ucj.toml").write_text("")
    done = ucj("storage", "move", code=1)
    assert done.exception is not None
    assert "No store is set" in str(done.exception)
