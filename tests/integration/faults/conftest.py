"""The same homes as of other tests of runs, but of few regions: what is disturbed writes less, in the same way.

`test_killed_at_random` has the whole nation.
"""

from pathlib import Path

import pytest

from tests.integration.conftest import after_january, before_january
from tests.integration.homes import Homes


@pytest.fixture(scope="session")
def before(homes: Homes, made_homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """December is published; January's files wait."""
    name = f"before, few regions, {homes.database}"
    if name not in made_homes:
        made_homes[name] = before_january(homes.new(tmp_path_factory.mktemp("before"), few_regions=True))
    return made_homes[name]


@pytest.fixture(scope="session")
def undisturbed(
    before: Path, homes: Homes, made_homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What a run makes of that."""
    name = f"after {before}"
    if name not in made_homes:
        made_homes[name] = after_january(before, homes, tmp_path_factory.mktemp("undisturbed"))
    return made_homes[name]
