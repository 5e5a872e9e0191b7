"""On a Dask cluster the same is loaded as by threads, and no worker that dies costs a file or a true state."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import flow, runtime, task
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, TaskRunFilter

from flows.runtime.task_runner import TaskRunnerOfSettings
from settings import Settings
from tasks.execution.retries import WorkerLost
from tests.integration.dask_cluster import AT_HALF, Cluster, act_at_half, dask_cluster
from tests.integration.homes import catalogue_of
from tests.integration.inbox import deliver, extract
from warehouse.records import GIVEN_UP, PROCESSING_FAULT
from warehouse.submissions.lookup import list_submissions

pytest.importorskip("distributed")
DEADLY = """
import os
from tasks.ingest import task
def ingest(received, judge=task.ingest, **named):
    if received.branch == "K02":
        os._exit(1)
    return judge(received, **named)
task.ingest = ingest
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def cluster(folder: Path, prefect_server: None) -> Iterator[Cluster]:
    with dask_cluster(folder, workers=2, allowed_failures=1) as running:
        yield running


FLOW_RUNS: list[UUID] = []


def use(cluster: Cluster, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_HOME", str(home))
    monkeypatch.setenv("UCJ_SETTLE_SECONDS", "0.05")
    monkeypatch.setenv("UCJ_EXECUTION__ENGINE", "dask")
    monkeypatch.setenv("UCJ_EXECUTION__ADDRESS", cluster.address)


def deliver_three(home: Path) -> None:
    deliver(home, "K01", "PESERTA_K01_20251231.csv", extract(20, paid="12-2025"))
    deliver(home, "K01", "PESERTA_K01_20260131.csv", extract(40, bad=2))
    deliver(home, "K02", "PESERTA_K02_20260131.csv", extract(30, first=50))
    deliver(home, "K03", "PESERTA_K03_20260131.xlsx", b"PK\x03\x04 not a workbook")


def take(home: Path) -> dict[str, Any]:
    from flows.ingest_inbox import ingest_inbox

    record: dict[str, Any] = ingest_inbox().record()
    return record


def loaded(home: Path) -> dict[str, object]:
    """What every file became, and the bytes of the lake."""
    with catalogue_of(home) as engine:
        verdicts = {
            one.file_name: (one.status, one.reason_code, one.rows_accepted, one.rows_rejected)
            for one in list_submissions(engine)
        }
    return {**verdicts, **{path.name: path.read_bytes() for path in (home / "lake").rglob("*.parquet")}}


@task
def mark(place: Path, number: int) -> int:
    with (place / f"{number}").open("a") as file:
        file.write("run\n")
    return number


@task
def die() -> None:
    """Once Prefect knows of it."""
    own = TaskRunFilter(id={"any_": [runtime.task_run.id]})
    with get_client(sync_client=True) as client:
        while not client.read_task_runs(task_run_filter=own):
            time.sleep(0.1)
    os._exit(1)


@flow(task_runner=TaskRunnerOfSettings())  # type: ignore[arg-type]
def losing_a_worker(place: Path) -> list[int]:
    """A worker is killed after tasks have ended; then others run."""
    before = [mark.submit(place, number) for number in range(4)]
    found = [future.result() for future in before]
    act_at_half()
    return found + [mark.submit(place, number).result() for number in range(4, 8)]


@task
def wait_for_the_end(place: Path) -> None:
    while not (place / "end").exists():
        time.sleep(0.1)


@flow(task_runner=TaskRunnerOfSettings())  # type: ignore[arg-type]
def losing_the_scheduler(place: Path) -> None:
    """Two tasks are under way, a third waits for a worker; only one is asked for."""
    waiting = [wait_for_the_end.submit(place) for _ in range(3)]
    FLOW_RUNS.append(UUID(runtime.flow_run.id))
    act_at_half()
    waiting[0].result()


@flow(task_runner=TaskRunnerOfSettings())  # type: ignore[arg-type]
def meeting_a_deadly_task(place: Path) -> list[object]:
    deadly = die.submit()
    with pytest.raises(WorkerLost):
        deadly.result()
    others = [mark.submit(place, number) for number in range(3)]
    return [runtime.flow_run.id, deadly.task_run_id, *(future.result() for future in others)]


def test_the_cluster_loads_the_same_bytes_and_logs_the_same_lines(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = {engine: tmp_path / engine for engine in ("threads", "dask")}
    for engine, home in homes.items():
        use(cluster, home, monkeypatch)
        monkeypatch.setenv("UCJ_EXECUTION__ENGINE", engine)
        deliver_three(home)
        if engine == "dask":
            (home / "secret").mkdir(mode=0o700)
            (home / "secret" / "person.key").write_bytes((homes["threads"] / "secret" / "person.key").read_bytes())
            (home / "secret" / "person.key").chmod(0o600)
        take(home)
    by_threads, by_dask = (loaded(home) for home in homes.values())
    assert len([name for name in by_threads if name.endswith(".parquet")]) == 3
    assert by_dask == by_threads
    lines = {engine: stage_lines(home) for engine, home in homes.items()}
    assert lines["dask"] == lines["threads"]
    assert len(lines["dask"]) == 4


def stage_lines(home: Path) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in (home / "logs" / "ucj.jsonl").read_text().splitlines()]
    ingested = [line for line in lines if line["stage"] == "ingest"]
    assert all(line["flow_run"] for line in ingested)
    differing = {"at", "flow_run", "seconds", "submission"}
    return sorted(({k: v for k, v in line.items() if k not in differing} for line in ingested), key=str)


def test_finished_tasks_are_not_run_again_when_their_worker_dies(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(cluster, tmp_path, monkeypatch)
    AT_HALF.extend([lambda: cluster.add_worker("--no-nanny"), cluster.workers[0].kill])
    found = losing_a_worker(tmp_path)
    assert found == list(range(8))
    assert {path.read_text() for path in tmp_path.iterdir() if path.name.isdigit()} == {"run\n"}


@pytest.mark.nightly
@pytest.mark.parametrize(("allowed_failures", "reason"), [(3, GIVEN_UP), (0, PROCESSING_FAULT)])
def test_a_file_that_kills_every_worker_is_told_and_the_others_are_loaded(
    allowed_failures: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_server: None
) -> None:
    """The nanny starts a worker anew; the file's attempts are counted in the catalogue, whoever made them.

    Where the cluster gives the batch up before that, its other file is judged by itself.
    """
    preload, home = tmp_path / "deadly.py", tmp_path / "home"
    preload.write_text(DEADLY)
    monkeypatch.setenv("UCJ_WORKERS", "1")  # two files a batch
    options = ("--nanny", "--preload", str(preload))
    with dask_cluster(tmp_path, workers=1, options=options, allowed_failures=allowed_failures) as fragile:
        use(fragile, home, monkeypatch)
        deliver_three(home)
        take(home)
    with catalogue_of(home) as engine:
        verdicts = {one.file_name: (one.status, one.reason_code) for one in list_submissions(engine)}
    assert verdicts == {
        "PESERTA_K01_20251231.csv": ("accepted", None),
        "PESERTA_K01_20260131.csv": ("accepted_with_rejects", None),
        "PESERTA_K02_20260131.csv": ("failed", reason),
        "PESERTA_K03_20260131.xlsx": ("refused", "CONTAINER_BROKEN"),
    }


def test_a_task_whose_workers_die_is_shown_as_crashed_and_the_others_end(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(cluster, tmp_path, monkeypatch)
    cluster.add_worker("--no-nanny")  # since the task kills two
    flow_run, deadly, *others = meeting_a_deadly_task(tmp_path)
    assert others == [0, 1, 2]
    with get_client(sync_client=True) as client:
        run_of = FlowRunFilter(id={"any_": [flow_run]})
        states = {one.id: one.state_name for one in client.read_task_runs(flow_run_filter=run_of)}
    assert states.pop(UUID(f"{deadly}")) == "Crashed"
    assert set(states.values()) == {"Completed"}


@pytest.mark.nightly
def test_a_worker_killed_at_work_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_server: None
) -> None:
    with dask_cluster(tmp_path, workers=2) as pair:
        use(pair, tmp_path, monkeypatch)
        lose_a_worker_at_work(pair, tmp_path)
    found = loaded(tmp_path)
    verdicts = {name: one for name, one in found.items() if name.startswith("PESERTA")}
    assert set(verdicts.values()) == {("accepted", None, 30, 0)}
    assert len(found) == 12 + 12


def lose_a_worker_at_work(pair: Cluster, home: Path) -> None:
    for number in range(1, 13):
        deliver(home, f"K{number:02}", f"PESERTA_K{number:02}_20260131.csv", extract(30, first=100 * number))
    stop = threading.Event()

    def kill_when_something_is_loaded() -> None:
        while not stop.is_set() and not list((home / "lake").rglob("*.parquet")):
            time.sleep(0.01)
        pair.workers[-1].send_signal(signal.SIGKILL)

    killer = threading.Thread(target=kill_when_something_is_loaded)
    killer.start()
    try:
        take(home)
    finally:
        stop.set()
        killer.join()


def test_a_scheduler_that_goes_away_ends_the_run_and_nothing_is_shown_as_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_server: None
) -> None:
    from flows.runtime.dask_runner import ClusterAway

    def kill_the_scheduler() -> None:
        while states_of(FLOW_RUNS[-1]).count("Running") < 2:
            time.sleep(0.1)
        fragile.scheduler.kill()

    with dask_cluster(tmp_path, workers=2) as fragile:
        use(fragile, tmp_path, monkeypatch)
        AT_HALF.append(kill_the_scheduler)
        with pytest.raises(ClusterAway, match="the next run does the rest"):
            losing_the_scheduler(tmp_path)
        states = states_of(FLOW_RUNS.pop())
        (tmp_path / "end").touch()  # a worker that outlives the scheduler tells how its task ended, which is true then
    assert len(states) >= 2
    assert set(states) == {"Crashed"}


def states_of(flow_run: UUID) -> list[str | None]:
    """States of the task runs of a flow run of which Prefect has heard."""
    with get_client(sync_client=True) as client:
        run_of = FlowRunFilter.model_validate({"id": {"any_": [flow_run]}})
        return [one.state_name for one in client.read_task_runs(flow_run_filter=run_of)]


def test_a_cluster_that_is_away_ends_the_run_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_server: None
) -> None:
    from flows.runtime import dask_runner

    monkeypatch.setattr(dask_runner, "ANSWER_SECONDS", 1)
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    monkeypatch.setenv("UCJ_EXECUTION__ENGINE", "dask")
    monkeypatch.setenv("UCJ_EXECUTION__ADDRESS", "tcp://127.0.0.1:9")
    deliver_three(tmp_path)
    with pytest.raises(dask_runner.ClusterAway, match="does not answer"):
        take(tmp_path)
    assert len(list((tmp_path / "inbox").rglob("PESERTA*"))) == 4


def test_other_machines_need_a_catalogue_that_they_may_open(tmp_path: Path) -> None:
    elsewhere = {"engine": "dask", "address": "tls://192.0.2.7:8786"}
    with pytest.raises(ValueError, match="PostgreSQL"):
        Settings(home=tmp_path, execution=elsewhere)
    Settings(home=tmp_path, execution=elsewhere, database_url="postgresql://ucj@192.0.2.8/ucj")


@pytest.mark.parametrize("address", ["", "tcp://192.0.2.7:8786", "http://127.0.0.1:8786", "tls://", "127.0.0.1:8786"])
def test_an_address_that_others_could_listen_to_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"execution\.address"):
        Settings(home=tmp_path, execution={"engine": "dask", "address": address})
