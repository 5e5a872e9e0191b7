"""A bucket of its own for each test."""

from collections.abc import Iterator

import pytest

from tests.integration.drop_folders.bucket_server import BucketServer, running_bucket


@pytest.fixture
def bucket() -> Iterator[BucketServer]:
    with running_bucket() as server:
        yield server
