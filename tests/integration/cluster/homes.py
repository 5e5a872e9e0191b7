"""Homes of two months that are run in many ways: what waits in them, where they keep things, what they hold then."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import run_as_of
from tests.integration.dask_cluster import Cluster
from tests.integration.drop_folders.bucket_server import BucketServer, running_bucket
from tests.integration.home_state import assert_same_end, assert_same_rows, files_of
from tests.integration.homes import Homes, add_settings, own_regions
from tests.integration.inbox import DECEMBER, JANUARY, simulate_december, simulate_january
from tests.integration.storage.homes import KEYS, PERSON_KEY, storage_in, write_secret
from tests.region_list import installed
from warehouse.errors import UcjError

IN_STORE = ("archive", "lake")


@contextmanager
def before_january(homes: Homes, folder: Path) -> Iterator[Path]:
    """December is published; January's files wait. Within, the list of regions is the home's."""
    home = homes.new(folder, few_regions=True, hold={"regency_change": 1.0})
    write_secret(home, "person.key", f"{PERSON_KEY}\n")
    settings = (home / "ucj.toml").read_text()
    with installed(list_of(home)), pytest.MonkeyPatch.context() as patch:
        simulate_december(home)
        run_as_of(home, DECEMBER, patch)
        simulate_january(home)
        (home / "ucj.toml").write_text(settings)
        yield home


def list_of(home: Path) -> Path:
    """Its list of regions."""
    folder = own_regions(home)
    assert folder is not None
    return folder


@contextmanager
def kept_in(where: str, home: Path) -> Iterator[BucketServer | None]:
    """A home keeps archive and lake on its "disk", or within the block in a "bucket", as after `ucj storage move`."""
    if where == "disk":
        yield None
        return
    with running_bucket() as bucket:
        for name in IN_STORE:
            for path in (home / name).rglob("*"):
                if path.is_file():
                    key = f"ucj/{path.relative_to(home).as_posix()}"
                    bucket.client.put_object(Bucket=bucket.bucket, Key=key, Body=path.read_bytes())
            shutil.rmtree(home / name)
        add_settings(home, storage_in(bucket))
        write_secret(home, KEYS, bucket.secret)
        yield bucket


def run_january(home: Path, cluster: Cluster | None = None, *, threads: int = 2) -> str | UcjError:
    """How a run in threads or on a cluster ended, or the error of ours that ended it; any other is a fault."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UCJ_EXECUTION__RANGE_ROWS", "100")
        patch.setenv("UCJ_WORKERS", str(threads))
        if cluster is not None:
            patch.setenv("UCJ_EXECUTION__ENGINE", "dask")
            patch.setenv("UCJ_EXECUTION__ADDRESS", cluster.address)
        try:
            return str(run_as_of(home, JANUARY, patch)["ending"])
        except UcjError as fault:
            return fault


def assert_same(home: Path, undisturbed: Path, bucket: BucketServer | None) -> None:
    """A home holds what another does that keeps all on its disk; the catalogues may be of different kinds."""
    if bucket is None:
        assert_same_end(home, undisturbed)
        return
    assert_same_rows(home, undisturbed)
    expected = files_of(undisturbed)
    assert _shown(files_of(home)) == _shown(expected)
    for name in IN_STORE:
        kept = {f"{name}/{key}": content for key, content in bucket.content(name).items()}
        assert kept == {key: content for key, content in expected.items() if key.startswith(f"{name}/")}


def _shown(files: dict[str, bytes | str]) -> dict[str, bytes | str]:
    apart = (*(f"{name}/" for name in IN_STORE), f"secret/{KEYS}")
    return {name: content for name, content in files.items() if not name.startswith(apart)}
