"""A process killed at any moment of a delivery: nothing half visible, and delivering again completes it."""

import signal
from itertools import count
from pathlib import Path

import pytest

from tests.integration.warehouse import crashing
from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.home import Home
from warehouse.lake.objects import remove_unfinished

BEFORE, AFTER = [100, 200], [300, 600]
AT_LEAST = 12  # moments; each commit, rename and COPY has two, each statement one


@pytest.fixture(scope="module")
def prepared(catalogues: Catalogues, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which the first delivery is in force."""
    home = Home(catalogues.empty(), tmp_path_factory.mktemp("prepared") / "lake")
    home.deliver(crashing.FIRST)
    return home


@pytest.fixture(scope="module")
def undisturbed(prepared: Home, catalogues: Catalogues, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same after the second delivery, without a crash."""
    home = prepared.copy(catalogues, tmp_path_factory.mktemp("undisturbed"))
    home.deliver(crashing.SECOND)
    return home


def test_a_load_killed_at_every_moment_leaves_all_or_nothing(
    prepared: Home, undisturbed: Home, catalogues: Catalogues, tmp_path: Path
) -> None:
    expected, files = undisturbed.state(), undisturbed.files()
    seen, left = [], 0
    for number in count(1):
        home = prepared.copy(catalogues, tmp_path / f"{number}")
        ended = crashing.killed_at(number, address=home.address, lake=home.lake)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        seen.append(home.live_numbers())
        home.deliver(crashing.SECOND)
        left += remove_unfinished(home.lake)
        assert home.state() == expected
        assert home.files() == files
        catalogues.drop(home.address)
    assert home.state() == expected
    assert len(seen) > AT_LEAST
    assert seen == sorted(seen)
    assert [one for number, one in enumerate(seen) if one not in seen[:number]] == [BEFORE, AFTER]
    assert left == 1  # the file of the attempt that was killed before its rename
