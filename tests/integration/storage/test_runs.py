"""A home whose archive and lake are in a bucket publishes what one on disk does, whatever happens on the way."""

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.integration.disturbed import Moment, run_failing, run_route, run_until
from tests.integration.drop_folders.bucket_server import BucketServer
from tests.integration.home_state import assert_same_rows, files_of, run_states
from tests.integration.homes import Homes
from tests.integration.inbox import DECEMBER, JANUARY, deliver_january
from tests.integration.storage.homes import new_home

MOMENTS = [
    Moment("tasks.receive.archive:keep", 2),
    Moment("tasks.receive.archive:keep", 2, after=True),  # in the bucket, and nobody knows of it
    Moment("warehouse.lake.objects:keep", after=True),
    Moment("tasks.ingest.ingest:load_position"),
    Moment("tasks.receive.archive:bring_into", after=True),  # with a private copy on the disk
]


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """December, kept in the home."""
    home = new_home(tmp_path_factory.mktemp("december"), None)
    run_route(home, DECEMBER)
    return home


@pytest.fixture(scope="module")
def on_disk(december: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """December and January."""
    home = Homes().copy(december, tmp_path_factory.mktemp("on_disk"))
    deliver_january(home)
    run_route(home, JANUARY)
    return home


def shown(home: Path) -> dict[str, bytes | str]:
    """What a home holds but archive and lake, and its credentials."""
    apart = ("archive/", "lake/", "secret/ucj_bucket_keys")
    return {name: content for name, content in files_of(home).items() if not name.startswith(apart)}


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_same_as_on_disk(home: Path, on_disk: Path, bucket: BucketServer) -> None:
    assert_same_rows(home, on_disk)
    assert shown(home) == shown(on_disk)
    assert bucket.content("archive") == files_in(on_disk / "archive")
    assert bucket.content("lake") == files_in(on_disk / "lake")
    assert files_in(home / "archive") == {}


def test_the_same_is_published_and_kept_as_on_disk(on_disk: Path, bucket: BucketServer, tmp_path: Path) -> None:
    home = new_home(tmp_path, bucket)
    run_route(home, DECEMBER)
    shutil.rmtree(home / "lake")  # another machine, which has no copies yet
    deliver_january(home)
    run_route(home, JANUARY)
    assert_same_as_on_disk(home, on_disk, bucket)
    assert {name.rpartition("/")[2] for name in bucket.content("archive")} == {
        hashlib.sha256(content).hexdigest() for content in bucket.content("archive").values()
    }
    assert_the_keys_are_in_nothing_else(home, bucket)


def assert_the_keys_are_in_nothing_else(home: Path, bucket: BucketServer) -> None:
    values = [line.partition("=")[2].encode() for line in bucket.secret.splitlines()]
    assert len(values) == 2
    for path in home.rglob("*"):
        if path.is_file() and path != home / "secret" / "ucj_bucket_keys":
            assert [value for value in values if value in path.read_bytes()] == [], path


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_killed_run_that_is_run_again_ends_as_if_never_killed(
    moment: Moment, december: Path, bucket: BucketServer, tmp_path: Path
) -> None:
    home = new_home(tmp_path, bucket)
    assert run_until(moment, home, DECEMBER), "no run came to this moment"
    run_route(home, DECEMBER)
    assert_same_as_on_disk(home, december, bucket)
    assert run_states(home) == ["interrupted", "completed"]


def test_a_service_that_fails_now_and_then_is_asked_again(on_disk: Path, bucket: BucketServer, tmp_path: Path) -> None:
    home = new_home(tmp_path, bucket)
    bucket.faults.unavailable, bucket.faults.lost = 2, 2
    run_route(home, DECEMBER)
    assert (bucket.faults.unavailable, bucket.faults.lost) == (0, 0)
    deliver_january(home)
    shutil.rmtree(home / "lake")
    bucket.faults.unavailable, bucket.faults.cut_after, bucket.faults.cut_in = 2, 1500, "/lake/"
    run_route(home, JANUARY)
    bucket.faults.cut_after = None
    assert_same_as_on_disk(home, on_disk, bucket)


@pytest.mark.parametrize("fault", ["503", "slow", "cut"])
def test_a_service_that_stays_away_ends_the_run_with_words_and_the_next_one_does_it(
    fault: str, december: Path, bucket: BucketServer, tmp_path: Path
) -> None:
    home = new_home(tmp_path, bucket, answer_seconds=1, transfer_seconds=2)
    if fault == "503":
        bucket.faults.unavailable = 10**6
    elif fault == "slow":
        bucket.faults.pause_seconds = 4.0
    else:
        bucket.faults.cut_after, bucket.faults.cut_in = 3, "/archive/"
    said = run_failing(home, DECEMBER)
    assert said.startswith("StoreUnreachable: ")
    assert f"{bucket.bucket} at {bucket.endpoint} does not answer" in said
    bucket.faults.unavailable, bucket.faults.pause_seconds, bucket.faults.cut_after = 0, 0.0, None
    run_route(home, DECEMBER)
    assert_same_as_on_disk(home, december, bucket)


def test_a_service_that_takes_no_notice_of_conditions_is_refused(bucket: BucketServer, tmp_path: Path) -> None:
    home = new_home(tmp_path, bucket)
    bucket.faults.heedless = True
    before = files_in(home / "inbox")
    said = run_failing(home, DECEMBER)
    assert said.startswith("StoreUnfit: ")
    assert "If-None-Match" in said
    assert bucket.content() == {}
    assert files_in(home / "inbox") == before != {}


def test_an_object_that_was_changed_in_the_bucket_is_refused(bucket: BucketServer, tmp_path: Path) -> None:
    home = new_home(tmp_path, bucket)
    run_route(home, DECEMBER)
    kept = bucket.content("lake")
    name = min(one for one in kept if one.startswith("enrolment/"))
    bucket.client.put_object(Bucket=bucket.bucket, Key=f"ucj/lake/{name}", Body=kept[name][::-1])
    shutil.rmtree(home / "lake")
    shutil.rmtree(home / "derived")
    deliver_january(home)
    said = run_failing(home, JANUARY)
    assert said.startswith("LakeObjectCorrupt: ")
    assert f"{name} is not in the store of the lake as it was written" in said
    assert "ucj reprocess S" in said
    assert list((home / "lake").rglob(name.rpartition("/")[2])) == []
