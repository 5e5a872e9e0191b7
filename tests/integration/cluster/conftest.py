"""Homes of the tests of clusters, on either catalogue; made once a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cluster.homes import before_january, list_of, run_january
from tests.integration.cluster.rented import Rented
from tests.integration.homes import Homes


@pytest.fixture(scope="module")
def before(homes: Homes, prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """December is published; January's files wait."""
    with before_january(homes, tmp_path_factory.mktemp("before")) as home:
        yield home


@pytest.fixture(scope="module")
def undisturbed(before: Path, homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two threads make of that."""
    home = homes.copy(before, tmp_path_factory.mktemp("undisturbed"))
    assert run_january(home) == "published"
    return home


@pytest.fixture(scope="module")
def rented(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rented]:
    rented = Rented(tmp_path_factory.mktemp("clusters"), list_of(before))
    yield rented
    rented.close()
