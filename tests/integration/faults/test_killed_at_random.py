"""A realistic run killed at random times, again and again until one completes: it ends as if nothing had happened.

Corrections, a held file, copies, refused files, every reference feed and benefits; a reader looks on all the while.
"""

import os
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.integration.disturbed import run_for, run_route
from tests.integration.faults.whole import watched
from tests.integration.home_state import assert_same_end, run_states
from tests.integration.homes import Homes
from tests.integration.inbox import DECEMBER, JANUARY, simulate_december, simulate_january

SEED = int(os.environ.get("UCJ_TEST_SEED", "20260131"))
KILLS = 100


@pytest.fixture(scope="module")
def real_before(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = homes.new(tmp_path_factory.mktemp("before"), hold={"min_rows": 50})
    simulate_december(home)
    run_route(home, DECEMBER)
    simulate_january(home)
    return home


@pytest.fixture(scope="module")
def real_undisturbed(real_before: Path, homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """What a run makes of that, and how long it takes."""
    home = homes.copy(real_before, tmp_path_factory.mktemp("undisturbed"))
    started = time.monotonic()
    run_route(home, JANUARY)
    return home, time.monotonic() - started


@pytest.mark.nightly
def test_a_run_killed_at_random_again_and_again_ends_as_if_never_killed(
    homes: Homes, real_before: Path, real_undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    """`UCJ_TEST_SEED` sets the times of the kills, as shares of what the undisturbed run took."""
    expected, seconds = real_undisturbed
    random, killed, rounds = Random(SEED), 0, 0
    sys.stdout.write(f"seed {SEED}, a run takes {seconds:.1f} s\n")
    while killed < KILLS:
        rounds += 1
        home = homes.copy(real_before, tmp_path / f"{rounds}")
        with watched(home) as looks:
            in_this = 0
            while run_for(random.uniform(0, seconds), home, JANUARY):
                in_this += 1
            assert looks[0] > 0
        assert run_states(home).count("interrupted") <= in_this  # one killed before it was entered leaves no trace
        assert_same_end(home, expected)
        homes.drop(home)
        killed += in_this
    sys.stdout.write(f"{killed} kills in {rounds} rounds\n")
