"""A catalogue that another process has locked: the run waits, then says so; no file is blamed for it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import Timer
from unittest import mock

import pytest

from tests.integration.disturbed import Moment, acting, run_failing, run_route
from tests.integration.home_state import assert_same_end
from tests.integration.homes import address_of
from tests.integration.inbox import JANUARY
from warehouse.catalogue.engine import connect_catalogue
from warehouse.catalogue.transactions import writing

HELD: list[object] = []
TWO_MINUTES = 125
IN_TIME = 3
AFTER_THE_SWEEP = Moment("tasks.ingest.evaluate:read_extract", 2)


@contextmanager
def impatient() -> Iterator[None]:
    """Runs that wait for a second only."""
    with (
        mock.patch("warehouse.catalogue.sqlite.BUSY_SECONDS", 1.0),
        mock.patch("warehouse.catalogue.postgresql.BUSY_SECONDS", 1),
    ):
        yield


@contextmanager
def locked(home: Path) -> Iterator[ExitStack]:
    """The catalogue, locked until the block ends or what it yields is closed."""
    engine = connect_catalogue(address_of(home))
    with ExitStack() as held:
        held.enter_context(writing(engine))
        yield held
    engine.dispose()


def lock_for_good(home: Path) -> None:
    """Until the process ends."""
    lock = writing(connect_catalogue(address_of(home)))
    HELD.append(lock)  # or it would be closed with the end of this function
    lock.__enter__()


@contextmanager
def impatient_and_locked_midway(home: Path) -> Iterator[None]:
    with impatient(), acting(AFTER_THE_SWEEP, partial(lock_for_good, home))():
        yield


def test_a_catalogue_locked_for_too_long_ends_the_run_with_a_clear_message(home: Path, undisturbed: Path) -> None:
    with locked(home):
        said = run_failing(home, JANUARY, impatient)
    assert said.startswith("CatalogueBusy: The catalogue has been locked by another process for 1 s")
    said = run_failing(home, JANUARY, partial(impatient_and_locked_midway, home))
    assert said.startswith("CatalogueBusy: ")
    assert "then run again" in said
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)


@pytest.mark.nightly_on_postgresql
def test_a_catalogue_locked_for_a_while_is_waited_for(home: Path, undisturbed: Path) -> None:
    with locked(home) as lock:
        Timer(IN_TIME, lock.close).start()
        run_route(home, JANUARY)
    assert_same_end(home, undisturbed)


@pytest.mark.nightly
def test_a_catalogue_locked_for_two_minutes_is_waited_for(home: Path, undisturbed: Path) -> None:
    """For real: two runs wait for a minute each and say so, the third gets through."""
    with locked(home) as lock:
        timer = Timer(TWO_MINUTES, lock.close)
        timer.start()
        said = [run_failing(home, JANUARY) for _ in range(2)]
        assert all(
            one.startswith("CatalogueBusy: The catalogue has been locked by another process for 60 s") for one in said
        )
        run_route(home, JANUARY)
    assert_same_end(home, undisturbed)
