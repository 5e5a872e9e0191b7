"""A folder that is bound to a store holds copies: they are fetched, compared, and go when their object does."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.warehouse.stores.made_up_store import MadeUpStore
from warehouse.errors import StoreUnfit
from warehouse.stores import bound_folders
from warehouse.stores.bound_folders import bind, bring, drop_copies, files_below, keep, remove, size_of, unbind
from warehouse.stores.store import NoSuchObject, StorePlace
from warehouse.stores.whole_objects import StaleObject

CONTENT = b"rows of a branch"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store() -> MadeUpStore:
    return MadeUpStore()


@pytest.fixture
def lake(tmp_path: Path, store: MadeUpStore) -> Iterator[Path]:
    bind(place_at(tmp_path / "lake"), lambda _: store)
    yield tmp_path / "lake"
    unbind(tmp_path / "lake")


def place_at(folder: Path, url: str = "s3://bucket/lake") -> StorePlace:
    return StorePlace(
        folder=folder, home=folder, url=url, endpoint="", region="", answer_seconds=1.0, transfer_seconds=1.0
    )


@pytest.fixture
def made(tmp_path: Path) -> Path:
    (tmp_path / "made").write_bytes(CONTENT)
    return tmp_path / "made"


def test_a_file_is_kept_in_the_store_and_fetched_where_it_is_missing(
    lake: Path, store: MadeUpStore, made: Path
) -> None:
    path = lake / "enrolment" / "a"
    assert keep(path, made, sha256=DIGEST)
    assert store.objects == {"enrolment/a": CONTENT}
    assert not path.exists()
    assert size_of(path) == len(CONTENT)
    assert bring(path, sha256=DIGEST[:16])
    assert path.read_bytes() == CONTENT
    assert [one.name for one in path.parent.iterdir()] == ["a"]


def test_what_was_changed_in_the_store_gets_no_name_here(lake: Path, store: MadeUpStore) -> None:
    path = lake / "enrolment" / "a"
    store.objects["enrolment/a"] = CONTENT.upper()
    with pytest.raises(StaleObject):
        bring(path, sha256=DIGEST[:16])
    with pytest.raises(NoSuchObject):
        bring(lake / "b", sha256=DIGEST[:16])
    assert list(files_below(lake)) == [path]
    assert not path.exists()
    assert list(path.parent.iterdir()) == []


def test_a_file_is_removed_from_the_store_and_here(lake: Path, store: MadeUpStore, made: Path) -> None:
    path = lake / "enrolment" / "a"
    keep(path, made, sha256=DIGEST)
    bring(path, sha256=DIGEST)
    remove([path, lake / "never"])
    assert (store.objects, path.exists(), size_of(path)) == ({}, False, None)


def test_copies_of_what_is_gone_elsewhere_go_and_the_store_keeps_its_objects(
    lake: Path, store: MadeUpStore, made: Path
) -> None:
    for name in ("old", "known", "new"):
        keep(lake / name, made, sha256=DIGEST)
        bring(lake / name, sha256=DIGEST)
    for name in ("old", "known"):
        os.utime(lake / name, (1000, 1000))
    assert drop_copies(lake, but=lambda path: path.name == "known", before=2000.0) == 1
    assert sorted(path.name for path in lake.iterdir()) == ["known", "new"]
    assert sorted(store.objects) == ["known", "new", "old"]


def test_a_store_that_is_not_fit_takes_nothing(tmp_path: Path, made: Path) -> None:
    store = MadeUpStore(heeds=False)
    bind(place_at(tmp_path / "lake"), lambda _: store)
    try:
        with pytest.raises(StoreUnfit):
            keep(tmp_path / "lake" / "a", made, sha256=DIGEST)
        assert store.objects == {}
    finally:
        unbind(tmp_path / "lake")


def test_a_folder_that_is_not_bound_is_one_as_any_other(tmp_path: Path, made: Path) -> None:
    path = tmp_path / "lake" / "a"
    assert not keep(path, made, sha256=DIGEST)
    assert not bring(path, sha256=DIGEST)
    assert size_of(path) is None
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    assert drop_copies(path.parent, but=lambda _: False, before=1e12) == 0
    assert path.exists()
    remove([path])
    assert not path.exists()


def test_another_address_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    first, second = place_at(tmp_path), place_at(tmp_path, "s3://bucket/elsewhere")
    try:
        bind(first, lambda _: MadeUpStore())
        bound = bound_folders.bound_to(tmp_path / "a")
        bind(first, lambda _: MadeUpStore())
        assert bound_folders.bound_to(tmp_path / "b") is bound
        bind(second, lambda _: MadeUpStore())
        assert bound_folders.bound_to(tmp_path / "b") is not bound
    finally:
        unbind(tmp_path)
