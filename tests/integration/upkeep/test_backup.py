"""What docs/operations.md says of backing up and restoring, done word for word: the restored home goes on as before."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from tests.conftest import RunDay
from tests.integration.upkeep.conftest import Run
from tests.integration.upkeep.months import deliver
from tests.postgresql import OWNER, Server, running_server

DECEMBER, JANUARY = date(2025, 12, 31), date(2026, 1, 31)
OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"


@pytest.fixture(scope="module")
def few_regions() -> None:
    """The commands of the document are processes of their own, which know the whole nation."""


@pytest.fixture(scope="module")
def quick_release() -> None:
    """They also write whole releases."""


def blocks() -> list[str]:
    """The commands of the section, in order: back up, restore, PostgreSQL, check."""
    section = OPERATIONS.read_text().split("## Back up and restore")[1].split("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


def shell(commands: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    paths = [str(Path(sys.executable).parent), os.environ["PATH"]]
    return subprocess.run(
        ["/bin/sh", "-eu", "-c", commands],
        env={**os.environ, **environment, "PATH": ":".join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def another_server() -> Iterator[Server]:
    """Not the one that is backed up, and one that waits for the disk: the doctor asks for that."""
    with running_server(durable=True) as server:
        yield server


def test_a_home_is_restored_as_the_document_says(
    home: Path, run: Run, run_day: RunDay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    back_up, restore, with_postgresql, check = blocks()
    deliver(home, DECEMBER, range(1, 31))
    run(DECEMBER)
    deliver(home, DECEMBER, range(1, 31), branch="K02")
    published = run(DECEMBER)["release"]
    on_postgresql = "UCJ_DATABASE_URL" in os.environ
    if not on_postgresql:
        with_postgresql = ""
    else:
        server: Server = request.getfixturevalue("another_server")
        with_postgresql = with_postgresql.replace("postgresql:///", f"postgresql://{OWNER}@/").replace(
            '$NEW_DATABASE"     #', f'$NEW_DATABASE?host={server.socket}"     #'
        )
        monkeypatch.setenv("PGHOST", str(server.socket))
        monkeypatch.setenv("PGUSER", OWNER)
    places = {
        "BACKUP": str(tmp_path / "backup"),
        "KEY_COPY": str(tmp_path / "person.key"),
        "NEW_HOME": str(tmp_path / "restored"),
        "NEW_DATABASE": "restored",
    }
    done = shell(back_up, places)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "backup" / "secret").exists()
    shutil.move(home, tmp_path / "lost")

    done = shell(restore + with_postgresql + check, places)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 objects (2 in force) are there, unchanged" in done.stdout
    assert f"published/current shows {published['id']}" in done.stdout

    restored = tmp_path / "restored"
    if on_postgresql:
        monkeypatch.setenv("UCJ_DATABASE_URL", server.address("restored"))
    assert run_day(restored, DECEMBER)["ending"] == "nothing_new"
    shutil.rmtree(restored / "published" / published["id"])
    again = run_day(restored, DECEMBER)["release"]
    assert again["id"] == published["id"]
    deliver(restored, JANUARY, range(1, 31))
    later = run_day(restored, JANUARY)["release"]
    assert later["nation"]["active"] == 30  # the same people: their ids are made under the same key


def test_a_second_backup_takes_the_news_and_leaves_what_was_purged(home: Path, tmp_path: Path) -> None:
    place = tmp_path / "backup"
    for name in ("archive/aa/one", "lake/enrolment/2026/two.parquet"):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_bytes(b"delivered")
    command = ["backup", str(place), "--json"]
    assert CliRunner().invoke(app, ["db", "upgrade"]).exit_code == 0
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    assert {one["health"] for one in json.loads(first.stdout)} == {"ok", "warn"}  # in no row of the catalogue
    inode = (place / "archive/aa/one").stat().st_ino
    (home / "lake/enrolment/2026/two.parquet").unlink()
    (home / "archive/aa/three").write_bytes(b"delivered later")
    assert CliRunner().invoke(app, command).exit_code == 0
    kept = [path.relative_to(place).as_posix() for path in sorted(place.rglob("*")) if path.is_file()]
    assert [name for name in kept if "/" in name] == ["archive/aa/one", "archive/aa/three"]
    assert (place / "archive/aa/one").stat().st_ino == inode
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").touch()
    refused = CliRunner().invoke(app, ["backup", str(tmp_path / "other")])
    assert "something else than a backup" in str(refused.exception)


@pytest.mark.skipif("UCJ_DATABASE_URL" in os.environ, reason="the drill is of homes on SQLite")
def test_a_restore_drill_restores_the_home_and_leaves_the_served_one_alone(
    home: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(home, DECEMBER, range(1, 31))
    published = run(DECEMBER)["release"]
    monkeypatch.setenv("UCJ_HOME", str(home))
    kept, restored = tmp_path / "kept", tmp_path / "restored"
    assert CliRunner().invoke(app, ["backup", str(kept)]).exit_code == 0
    assert CliRunner().invoke(app, ["backup", str(kept), "--verify"]).exit_code == 0
    before = {
        path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file() and "prefect" not in path.parts
    }
    drill = CliRunner().invoke(app, ["backup", str(kept), "--restore-into", str(restored)])
    assert drill.exit_code == 0, drill.output
    assert f"1 submission, release {published['id']}" in drill.output
    assert (restored / "secret" / "person.key").read_bytes() == (home / "secret" / "person.key").read_bytes()
    assert {path: path.stat().st_mtime_ns for path in before} == before
    again = CliRunner().invoke(app, ["backup", str(kept), "--restore-into", str(restored)])
    assert "is there already" in str(again.exception)
    lost = next(path for path in (kept / "archive").rglob("*") if path.is_file())
    lost.unlink()
    assert CliRunner().invoke(app, ["backup", str(kept), "--verify"]).exit_code == 1
