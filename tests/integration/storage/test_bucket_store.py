"""What a bucket answers, and what becomes of it: an object is there whole or not, and faults say what to do."""

import hashlib
import os
from pathlib import Path

import pytest

from tests.integration.drop_folders.bucket_server import BucketServer
from warehouse.errors import StoreUnfit, StoreUnreachable
from warehouse.stores.opening import open_store
from warehouse.stores.store import NoSuchObject, ObjectStore, StorePlace
from warehouse.stores.whole_objects import put_whole, require_fit

CONTENT = os.urandom(2_500_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def store_of(server: BucketServer, *, bucket: str = "", answer_seconds: float = 5.0) -> ObjectStore:
    place = StorePlace(
        folder=Path("lake"),
        home=Path(),
        url=f"s3://{bucket or server.bucket}/ucj/lake",
        endpoint=server.endpoint,
        region="us-east-1",
        answer_seconds=answer_seconds,
        transfer_seconds=5.0,
    )
    return open_store(place, secret=lambda: server.secret)


@pytest.mark.parametrize("lost", [0, 1, 3])
def test_it_is_fit_and_left_as_it_was(bucket: BucketServer, lost: int) -> None:
    bucket.faults.lost = lost
    require_fit(store_of(bucket))
    assert bucket.content() == {}


def test_objects_are_written_once_listed_and_removed(bucket: BucketServer, tmp_path: Path) -> None:
    store = store_of(bucket)
    (tmp_path / "made").write_bytes(CONTENT)
    assert store.create("a/one", tmp_path / "made")
    assert not store.create("a/one", b"other")
    assert store.create("b/two", b"2")
    assert b"".join(store.pieces("a/one")) == CONTENT
    assert (store.size("a/one"), store.size("a")) == (len(CONTENT), None)
    assert list(store.names()) == ["a/one", "b/two"]
    assert (list(store.names("b")), list(store.names("c"))) == (["b/two"], [])
    store.delete(["a/one", "a/never"])
    assert list(store.names()) == ["b/two"]
    with pytest.raises(NoSuchObject):
        list(store.pieces("a/one"))


@pytest.mark.parametrize("fault", ["lost", "conflict", "unavailable"])
def test_a_write_that_did_not_go_well_at_once_is_done_once(bucket: BucketServer, fault: str) -> None:
    if fault == "conflict":
        bucket.faults.refused_writes = (2, "409 Conflict")
    else:
        setattr(bucket.faults, fault, 2)
    put_whole(store_of(bucket), "a", CONTENT, sha256=DIGEST)
    assert bucket.content("lake") == {"a": CONTENT}


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("501 Not Implemented", "answers 501 to a write on a condition.*Use a service that heeds it"),
        ("403 Forbidden", "does not let these keys.*Correct secret/ucj_bucket_keys"),
    ],
)
def test_a_service_that_will_not_write_is_told_with_what_to_do(bucket: BucketServer, status: str, says: str) -> None:
    bucket.faults.refused_writes = (100, status)
    with pytest.raises(StoreUnfit, match=says):
        put_whole(store_of(bucket), "a", CONTENT, sha256=DIGEST)
    assert bucket.content() == {}


def test_a_bucket_that_is_not_there_is_told(bucket: BucketServer) -> None:
    with pytest.raises(StoreUnfit, match=r"There is no bucket another at .*Make it, or correct the address"):
        require_fit(store_of(bucket, bucket="another"))


def test_a_service_that_is_slow_or_cuts_is_told(bucket: BucketServer) -> None:
    store = store_of(bucket, answer_seconds=0.5)
    store.create("a", CONTENT)
    bucket.faults.cut_after, bucket.faults.cut_in = 10, "/lake/"
    with pytest.raises(StoreUnreachable, match="does not answer, or not to the end"):
        list(store.pieces("a"))
    bucket.faults.cut_after, bucket.faults.pause_seconds = None, 2.0
    with pytest.raises(StoreUnreachable):
        store.size("a")


def test_ambient_credentials_and_addresses_are_not_used(bucket: BucketServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "another")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_CONDITIONAL_PUT", "disabled")
    monkeypatch.setenv("AWS_UNSIGNED_PAYLOAD", "true")
    require_fit(store_of(bucket))
