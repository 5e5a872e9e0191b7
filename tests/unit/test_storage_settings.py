"""Where archive and lake may be kept: addresses without credentials, apart, and over TLS but on this machine."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from settings import Settings

LAKE = "s3://bucket/lake"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    return tmp_path


def test_nothing_is_kept_elsewhere_unless_it_is_set(home: Path) -> None:
    given = Settings().storage
    assert (given.archive, given.lake, given.published, given.copies, given.endpoint) == ("", "", "", "", "")


@pytest.mark.parametrize(
    "given",
    [
        {"lake": "s3://bucket/lake/", "archive": "s3://bucket/archive", "endpoint": "https://s3.example.go.id"},
        {"lake": "s3://bucket", "archive": "file:///mnt/disk/archive", "copies": "/var/cache/ucj"},
        {"lake": "s3://one/lake", "archive": "s3://one/lake2", "endpoint": "http://127.0.0.1:9000"},
        {"lake": "s3://one", "archive": "file:///mnt/disk/archive", "published": "s3://two"},
        {"lake": "file:///mnt/disk/lake", "published": "file:///mnt/disk/web/"},
    ],
)
def test_places_that_are_taken(home: Path, given: dict[str, str]) -> None:
    settings = Settings(storage=given)
    assert settings.storage.lake == given["lake"].rstrip("/")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"lake": "s3://AKIA:geheim@bucket/lake"}, "take them out; they lie in secret/ucj_bucket_keys"),
        ({"lake": "s3://geheim@bucket/lake"}, "take them out"),
        ({"lake": "s3://bucket/lake?key=geheim"}, "may not hold"),
        ({"lake": "s3://bucket/lake/../archive"}, "may not hold"),
        ({"lake": "file:///mnt/%2e%2e/archive"}, "may not hold"),
        ({"lake": "s3:///lake"}, "write s3://bucket/prefix"),
        ({"lake": "file://host/lake"}, "write s3://bucket/prefix"),
        ({"lake": "file:///"}, "write s3://bucket/prefix"),
        ({"lake": "/mnt/lake"}, "write s3://bucket/prefix"),
        ({"archive": "https://geheim.example/archive"}, "write s3://bucket/prefix"),
        ({"lake": LAKE, "endpoint": "http://s3.example.go.id"}, "must be https://host"),
        ({"lake": LAKE, "endpoint": "https://user:geheim@s3.example.go.id"}, "must be https://host"),
        ({"lake": LAKE, "archive": LAKE}, "must lie apart"),
        ({"lake": "s3://bucket", "archive": "s3://bucket/archive"}, "must lie apart"),
        ({"lake": "s3://bucket/a/lake", "archive": "s3://bucket/a"}, "must lie apart"),
        ({"published": "s3://AKIA:geheim@bucket/web"}, "take them out"),
        ({"published": "s3://bucket/web", "lake": LAKE}, "give it a bucket or a folder of its own"),
        ({"published": "s3://bucket", "archive": "s3://bucket/archive"}, "give it a bucket or a folder of its own"),
        ({"published": "file:///mnt/web", "archive": "file:///mnt/web/archive"}, "a folder of its own"),
        ({"published": "file:///mnt/lake/web", "lake": "file:///mnt/lake"}, "a folder of its own"),
        ({"copies": "copies"}, "set lake, or leave copies empty"),
    ],
)
def test_places_that_are_refused_without_repeating_them(home: Path, given: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says) as refused:
        Settings(storage=given)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("place", ["", "/published", "/..", "/restricted/web"])
def test_releases_are_never_copied_into_the_home_or_around_it(home: Path, place: str) -> None:
    url = f"file://{home}{place}" if place != "/.." else f"file://{home.parent}"
    with pytest.raises(ValidationError, match="lies within the home or around it"):
        Settings(storage={"published": url})


def test_a_link_into_the_home_is_seen_through(home: Path) -> None:
    link = home.parent / f"{home.name}-web"
    link.symlink_to(home / "published")
    with pytest.raises(ValidationError, match="lies within the home or around it"):
        Settings(storage={"published": f"file://{link}"})
