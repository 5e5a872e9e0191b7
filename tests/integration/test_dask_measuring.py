"""Ranges of regencies that are counted on a Dask cluster give the release that threads give, whichever worker dies."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from demo.defects import Defects
from demo.simulate import simulate
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.storage.move import move_to_store
from tests.integration.dask_cluster import Cluster, dask_cluster
from tests.integration.drop_folders.bucket_server import running_bucket
from tests.integration.inbox import DECEMBER, JANUARY
from tests.integration.storage.homes import KEYS, write_secret

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.usefixtures("few_regions", "prefect_server", "quick_release")

DIES_AT_ITS_FIRST_RANGE = """
import os
from tasks.measure.incremental import one_range
one_range.write_counts = lambda *_: os._exit(1)
"""


LOSES_ITS_COPIES = """
import shutil
from tasks.measure.incremental import one_range
def without_copies(cache, question, asked=one_range._asked):
    shutil.rmtree(cache.folder.parent / "lake", ignore_errors=True)
    (cache.folder.parent / "lost").touch()
    return asked(cache, question)
one_range._asked = without_copies
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, few_regions: None, prefect_server: None) -> Path:
    """A home with two months of three branches, of which nothing is published."""
    home = tmp_path_factory.mktemp("loaded") / "home"
    for day, seed in ((DECEMBER, 5), (JANUARY, 6)):
        simulate(home=home, as_of=day, rows=400, branches=3, seed=seed, defects=Defects(nik_missing=0.02))
    with settings_of(home, UCJ_HOLD__REGENCY_CHANGE="1.0"):
        from flows.ingest_inbox import ingest_inbox

        ingest_inbox()
    return home


@pytest.fixture(scope="module")
def by_threads(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The release of all regencies in one range."""
    return published_by(Path(shutil.copytree(loaded, tmp_path_factory.mktemp("threads") / "home")))


@contextmanager
def settings_of(home: Path, **names: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"UCJ_HOME": str(home), "UCJ_SETTLE_SECONDS": "0.05", **names}.items():
            patch.setenv(name, value)
        yield


def published_by(home: Path, **names: str) -> dict[str, bytes]:
    """Publish January there; every file of the release and of its restricted edition."""
    from flows.publish_release import publish_as_of

    with settings_of(home, **names):
        assert publish_as_of(as_of=JANUARY).ending == "published"
    folders = (home / "published", home / "restricted")
    files = {path.relative_to(home).as_posix(): path for folder in folders for path in folder.rglob("*")}
    return {name: path.read_bytes() for name, path in files.items() if path.is_file()}


def on(cluster: Cluster) -> dict[str, str]:
    """Small ranges, counted on a cluster once all of its workers have joined."""
    with distributed.Client(cluster.address) as client:
        client.wait_for_workers(len(cluster.workers))
    return {
        "UCJ_EXECUTION__ENGINE": "dask",
        "UCJ_EXECUTION__ADDRESS": cluster.address,
        "UCJ_EXECUTION__RANGE_ROWS": "60",
    }


def counted_ranges(home: Path) -> list[str]:
    lines = [json.loads(line) for line in (home / "logs" / "ucj.jsonl").read_text().splitlines()]
    return sorted(line["regencies"] for line in lines if line["stage"] == "count")


def left(home: Path) -> list[Path]:
    """What lies where ranges are counted; nothing, once they are added up."""
    return [path for kind in ("questions", "ranges") for path in (home / "derived" / kind).iterdir()]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_release_is_the_same_to_the_byte(
    loaded: Path, by_threads: dict[str, bytes], workers: int, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(loaded, tmp_path / "home"))
    with dask_cluster(tmp_path, workers=workers) as cluster:
        found = published_by(home, **on(cluster))
    assert found == by_threads
    assert len([name for name in found if name.endswith(".parquet")]) > 10
    ranges = counted_ranges(home)
    assert len(ranges) > 4
    assert len(set(ranges)) == len(ranges)
    assert left(home) == []


def test_a_worker_that_dies_in_the_middle_of_a_range_costs_nothing(
    loaded: Path, by_threads: dict[str, bytes], tmp_path: Path
) -> None:
    home, preload = Path(shutil.copytree(loaded, tmp_path / "home")), tmp_path / "deadly.py"
    preload.write_text(DIES_AT_ITS_FIRST_RANGE)
    with dask_cluster(tmp_path, workers=1) as cluster:
        mortal = cluster.add_worker("--no-nanny", "--preload", str(preload))
        found = published_by(home, **on(cluster))
        assert mortal.wait(20) == 1
    assert found == by_threads
    assert left(home) == []


def test_a_worker_that_has_no_copies_fetches_them_from_the_bucket_of_the_lake(
    loaded: Path, by_threads: dict[str, bytes], tmp_path: Path
) -> None:
    """It is told which store keeps the lake, and finds the keys by itself."""
    home, preload = Path(shutil.copytree(loaded, tmp_path / "home")), tmp_path / "forgetful.py"
    preload.write_text(LOSES_ITS_COPIES)
    with running_bucket() as bucket, dask_cluster(tmp_path, workers=0) as cluster:
        write_secret(home, KEYS, bucket.secret)
        storage = {"UCJ_STORAGE__LAKE": f"{bucket.url}/lake", "UCJ_STORAGE__ENDPOINT": bucket.endpoint}
        with settings_of(home, **storage):
            settings = Settings()
            with catalogue(settings) as engine:
                assert move_to_store(engine, settings).missing == ()
        cluster.add_worker("--no-nanny", "--preload", str(preload))
        found = published_by(home, **storage, **on(cluster))
        assert len(bucket.content("lake")) > 4
    assert found == by_threads
    assert (home / "lost").is_file()
    assert left(home) == []


def test_dates_of_a_backfill_are_counted_on_the_cluster_too(loaded: Path, tmp_path: Path) -> None:
    from flows.backfill import backfill

    home = Path(shutil.copytree(loaded, tmp_path / "home"))
    with dask_cluster(tmp_path, workers=1) as cluster, settings_of(home, **on(cluster)):
        filled = backfill(DECEMBER, JANUARY)
    assert [(one.as_of, one.ending) for one in filled] == [
        (date(2025, 12, 31), "published"),
        (date(2026, 1, 31), "published"),
    ]
    assert len(counted_ranges(home)) > 8
