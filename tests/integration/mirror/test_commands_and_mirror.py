"""What operators ask of the mirror, with a bucket and with a folder: put, looked at, withdrawn, away and back again."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deployments.cli import app
from tasks.operations.doctor.stored.storage import check_storage
from tests.integration.drop_folders.bucket_server import BucketServer
from tests.integration.mirror.reader import current_of, releases_in
from tests.integration.mirror.small_releases import FEBRUARY, JANUARY, SmallHome
from tests.integration.storage.homes import KEYS, write_secret


def set_mirror(home: SmallHome, url: str, *, endpoint: str = "") -> None:
    lines = f'[storage]\npublished = "{url}"\nendpoint = "{endpoint}"\nanswer_seconds = 1\n'
    (home.home / "ucj.toml").write_text(lines)


@pytest.fixture(autouse=True)
def in_home(home: SmallHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_HOME", str(home.home))
    monkeypatch.delenv("UCJ_DATABASE_URL", raising=False)


@pytest.fixture
def mirrored(home: SmallHome, bucket: BucketServer) -> BucketServer:
    """Its mirror is in a bucket."""
    set_mirror(home, f"{bucket.url}/terbitan", endpoint=bucket.endpoint)
    write_secret(home.home, KEYS, bucket.secret)
    return bucket


@pytest.fixture
def folder(home: SmallHome, tmp_path: Path) -> Path:
    """Its mirror is a folder."""
    folder = tmp_path / "web"
    folder.mkdir(mode=0o755)
    set_mirror(home, folder.as_uri())
    return folder


def ucj(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, (done.output, done.exception)
    return done.stdout


def told() -> list[tuple[str, str]]:
    from settings import Settings

    return [(one.health.value, one.says) for one in check_storage(Settings()) if one.check == "mirror of the releases"]


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_bucket_shows_what_is_published_and_says_what_each_file_is(home: SmallHome, mirrored: BucketServer) -> None:
    first = home.publish(JANUARY, "1", minutes=1)
    assert told()[1] == (
        "warn",
        "it is behind: releases that are not wholly there: 1; readers are led elsewhere than to the current release.",
    )
    assert "shows what published/ does" in ucj("storage", "publish")
    second = home.publish(FEBRUARY, "2", minutes=2)
    ucj("storage", "publish")
    objects = mirrored.content("terbitan")
    assert releases_in(objects) == home.releases
    assert current_of(objects) == second
    assert [health for health, _ in told()] == ["ok", "ok"]
    heads = {
        name: mirrored.client.head_object(Bucket=mirrored.bucket, Key=f"ucj/terbitan/{name}")
        for name in (f"{first}/index.html", f"{first}/ucj_coverage.csv", "current.json", "current/wilayah/72.05.html")
    }
    assert [one["ContentType"] for one in heads.values()] == [
        "text/html; charset=utf-8", "text/csv; charset=utf-8", "application/json", "text/html; charset=utf-8",
    ]  # fmt: skip
    assert {one["CacheControl"] for one in heads.values()} == {"no-cache"}


def test_a_withdrawn_release_leaves_the_bucket_with_its_command(home: SmallHome, mirrored: BucketServer) -> None:
    first = home.publish(JANUARY, "1", minutes=1)
    second = home.publish(FEBRUARY, "2", minutes=2)
    ucj("storage", "publish", "--all")
    record: dict[str, Any] = json.loads(ucj("release", "withdraw", second, "--why", "Salah hitung", "--json"))
    assert record["mirror"]["since"] == ""
    objects = mirrored.content("terbitan")
    assert current_of(objects) == first
    assert releases_in(objects)[second] == files_in(home.published / second)
    assert "Salah hitung" in objects[f"{second}/index.html"].decode()
    assert [name for name, content in objects.items() if b"72.05,2" in content] == []
    ucj("release", "withdraw", first, "--why", "Salah hitung")
    assert current_of(mirrored.content("terbitan")) is None


@pytest.mark.parametrize("fault", ["unavailable", "denied", "heedless"])
def test_a_bucket_that_fails_holds_nothing_back_and_is_caught_up(
    home: SmallHome, mirrored: BucketServer, fault: str
) -> None:
    first = home.publish(JANUARY, "1", minutes=1)
    ucj("storage", "publish")
    second = home.publish(FEBRUARY, "2", minutes=2)
    if fault == "unavailable":
        mirrored.faults.unavailable = 10**6
    elif fault == "denied":
        mirrored.faults.denied.add(("PUT", "terbitan"))
    else:
        mirrored.faults.heedless = True
    said = ucj("release", "withdraw", first, "--why", "Salah hitung")
    assert f"{first} withdrawn by " in said
    assert "is behind since" in said
    assert "It may still show figures that were withdrawn." in said
    assert {health for health, _ in told()} == {"fail"}
    if fault == "heedless":  # it gets no release, and keeps none that was withdrawn
        assert releases_in(mirrored.content("terbitan")) == {first: files_in(home.published / first)}
    third = home.publish(FEBRUARY, "3", minutes=3)
    ucj("storage", "publish", code=1)
    mirrored.faults.unavailable, mirrored.faults.heedless = 0, False
    mirrored.faults.denied.clear()
    ucj("storage", "publish")
    objects = mirrored.content("terbitan")
    assert current_of(objects) == third
    assert releases_in(objects) == {
        first: files_in(home.published / first), second: home.releases[second], third: home.releases[third],
    }  # fmt: skip
    assert [health for health, _ in told()] == ["ok", "ok"]


@pytest.mark.parametrize("fault", ["lost", "503"])
def test_a_bucket_that_fails_now_and_then_is_asked_again(home: SmallHome, mirrored: BucketServer, fault: str) -> None:
    release = home.publish(JANUARY, "1", minutes=1)
    if fault == "lost":
        mirrored.faults.lost = 3
    else:
        mirrored.faults.unavailable = 3
    ucj("storage", "publish")
    assert releases_in(mirrored.content("terbitan")) == {release: home.releases[release]}


def test_what_was_changed_in_the_bucket_is_put_anew(home: SmallHome, mirrored: BucketServer) -> None:
    release = home.publish(JANUARY, "1", minutes=1)
    ucj("storage", "publish")
    for name in ("ucj_coverage.csv", "index.html"):
        mirrored.client.put_object(Bucket=mirrored.bucket, Key=f"ucj/terbitan/{release}/{name}", Body=b"other")
    ucj("storage", "publish", "--all")
    assert releases_in(mirrored.content("terbitan")) == {release: home.releases[release]}


def test_a_folder_is_one_that_a_web_server_can_read(home: SmallHome, folder: Path) -> None:
    first = home.publish(JANUARY, "1", minutes=1)
    second = home.publish(FEBRUARY, "2", minutes=2)
    ucj("storage", "publish", "--all")
    objects = files_in(folder)
    assert releases_in(objects) == home.releases
    assert current_of(objects) == second
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert {oct(mode) for path, mode in modes.items() if path.is_file()} == {"0o644"}
    assert {oct(mode) for path, mode in modes.items() if path.is_dir()} == {"0o755"}
    ucj("release", "withdraw", first, "--why", "Salah hitung")
    assert releases_in(files_in(folder))[first] == files_in(home.published / first)


def test_a_folder_that_is_not_mounted_is_told_and_not_made(home: SmallHome, folder: Path) -> None:
    home.publish(JANUARY, "1", minutes=1)
    folder.rmdir()
    assert "Mount it" in ucj("storage", "publish", code=1)
    assert not folder.exists()


def test_nothing_is_copied_where_no_mirror_is_set(home: SmallHome) -> None:
    home.publish(JANUARY, "1", minutes=1)
    done = CliRunner().invoke(app, ["storage", "publish"])
    assert done.exit_code != 0
    assert "No mirror is set" in str(done.exception)
    assert not (home.home / "watch" / "mirror.json").exists()
    assert told() == []
