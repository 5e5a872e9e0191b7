"""The same homes as of other tests of runs, but of few regions: what is disturbed writes less, in the same way.

`test_killed_at_random` has the whole nation.
"""

from pathlib import Path

import pytest

from tests.integration.conftest import before_january
from tests.integration.disturbed import run_route
from tests.integration.homes import Homes
from tests.integration.inbox import JANUARY


@pytest.fixture(scope="session")
def before(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """December is published; January's files wait."""
    return before_january(homes.new(tmp_path_factory.mktemp("before"), few_regions=True))


@pytest.fixture(scope="session")
def undisturbed(before: Path, homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run makes of that."""
    home = homes.copy(before, tmp_path_factory.mktemp("undisturbed"))
    run_route(home, JANUARY)
    return home
