"""A day on a Dask cluster that loses a worker, all workers, the scheduler or PostgreSQL at a random moment.

The run does the day all the same, or ends and the next one does it: the home is then as one in which threads did it
undisturbed, and Prefect shows nothing of it as running.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Timer

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, TaskRunFilter
from prefect.client.schemas.objects import StateType

from tests.conftest import run_as_of
from tests.integration.dask_cluster import Cluster, dask_cluster
from tests.integration.home_state import assert_same_end
from tests.integration.homes import Homes, own_regions
from tests.integration.inbox import DECEMBER, JANUARY, simulate_december, simulate_january
from tests.postgresql import Server
from tests.region_list import installed
from warehouse.errors import UcjError

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.nightly

SEED = int(os.environ.get("UCJ_TEST_SEED", "20260131"))
KILLS = int(os.environ.get("UCJ_TEST_KILLS", "50"))
WORKERS, RUNS, AWAY_SECONDS = 2, 3, 2.0
OWN_LIST = """
from pathlib import Path
from tests.region_list import installed
_kept = installed(Path({folder!r}))
_kept.__enter__()
"""


@dataclass
class Rented:
    """A cluster that is made anew when its scheduler is gone, and filled up when workers are."""

    folder: Path
    list_of_regions: Path
    _made: int = 0
    _open: ExitStack = field(default_factory=ExitStack)
    cluster: Cluster | None = None

    def ready(self) -> Cluster:
        """With a scheduler and as many workers as there should be, which have joined."""
        if self.cluster is None or self.cluster.scheduler.poll() is not None:
            self.close()
            self._made += 1
            place = self.folder / f"{self._made}"
            place.mkdir()
            (place / "list.py").write_text(OWN_LIST.format(folder=str(self.list_of_regions)))
            self.cluster = self._open.enter_context(dask_cluster(place, workers=0))
        living = [one for one in self.cluster.workers if one.poll() is None]
        for _ in range(WORKERS - len(living)):
            self.cluster.add_worker("--no-nanny", "--preload", str(self.cluster.folder / "list.py"))
        with distributed.Client(self.cluster.address) as client:
            client.wait_for_workers(WORKERS)
        return self.cluster

    def close(self) -> None:
        self._open.close()
        self._open, self.cluster = ExitStack(), None


@pytest.fixture(scope="module")
def homes(postgresql_server: Server) -> Homes:
    return Homes(postgresql_server)


@pytest.fixture(scope="module")
def before(homes: Homes, prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """December is published; January's files wait."""
    home = homes.new(tmp_path_factory.mktemp("before"), few_regions=True, hold={"regency_change": 1.0})
    settings = (home / "ucj.toml").read_text()
    with installed(_list_of(home)), pytest.MonkeyPatch.context() as patch:
        simulate_december(home)
        run_as_of(home, DECEMBER, patch)
        simulate_january(home)
        (home / "ucj.toml").write_text(settings)
        yield home


@pytest.fixture(scope="module")
def undisturbed(before: Path, homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What threads make of that."""
    home = homes.copy(before, tmp_path_factory.mktemp("undisturbed"))
    with pytest.MonkeyPatch.context() as patch:
        assert run_as_of(home, JANUARY, patch)["ending"] == "published"
    return home


@pytest.fixture(scope="module")
def rented(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rented]:
    rented = Rented(tmp_path_factory.mktemp("clusters"), _list_of(before))
    yield rented
    rented.close()


def _list_of(home: Path) -> Path:
    folder = own_regions(home)
    assert folder is not None
    return folder


def run(home: Path, cluster: Cluster) -> str | UcjError:
    """How a run on the cluster ended, or the error of ours that ended it; any other is a fault."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UCJ_EXECUTION__ENGINE", "dask")
        patch.setenv("UCJ_EXECUTION__ADDRESS", cluster.address)
        patch.setenv("UCJ_EXECUTION__RANGE_ROWS", "100")
        try:
            return str(run_as_of(home, JANUARY, patch)["ending"])
        except UcjError as fault:
            return fault


def seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def victims(cluster: Cluster, server: Server) -> dict[str, Callable[[], None]]:
    """What can be killed, by its name."""

    def lose_workers(how_many: int) -> None:
        for worker in [one for one in cluster.workers if one.poll() is None][:how_many]:
            worker.kill()
            cluster.add_worker("--no-nanny", "--preload", str(cluster.folder / "list.py"))  # as systemd does

    def restart_server() -> None:
        server.stop(signal.SIGQUIT)
        time.sleep(AWAY_SECONDS)
        server.start()

    return {
        "a worker": lambda: lose_workers(1),
        "all workers": lambda: lose_workers(WORKERS),
        "the scheduler": cluster.scheduler.kill,
        "PostgreSQL": restart_server,
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


def test_a_cluster_gives_what_threads_give(
    before: Path, undisturbed: Path, homes: Homes, rented: Rented, tmp_path: Path
) -> None:
    home = homes.copy(before, tmp_path)
    assert run(home, rented.ready()) == "published"
    assert_same_end(home, undisturbed)


def test_whatever_is_killed_the_day_ends_the_same(
    before: Path, undisturbed: Path, homes: Homes, rented: Rented, postgresql_server: Server, tmp_path: Path
) -> None:
    """`UCJ_TEST_SEED` sets what is killed and when, `UCJ_TEST_KILLS` how often."""
    random, first = Random(SEED), homes.copy(before, tmp_path / "first")
    cluster = rented.ready()
    usual = seconds_of(lambda: run(first, cluster))
    ended: list[str] = []
    for number in range(KILLS):
        cluster, home = rented.ready(), homes.copy(before, tmp_path / f"{number}")
        named, act = random.choice(list(victims(cluster, postgresql_server).items()))
        after = random.uniform(0, usual)
        with losing(act, after=after):
            found = run(home, cluster)
        runs = 1
        while isinstance(found, UcjError) and runs < RUNS:
            found, runs = run(home, rented.ready()), runs + 1
        ended.append(f"{named} after {after:.1f} s: {runs} runs")
        sys.stdout.write(f"{ended[-1]}\n")
        assert_same_end(home, undisturbed)
        assert shown_as_living() == []
        homes.drop(home)
