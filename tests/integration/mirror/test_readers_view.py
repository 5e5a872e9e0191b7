"""At no moment is a reader led to half a release: after each write of a mirror that is stopped, and when it goes on."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

import pytest

from tasks.operations.release.decide import promote, roll_back, withdraw
from tasks.publish.mirror.catch_up import catch_up, how_far_behind, mirror_wanted
from tasks.publish.mirror.release_copy import AT_ONCE
from tests.integration.mirror.reader import assert_led_to_whole_releases, current_of, releases_in
from tests.integration.mirror.small_releases import FEBRUARY, JANUARY, SmallHome
from tests.integration.warehouse.deliveries import NOON
from tests.unit.warehouse.stores.made_up_store import MadeUpStore
from warehouse.errors import StoreUnreachable
from warehouse.stores.whole_objects import PROBES

MOST_WRITES = 80


class StoppingStore(MadeUpStore):
    """Stops after so many writes and removals; `after_write` looks at it after each."""

    def __init__(self, after_write: Callable[[], None]) -> None:
        super().__init__()
        self.after_write, self.left, self.lock, self.writes = after_write, MOST_WRITES, Lock(), 0

    def _counted(self, write: Callable[[], bool]) -> bool:
        with self.lock:
            if not self.left:
                raise StoreUnreachable("The made-up store was stopped.")
            self.left, self.writes = self.left - 1, self.writes + 1
            done = write()
            self.after_write()
            return done

    def create(self, name: str, content: bytes | Path) -> bool:
        return self._counted(lambda: name not in self.objects and self._put(name, content))

    def replace(self, name: str, content: bytes | Path) -> None:
        self._counted(lambda: self._put(name, content))

    def delete(self, names: Sequence[str]) -> None:
        for name in names:  # one after the other, as a service may do it
            self._counted(lambda name=name: self.objects.pop(name, None) is not None)  # type: ignore[misc]

    def _put(self, name: str, content: bytes | Path) -> bool:
        super().replace(name, content)
        return True


def watched(home: SmallHome) -> StoppingStore:
    store = StoppingStore(lambda: assert_led_to_whole_releases(store.objects, home.releases))
    return store


def mirror(store: StoppingStore, home: SmallHome, **wanted: object) -> None:
    asked = mirror_wanted(home.engine, home.published, **wanted)  # type: ignore[arg-type]
    behind = how_far_behind(store, asked)
    if behind.is_behind:
        catch_up(store, asked, behind, until=time.monotonic() + 60)


def stopped_everywhere(store: StoppingStore, home: SmallHome) -> int:
    """Mirror, stopped after each number of writes and then gone on with; returns how many writes there are.

    The end is the same wherever it was stopped, but for what a probe left.
    """
    begun, ends = dict(store.objects), []
    for left in range(MOST_WRITES):
        store.objects, store.left = dict(begun), left
        try:
            mirror(store, home)
            is_stopped = False
        except StoreUnreachable:
            is_stopped = True
        store.left = MOST_WRITES
        mirror(store, home)
        ends.append({name: content for name, content in store.objects.items() if not name.startswith(PROBES)})
        assert ends[-1] == ends[0]
        if not is_stopped:
            return left
    raise AssertionError("it never comes to its end")


def take_back(home: SmallHome, release: str) -> None:
    withdraw(home.engine, home.published, name=release, by="siti", why="Salah hitung", at=NOON)


def decided(decide: Callable[..., object], home: SmallHome, **given: str) -> None:
    decide(home.engine, home.published, by="siti", why="Salah hitung", at=NOON, **given)


STORY: Sequence[tuple[str, Callable[[SmallHome, list[str]], object]]] = [
    ("the first", lambda home, ids: ids.append(home.publish(JANUARY, "1", minutes=1))),
    ("a later date", lambda home, ids: ids.append(home.publish(FEBRUARY, "2", minutes=2))),
    ("one that restates it", lambda home, ids: ids.append(home.publish(FEBRUARY, "3", minutes=3))),
    ("rolled back", lambda home, _: decided(roll_back, home)),
    ("promoted again", lambda home, ids: decided(promote, home, name=ids[2])),
    ("the current one withdrawn", lambda home, ids: take_back(home, ids[2])),
    ("an earlier one withdrawn", lambda home, ids: take_back(home, ids[0])),
    ("a draft", lambda home, _: home.publish(FEBRUARY, "4", minutes=4, draft=True)),
    ("the last one withdrawn", lambda home, ids: take_back(home, ids[1])),
]


def test_a_mirror_that_is_stopped_anywhere_shows_whole_releases_and_goes_on(home: SmallHome) -> None:
    store, ids = watched(home), list[str]()
    shown = [0, 1, 2, 1, 2, 1, 1, 1, None]
    for (what, happens), current in zip(STORY, shown, strict=True):
        happens(home, ids)
        assert stopped_everywhere(store, home) > (-1 if what == "a draft" else 4), what
        assert current_of(store.objects) == (None if current is None else ids[current]), what
        before = store.writes
        mirror(store, home)
        assert store.writes == before, f"{what}: written again though nothing was new"


def test_a_withdrawn_release_is_removed_wherever_it_was_stopped(home: SmallHome) -> None:
    for stop in range(1, MOST_WRITES):
        store = watched(home)
        first = home.publish(JANUARY, f"{stop}", minutes=stop)
        store.left = stop
        try:
            mirror(store, home)
            is_stopped = False
        except StoreUnreachable:
            is_stopped = True
        take_back(home, first)
        store.left = MOST_WRITES
        mirror(store, home)
        left = {name: files.keys() for name, files in releases_in(store.objects).items()}
        assert left in ({}, {first: {"index.html", "withdrawn.json"}})
        assert [name for name, content in store.objects.items() if f"72.05,{stop}\n".encode() in content] == []
        assert current_of(store.objects) is None
        if not is_stopped:
            assert stop > AT_ONCE
            return


def test_the_withdrawn_one_leaves_though_the_one_that_takes_its_place_cannot_be_put(home: SmallHome) -> None:
    """As where the mirror was set after the first was published, and its folder was damaged since."""
    first = home.publish(JANUARY, "1", minutes=1)
    second = home.publish(FEBRUARY, "2", minutes=2)
    store = watched(home)
    mirror(store, home)
    assert releases_in(store.objects).keys() == {second}
    (home.published / first / "ucj_coverage.csv").write_bytes(b"damaged")
    take_back(home, second)
    with pytest.raises(Exception, match="was changed after it was written, and is not copied"):
        mirror(store, home)
    assert releases_in(store.objects)[second].keys() == {"index.html", "withdrawn.json"}
    assert current_of(store.objects) is None
    assert releases_in(store.objects).keys() == {second}


def test_releases_that_became_current_meanwhile_are_put_later(home: SmallHome) -> None:
    store = watched(home)
    first = home.publish(JANUARY, "1", minutes=1)
    second = home.publish(FEBRUARY, "2", minutes=2)
    draft = home.publish(FEBRUARY, "3", minutes=3, draft=True)
    mirror(store, home)
    assert releases_in(store.objects) == {second: home.releases[second]}
    mirror(store, home, others=[first, draft])
    assert releases_in(store.objects) == {one: home.releases[one] for one in (first, second)}
    assert current_of(store.objects) == second
    third = home.publish(JANUARY, "4", minutes=4)
    mirror(store, home, all_of_them=True)
    assert releases_in(store.objects).keys() == {first, second, third}


def test_a_file_that_was_laid_into_a_release_is_not_copied(home: SmallHome) -> None:
    store = watched(home)
    first = home.publish(JANUARY, "1", minutes=1)
    (home.published / first / "restricted-ucj_coverage.csv").write_bytes(b"72.05,small counts")
    with pytest.raises(Exception, match="and is not copied"):
        mirror(store, home)
    assert store.objects == {}
