"""The page of a real release."""

import pytest

from tasks.publish.release.folder import build_release
from tests.unit.publish.made_facts import AS_OF, PROVENANCE, made_tables


@pytest.fixture(scope="session")
def page_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a release, as a file."""
    folder = tmp_path_factory.mktemp("published")
    built = build_release(tables=made_tables(), as_of=AS_OF, published=folder, provenance=PROVENANCE)
    return (built.path / "index.html").as_uri()
