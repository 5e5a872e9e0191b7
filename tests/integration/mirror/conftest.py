"""A bucket and a home of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.drop_folders.bucket_server import BucketServer, running_bucket
from tests.integration.mirror.small_releases import SmallHome, new_catalogue, small_home


@pytest.fixture
def bucket() -> Iterator[BucketServer]:
    with running_bucket() as server:
        yield server


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_catalogue(tmp_path_factory.mktemp("catalogue") / "warehouse.db")


@pytest.fixture
def home(tmp_path: Path, catalogue: Path) -> Iterator[SmallHome]:
    home = small_home(tmp_path, catalogue)
    yield home
    home.engine.dispose()
