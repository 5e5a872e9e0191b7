"""Two branches and an earlier date, for tests of what is counted again and what is kept."""

from pathlib import Path

import pytest

from tasks.measure.inputs.positions import Position
from tests.unit.measure.carrying import AS_OF, THEN
from tests.unit.measure.lake_rows import registration, write_position
from warehouse.lake.cache import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "derived")


@pytest.fixture
def branches(tmp_path: Path) -> list[Position]:
    """Two branches of ten and two people, of whom one is in both."""
    many = [registration(person) for person in range(1, 11)]
    return [
        write_position(tmp_path, "A", AS_OF, many),
        write_position(tmp_path, "B", AS_OF, [registration(10, 1), registration(11)]),
    ]


@pytest.fixture
def before(tmp_path: Path) -> list[Position]:
    return [write_position(tmp_path, "A", THEN, [registration(person) for person in range(1, 5)])]
