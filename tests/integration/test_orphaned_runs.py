"""Runs whose process is gone do not stay Running: Crashed, and taken up again where they came from a deployment."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelling, Completed, Pending, Running

from deployments.server import worker_process
from flows.runtime.flow_names import MAINTAIN
from flows.runtime.heartbeat import heartbeat, is_orphaned, silent_signs
from flows.runtime.orphaned_runs import TRIES, _settled, reconcile_orphaned_runs
from settings import Settings


@flow(name=MAINTAIN)
def work() -> None: ...


@pytest.fixture
def client(prefect_server: None) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as one:
        yield one


@pytest.fixture
def run(client: SyncPrefectClient) -> FlowRun:
    """A run of a deployment, under way."""
    deployment = client.create_deployment(client.create_flow(work), "dead", concurrency_limit=1)
    run = client.create_flow_run_from_deployment(deployment, state=Pending())
    client.set_flow_run_state(run.id, Running(), force=True)
    return run


def leave_sign(run: FlowRun, settings: Settings) -> None:
    """What a killed process leaves: its file, and nobody who holds it."""
    sign = settings.path("prefect", "alive", f"{run.id}.lock")
    sign.parent.mkdir(parents=True, exist_ok=True)
    sign.touch()


def states(client: SyncPrefectClient, run_id: UUID) -> list[str]:
    return [f"{state.type.value} {state.name}" for state in client.read_flow_run_states(run_id)]


def test_a_dead_run_is_handed_back(client: SyncPrefectClient, run: FlowRun, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    leave_sign(run, settings)
    assert reconcile_orphaned_runs(settings) == (run.name,)
    assert states(client, run.id)[-2:] == ["CRASHED Crashed", "SCHEDULED AwaitingRetry"]
    assert reconcile_orphaned_runs(settings) == ()


def test_two_machines_hand_it_back_once(client: SyncPrefectClient, run: FlowRun, tmp_path: Path) -> None:
    """The second looks while the first is at it, or with a list that is old by then."""
    settings = Settings(home=tmp_path)
    leave_sign(run, settings)
    with is_orphaned(str(run.id), settings):
        assert reconcile_orphaned_runs(settings) == ()
    assert states(client, run.id)[-1] == "RUNNING Running"
    leave_sign(run, settings)
    old = client.read_flow_run(run.id)
    assert reconcile_orphaned_runs(settings) == (run.name,)
    leave_sign(run, settings)
    assert not _settled(old, client, settings)
    assert states(client, run.id)[-1] == "SCHEDULED AwaitingRetry"


def test_what_dies_again_and_again_stays_crashed(client: SyncPrefectClient, run: FlowRun, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for _ in range(TRIES):
        client.set_flow_run_state(run.id, Running(), force=True)
        leave_sign(run, settings)
        reconcile_orphaned_runs(settings)
    assert states(client, run.id)[-1] == "CRASHED Crashed"


def test_live_and_unknown_runs_are_left_alone(client: SyncPrefectClient, run: FlowRun, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert reconcile_orphaned_runs(settings) == ()
    with heartbeat(str(run.id), settings):
        assert reconcile_orphaned_runs(settings) == ()
    assert states(client, run.id)[-1] == "RUNNING Running"


def test_a_dead_run_that_was_to_be_cancelled_is_cancelled(
    client: SyncPrefectClient, run: FlowRun, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    client.set_flow_run_state(run.id, Cancelling(), force=True)
    leave_sign(run, settings)
    reconcile_orphaned_runs(settings)
    assert states(client, run.id)[-1] == "CANCELLED Cancelled"


def test_a_server_that_is_away_keeps_nobody(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES: 0}):
        assert reconcile_orphaned_runs(Settings(home=tmp_path)) == ()


TIMES = 50
HEARD = "prefect.flow-run.heartbeat"


def hear(client: SyncPrefectClient, run: FlowRun) -> None:
    """A heartbeat that reaches the server only now, after whatever it knows of the run already."""
    event = {
        "occurred": datetime.now(UTC).isoformat(),
        "event": HEARD,
        "id": str(uuid4()),
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run.id}"},
        "related": [{"prefect.resource.id": "prefect.flow.1", "prefect.resource.role": "flow",
                     "prefect.resource.name": MAINTAIN}],
    }  # fmt: skip
    client.request("POST", "/events", json=[event])


def test_heartbeats_that_come_after_the_end_give_nobody_up(client: SyncPrefectClient, tmp_path: Path) -> None:
    """Fifty runs that ended and fifty that were handed back."""
    settings = Settings(home=tmp_path)
    deployment = client.create_deployment(client.create_flow(work), "late", concurrency_limit=None)
    ended: list[FlowRun] = []
    handed_back: list[FlowRun] = []
    for _ in range(TIMES):
        for runs in (ended, handed_back):
            run = client.create_flow_run_from_deployment(deployment, state=Pending())
            client.set_flow_run_state(run.id, Running(), force=True)
            runs.append(run)
        with heartbeat(str(ended[-1].id), settings):
            assert reconcile_orphaned_runs(settings, but=str(handed_back[-1].id)) == ()
            client.set_flow_run_state(ended[-1].id, Completed(), force=True)
        leave_sign(handed_back[-1], settings)
        assert reconcile_orphaned_runs(settings) == (handed_back[-1].name,)
        for run in (ended[-1], handed_back[-1]):
            hear(client, run)
        assert reconcile_orphaned_runs(settings) == ()
    assert silent_signs(settings) == ()
    assert {states(client, run.id)[-1] for run in ended} == {"COMPLETED Completed"}
    assert {states(client, run.id)[-1] for run in handed_back} == {"SCHEDULED AwaitingRetry"}


def test_a_run_that_starts_and_ends_again_and_again_is_never_found_dead(
    client: SyncPrefectClient, tmp_path: Path
) -> None:
    """Somebody looks all the time, whatever moment of a run it is."""
    settings = Settings(home=tmp_path)
    deployment = client.create_deployment(client.create_flow(work), "short", concurrency_limit=None)
    stop = Event()
    found: list[str] = []

    def look() -> None:
        while not stop.is_set():
            found.extend(reconcile_orphaned_runs(settings))

    looking = Thread(target=look)
    looking.start()
    runs = []
    for _ in range(TIMES):
        run = client.create_flow_run_from_deployment(deployment, state=Pending())
        with heartbeat(str(run.id), settings):
            client.set_flow_run_state(run.id, Running(), force=True)
            client.set_flow_run_state(run.id, Completed(), force=True)
        runs.append(run)
    stop.set()
    looking.join()
    assert found == []
    assert {states(client, run.id)[-1] for run in runs} == {"COMPLETED Completed"}


def test_a_run_that_ended_without_telling_is_settled_and_not_done_again(
    client: SyncPrefectClient, run: FlowRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took its sign back, as at its end, while the server was away; a fresh one may be about to give its own."""
    settings = Settings(home=tmp_path, heartbeat={"given_up_seconds": 1800})
    assert reconcile_orphaned_runs(settings) == ()
    monkeypatch.setattr("flows.runtime.orphaned_runs._since", lambda _: timedelta(seconds=1801))
    assert run.name in reconcile_orphaned_runs(settings)
    assert states(client, run.id)[-1] == "CRASHED Crashed"


def test_workers_look_after_runs_until_they_end(
    client: SyncPrefectClient, run: FlowRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    leave_sign(run, settings)

    class TwoLooks(Event):
        """Ends after two looks, of which the first fails."""

        looks = 0

        def wait(self, timeout: float | None = None) -> bool:
            assert timeout == settings.heartbeat.silent_seconds
            self.looks += 1
            return self.looks > 2

    def failing_once(given: Settings) -> tuple[str, ...]:
        if stop.looks == 1:
            raise RuntimeError("the server says nonsense")
        return reconcile_orphaned_runs(given)

    stop = TwoLooks()
    monkeypatch.setattr(worker_process, "reconcile_orphaned_runs", failing_once)
    worker_process.look_after_runs(settings, stop=stop)
    assert states(client, run.id)[-1] == "SCHEDULED AwaitingRetry"
