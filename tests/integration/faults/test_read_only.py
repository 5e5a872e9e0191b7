"""Folders that cannot be written: the word names the folder; nothing is lost and the next run completes."""

from pathlib import Path

import pytest

from tests.integration.disturbed import run_failing, run_route
from tests.integration.faults.disks import read_only
from tests.integration.faults.whole import torn
from tests.integration.home_state import assert_same_end
from tests.integration.homes import catalogue_of
from tests.integration.inbox import JANUARY

FOLDERS = ("", "archive", "outbox", "quarantine", "lake", "docs", "published")  # in the order of the route


@pytest.mark.nightly_on_postgresql
def test_one_folder_after_the_other(home: Path, undisturbed: Path) -> None:
    (home / "quarantine").mkdir(mode=0o700)
    for name in FOLDERS:
        with read_only(home / name):
            said = run_failing(home, JANUARY)
        assert said.startswith(f"NotWritable: {home / name}"), said
        assert "nothing is lost" in said
        with catalogue_of(home) as engine:
            assert torn(engine, home) == []
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)
