from pathlib import Path

import polars as pl
import pytest

from tasks.publish.release.folder import BuiltRelease
from tests.unit.publish.building import build_release
from tests.unit.publish.made_facts import AS_OF, PROVENANCE, made_tables


@pytest.fixture(scope="session")
def tables() -> dict[str, pl.DataFrame]:
    return made_tables()


@pytest.fixture
def built(tables: dict[str, pl.DataFrame], tmp_path: Path) -> BuiltRelease:
    return build_release(tables=tables, as_of=AS_OF, published=tmp_path / "published", provenance=PROVENANCE)
