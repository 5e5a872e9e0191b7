"""A day on a cluster that loses a worker, all workers, the scheduler, PostgreSQL or the bucket at a random moment.

The run does the day all the same, or ends and the next one does it: the home is then as one in which threads did it
undisturbed, and Prefect shows nothing of it as running.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Timer

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, TaskRunFilter
from prefect.client.schemas.objects import StateType

from tests.integration.cluster.homes import assert_same, kept_in, run_january
from tests.integration.cluster.rented import Rented, add_worker
from tests.integration.dask_cluster import Cluster
from tests.integration.drop_folders.bucket_server import BucketServer
from tests.integration.homes import Homes
from tests.postgresql import Server
from warehouse.errors import UcjError

pytestmark = pytest.mark.nightly

SEED = int(os.environ.get("UCJ_TEST_SEED", "20260131"))
KILLS = int(os.environ.get("UCJ_TEST_KILLS", "50"))
WORKERS, RUNS, AWAY_SECONDS, ALL_REQUESTS = 2, 3, 2.0, 10**9


@pytest.fixture(scope="module")
def homes(postgresql_server: Server) -> Homes:
    return Homes(postgresql_server)


def victims(cluster: Cluster, server: Server, bucket: BucketServer) -> dict[str, Callable[[], None]]:
    """What can be lost, by its name; all but the scheduler come back."""

    def lose_workers(how_many: int) -> None:
        for worker in [one for one in cluster.workers if one.poll() is None][:how_many]:
            worker.kill()
            add_worker(cluster)  # as systemd does

    def restart_server() -> None:
        server.stop(signal.SIGQUIT)
        time.sleep(AWAY_SECONDS)
        server.start()

    def lose_bucket() -> None:
        bucket.faults.unavailable = ALL_REQUESTS
        time.sleep(AWAY_SECONDS)
        bucket.faults.unavailable = 0

    return {
        "a worker": lambda: lose_workers(1),
        "all workers": lambda: lose_workers(WORKERS),
        "the scheduler": cluster.scheduler.kill,
        "PostgreSQL": restart_server,
        "the bucket": lose_bucket,
    }


@contextmanager
def losing(act: Callable[[], None], *, after: float) -> Iterator[None]:
    timer = Timer(after, act)
    timer.start()
    yield
    timer.join()


def shown_as_living() -> list[str]:
    """Names of runs of flows and tasks that Prefect does not show as ended."""
    living = {"type": {"any_": [StateType.RUNNING, StateType.PENDING, StateType.SCHEDULED, StateType.CANCELLING]}}
    with get_client(sync_client=True) as client:
        flows = client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate({"state": living}))
        tasks = client.read_task_runs(task_run_filter=TaskRunFilter.model_validate({"state": living}))
    return [f"{one.name} {one.state_name}" for one in flows] + [f"{one.name} {one.state_name}" for one in tasks]


def seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def test_whatever_is_lost_the_day_ends_the_same(
    before: Path, undisturbed: Path, homes: Homes, rented: Rented, postgresql_server: Server, tmp_path: Path
) -> None:
    """`UCJ_TEST_SEED` sets what is lost and when, `UCJ_TEST_KILLS` how often."""
    random, first = Random(SEED), homes.copy(before, tmp_path / "first")
    with kept_in("bucket", first):
        usual = seconds_of(lambda: run_january(first, rented.ready(WORKERS)))
    for number in range(KILLS):
        cluster, home = rented.ready(WORKERS), homes.copy(before, tmp_path / f"{number}")
        with kept_in("bucket", home) as bucket:
            assert bucket is not None
            lost, act = random.choice(list(victims(cluster, postgresql_server, bucket).items()))
            after = random.uniform(0, usual)
            with losing(act, after=after):
                found = run_january(home, cluster)
            runs = 1
            while isinstance(found, UcjError) and runs < RUNS:
                found, runs = run_january(home, rented.ready(WORKERS)), runs + 1
            sys.stdout.write(f"{lost} after {after:.1f} s: {runs} runs, {found}\n")
            assert_same(home, undisturbed, bucket)
            assert shown_as_living() == []
        homes.drop(home)
