"""One PostgreSQL server for the session, started when the first test asks for it; homes that runs are tried in."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.disturbed import no_gate, quick_workbooks, run_route
from tests.integration.homes import POSTGRESQL, SQLITE, Homes
from tests.integration.inbox import DECEMBER, JANUARY, deliver_december, deliver_january
from tests.postgresql import Missing, Server, binaries, running_server


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked `nightly_on_postgresql` runs by day on SQLite alone."""
    for item in items:
        marked = item.get_closest_marker("nightly_on_postgresql")
        if marked and isinstance(item, pytest.Function) and POSTGRESQL in item.callspec.params.values():
            item.add_marker(pytest.mark.nightly)


@pytest.fixture(scope="module")
def quick_release() -> Iterator[None]:
    """Releases of runs in this process have no gate and no true workbooks: for tests that do not look at them."""
    with no_gate(), quick_workbooks():
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    try:
        binaries()
    except Missing as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{missing}")
    with running_server() as server:
        yield server


def before_january(home: Path) -> Path:
    """Publish December in a new home, and deliver January's files."""
    deliver_december(home)
    run_route(home, DECEMBER)
    deliver_january(home)
    return home


def after_january(before: Path, homes: Homes, folder: Path) -> Path:
    """Run January in a copy of that home."""
    home = homes.copy(before, folder)
    run_route(home, JANUARY)
    return home


@pytest.fixture(scope="session", params=[SQLITE, POSTGRESQL])
def homes(request: pytest.FixtureRequest) -> Homes:
    """Whatever asks for this, itself or through another fixture, runs on both databases."""
    return Homes(request.getfixturevalue("postgresql_server") if request.param == POSTGRESQL else None)


@pytest.fixture(scope="session")
def made_homes() -> dict[str, Path]:
    """By name: pytest drops what a fixture made on one database when a test asks for the other, and makes it anew."""
    return {}


@pytest.fixture(scope="session")
def before(homes: Homes, made_homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """December is published; January's files wait."""
    name = f"before, {homes.database}"
    if name not in made_homes:
        made_homes[name] = before_january(homes.new(tmp_path_factory.mktemp("before")))
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


@pytest.fixture
def home(before: Path, homes: Homes, tmp_path: Path) -> Path:
    """The same, to be disturbed."""
    return homes.copy(before, tmp_path)
