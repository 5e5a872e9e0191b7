"""One release, whatever made it: threads or a cluster, on disk or in a bucket, with SQLite or PostgreSQL."""

from pathlib import Path

import pytest

from tests.integration.cluster.homes import assert_same, before_january, kept_in, run_january
from tests.integration.cluster.rented import Rented
from tests.integration.home_state import files_of
from tests.integration.homes import POSTGRESQL, SQLITE, Homes
from tests.postgresql import Server

pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module", params=[SQLITE, POSTGRESQL])
def homes(request: pytest.FixtureRequest) -> Homes:
    return Homes(request.getfixturevalue("postgresql_server") if request.param == POSTGRESQL else None)


@pytest.fixture(scope="module")
def with_other(homes: Homes, postgresql_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same two months from the start with the other kind of catalogue."""
    other = Homes(None if homes.server else postgresql_server)
    with before_january(other, tmp_path_factory.mktemp("other")) as home:
        assert run_january(home) == "published"
        return home


@pytest.mark.parametrize("where", ["disk", "bucket"])
@pytest.mark.parametrize("threads", [1, 4])
def test_threads_make_the_same_release(
    before: Path, undisturbed: Path, homes: Homes, threads: int, where: str, tmp_path: Path
) -> None:
    home = homes.copy(before, tmp_path)
    with kept_in(where, home) as bucket:
        assert run_january(home, threads=threads) == "published"
        assert_same(home, undisturbed, bucket)


@pytest.mark.parametrize("where", ["disk", "bucket"])
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_workers_make_the_same_release(
    before: Path, undisturbed: Path, homes: Homes, rented: Rented, workers: int, where: str, tmp_path: Path
) -> None:
    home = homes.copy(before, tmp_path)
    with kept_in(where, home) as bucket:
        assert run_january(home, rented.ready(workers), threads=workers) == "published"
        assert_same(home, undisturbed, bucket)


@pytest.mark.parametrize("folder", ["published", "restricted", "lake", "quarantine", "outbox"])
def test_the_other_catalogue(undisturbed: Path, with_other: Path, folder: str) -> None:
    """Every file is the same; rows are not compared, since the kinds have their own types of dates."""
    assert files_of(with_other / folder) == files_of(undisturbed / folder) != {}
