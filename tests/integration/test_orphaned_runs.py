"""Runs whose process is gone do not stay Running: Crashed, and taken up again where they came from a deployment."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelling, Pending, Running

from flows.runtime.flow_names import MAINTAIN
from flows.runtime.heartbeat import heartbeat, is_orphaned
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
