"""One PostgreSQL server of the tests' own for the session, started when the first test asks for it."""

import os
from collections.abc import Iterator

import pytest

from tests.postgresql import Missing, Server, binaries, running_server


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    try:
        binaries()
    except Missing as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{missing}")
    with running_server() as server:
        yield server
