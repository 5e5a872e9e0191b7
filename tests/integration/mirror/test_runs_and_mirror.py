"""Runs put what they publish into the mirror, and end as ever where it is away or where they are killed on the way."""

import json
from pathlib import Path

import pytest

from tests.conftest import RunDay
from tests.integration.disturbed import Moment, run_route, run_until
from tests.integration.drop_folders.bucket_server import BucketServer
from tests.integration.home_state import files_of
from tests.integration.homes import Homes
from tests.integration.inbox import DECEMBER, JANUARY, deliver_december, deliver_january
from tests.integration.mirror.reader import current_of, releases_in
from tests.integration.storage.homes import KEYS, write_secret

MOMENTS = [
    Moment("tasks.publish.mirror.release_copy:put_whole", 100),
    Moment("tasks.publish.mirror.catch_up:lead_to", after=True),
]


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """December is published, without a mirror."""
    home = Homes().new(tmp_path_factory.mktemp("december"), few_regions=True)
    deliver_december(home)
    run_route(home, DECEMBER)
    return home


@pytest.fixture
def home(december: Path, bucket: BucketServer, tmp_path: Path) -> Path:
    """The same, with January delivered and a mirror set since."""
    home = Homes().copy(december, tmp_path)
    write_secret(home, KEYS, bucket.secret)
    with (home / "ucj.toml").open("a") as file:
        file.write(
            f'\n[storage]\npublished = "{bucket.url}/terbitan"\nendpoint = "{bucket.endpoint}"\nanswer_seconds = 1\n'
        )
    deliver_january(home)
    return home


def published(home: Path) -> dict[str, dict[str, bytes]]:
    return {
        place.name: {
            path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()
        }
        for place in (home / "published").iterdir()
        if not place.is_symlink()
    }


def state(home: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((home / "watch" / "mirror.json").read_text())
    return found


def assert_mirrored(home: Path, bucket: BucketServer) -> None:
    """The release that is current is there as it lies in the home, and nothing of any other edition or place."""
    current = (home / "published" / "current").readlink().name
    objects = bucket.content("terbitan")
    assert current_of(objects) == current
    assert releases_in(objects) == {current: published(home)[current]}
    assert len(releases_in(objects)[current]) > 100
    others = {name for name in objects if not name.startswith((f"{current}/", "current/"))}
    assert others == {"current.json", "index.html", f"files/{current}.json", "files/current.json"}
    assert bucket.content().keys() == {f"terbitan/{name}" for name in objects}


def test_a_run_puts_the_public_edition_and_never_the_restricted_one(home: Path, bucket: BucketServer) -> None:
    run_route(home, JANUARY)
    assert_mirrored(home, bucket)
    public = {content for files in published(home).values() for content in files.values()}
    restricted = {path.read_bytes() for path in (home / "restricted").rglob("*") if path.is_file()} - public
    assert len(restricted) > 5
    objects = bucket.content()
    assert [name for name, content in objects.items() if content in restricted] == []
    assert [name for name in objects if "restricted" in name] == []
    assert b'"edition": "restricted"' in b"".join(restricted)
    assert [name for name, content in objects.items() if b'"edition": "restricted"' in content] == []
    before = objects
    run_route(home, JANUARY)
    assert bucket.content() == before


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_run_that_is_killed_while_it_copies_is_ended_by_the_next(
    moment: Moment, home: Path, bucket: BucketServer
) -> None:
    assert run_until(moment, home, JANUARY), "no run came to this moment"
    run_route(home, JANUARY)
    assert_mirrored(home, bucket)


@pytest.mark.usefixtures("few_regions")
def test_the_summary_of_a_run_tells_of_the_mirror(home: Path, bucket: BucketServer, run_day: RunDay) -> None:
    bucket.faults.unavailable = 10**6
    summary = run_day(home, DECEMBER)
    assert summary["ending"] in {"nothing_new", "published"}
    (note,) = [one for one in summary["notes"] if "copy of published/" in one]
    assert f"{bucket.bucket} at {bucket.endpoint} does not answer" in note
    assert list(summary["mirror"]["waiting"]) == [(home / "published" / "current").readlink().name]
    bucket.faults.unavailable = 0
    summary = run_day(home, DECEMBER)
    assert [one for one in summary["notes"] if "copy of published/" in one] == []
    assert (summary["mirror"]["since"], summary["mirror"]["says"]) == ("", "")
    assert_mirrored(home, bucket)


def test_a_mirror_that_is_away_changes_nothing_in_the_home(
    home: Path, december: Path, bucket: BucketServer, tmp_path: Path
) -> None:
    alone = Homes().copy(december, tmp_path / "alone")
    deliver_january(alone)
    run_route(alone, JANUARY)
    bucket.faults.unavailable = 10**6
    run_route(home, JANUARY)
    told = state(home)
    assert "does not answer" in str(told["says"])
    assert told["waiting"] == [(home / "published" / "current").readlink().name]

    def shown(home: Path) -> dict[str, bytes | str]:
        apart = ("secret/", "watch/")
        return {name: content for name, content in files_of(home).items() if not name.startswith(apart)}

    assert shown(home) == shown(alone)
    bucket.faults.unavailable = 0
    run_route(home, JANUARY)
    assert_mirrored(home, bucket)
    assert (state(home)["since"], state(home)["waiting"]) == ("", [])
