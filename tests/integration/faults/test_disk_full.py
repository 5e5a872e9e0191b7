"""A disk that runs full at any point of a run: the word says where and what to do; with room the run completes."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.integration.disturbed import run_failing
from tests.integration.faults.disks import IS_ROOT, fill, free_up, no_file_over, small_disk
from tests.integration.faults.whole import torn
from tests.integration.home_state import assert_same_end, run_states
from tests.integration.homes import Homes, catalogue_of
from tests.integration.inbox import JANUARY

TOLD = re.compile(r"DiskFull: No room to write in (.*?): (No space left|File too large).*Make room.*nothing is lost")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small one where root runs the tests; else the same folder without an end of its own."""
    if IS_ROOT:
        with small_disk(tmp_path / "disk", megabytes=64) as folder:
            yield folder
    else:
        yield tmp_path


@pytest.mark.nightly_on_postgresql
@pytest.mark.parametrize("step", [350_000, pytest.param(30_000, marks=pytest.mark.nightly)])
def test_more_room_from_run_to_run(step: int, homes: Homes, before: Path, undisturbed: Path, disk: Path) -> None:
    home = homes.copy(before, disk)
    full = set()
    for left in count(0, step):
        if IS_ROOT:
            fill(disk, left=left)
        said = run_failing(home, JANUARY, None if IS_ROOT else no_file_over(left))
        if not said:
            break
        told = TOLD.match(said)
        assert told, said
        full.add(Path(told[1]).relative_to(home).parts[:1])
        free_up(disk)
        with catalogue_of(home) as engine:
            assert torn(engine, home) == []
    free_up(disk)
    assert_same_end(home, undisturbed)
    assert len(full) > 1  # at several places
    assert run_states(home)[-1] == "completed"
