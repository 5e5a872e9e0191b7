import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tasks.publish.release.folder import BuiltRelease
from tests.unit.publish.building import build_release
from tests.unit.publish.made_facts import AS_OF, PROVENANCE, made_tables


@pytest.fixture(scope="session")
def tables() -> dict[str, pl.DataFrame]:
    return made_tables()


@pytest.fixture(scope="module")
def whole(tables: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> BuiltRelease:
    """A release that nobody may change: a module may have tables of its own, of which this is then made."""
    published = tmp_path_factory.mktemp("whole") / "published"
    return build_release(tables=tables, as_of=AS_OF, published=published, provenance=PROVENANCE)


@pytest.fixture
def built(whole: BuiltRelease, tmp_path: Path) -> BuiltRelease:
    """The same, to be changed."""
    published = tmp_path / "published"
    shutil.copytree(whole.path.parent, published, symlinks=True)
    return replace(whole, path=published / whole.path.name)
