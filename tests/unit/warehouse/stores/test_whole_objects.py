"""What is put and what is fetched is what the name promises, or it is refused."""

import hashlib
import time
from io import BytesIO

import pytest

from tests.unit.warehouse.stores.made_up_store import MadeUpStore
from warehouse.errors import StoreUnfit
from warehouse.stores.store import NoSuchObject
from warehouse.stores.whole_objects import PROBE_SECONDS, StaleObject, fetch_whole, put_whole, require_fit

CONTENT = b"rows of a branch"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_an_object_that_is_there_is_put_once() -> None:
    store = MadeUpStore()
    put_whole(store, "a/b", CONTENT, sha256=DIGEST)
    put_whole(store, "a/b", b"never looked at, since what is there has the hash", sha256=DIGEST)
    assert store.objects == {"a/b": CONTENT}


def test_an_object_that_was_damaged_in_the_store_is_put_anew() -> None:
    store = MadeUpStore()
    store.objects["a/b"] = CONTENT.upper()
    put_whole(store, "a/b", CONTENT, sha256=DIGEST)
    assert store.objects == {"a/b": CONTENT}


@pytest.mark.parametrize("stale", [0, 1])
def test_an_answer_that_is_stale_once_is_asked_for_again(stale: int) -> None:
    store, file = MadeUpStore(), BytesIO()
    store.objects["a/b"], store.stale = CONTENT, stale
    fetch_whole(store, "a/b", file, sha256=DIGEST[:16])
    assert file.getvalue() == CONTENT


def test_answers_that_stay_stale_are_refused() -> None:
    store = MadeUpStore()
    store.objects["a/b"], store.stale = CONTENT, 2
    with pytest.raises(StaleObject):
        fetch_whole(store, "a/b", BytesIO(), sha256=DIGEST[:16])
    with pytest.raises(NoSuchObject):
        fetch_whole(store, "a/c", BytesIO(), sha256=DIGEST[:16])


def test_a_fit_store_is_left_as_it_was() -> None:
    store = MadeUpStore()
    store.objects["a/b"] = CONTENT
    require_fit(store)
    assert store.objects == {"a/b": CONTENT}


def test_what_a_killed_process_left_of_a_trial_is_removed_and_that_of_another_stays() -> None:
    store, now = MadeUpStore(), int(time.time())
    store.objects = {"a/b": CONTENT, ".probe/now": b"x"}
    of_others = {f".probe/{now - 60}-ab": b"first", f".probe/{now + 60}-ab": b"first"}
    store.objects |= of_others | {
        f".probe/{now - PROBE_SECONDS - 60}-ab": b"first",
        ".probe/1234567890123456": b"first",
    }
    require_fit(store)
    assert store.objects == {"a/b": CONTENT, **of_others}


@pytest.mark.parametrize(
    ("store", "says"),
    [
        (MadeUpStore(heeds=False), "writes over an object though it was asked not to"),
        (MadeUpStore(removes=False), "does not remove objects"),
    ],
)
def test_a_store_that_lacks_something_is_refused_with_what_to_do(store: MadeUpStore, says: str) -> None:
    with pytest.raises(StoreUnfit, match=f"the made-up store {says}.*(Use|Let) "):
        require_fit(store)
    assert not store.removes or store.objects == {}


def test_a_store_that_shows_writes_later_is_refused() -> None:
    store = MadeUpStore()
    store.stale = 1
    with pytest.raises(StoreUnfit, match="does not give back at once"):
        require_fit(store)
