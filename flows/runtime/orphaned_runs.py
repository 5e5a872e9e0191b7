"""Runs that the Prefect server believes to be under way but whose process is gone: killed, or its machine restarted."""

import logging
from datetime import UTC, datetime, timedelta

import httpx
from prefect import State
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowFilter, FlowRunFilter, TaskRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import PrefectException
from prefect.states import Cancelled, Crashed, Scheduled

from flows.runtime.flow_names import FLOWS
from flows.runtime.heartbeat import has_heartbeat, is_orphaned
from settings import Settings

TRIES = 3  # a run that dies so often is not handed back again
STARTING = timedelta(minutes=15)  # whoever took a run up has started its process by then
UNDER_WAY = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]

progress = logging.getLogger("ucj.progress")


def reconcile_orphaned_runs(settings: Settings, *, but: str = "") -> tuple[str, ...]:
    """Set orphaned runs to Crashed, or Cancelled where that was asked for; returns their names.

    A run of a deployment is then handed back: a worker takes it up again, and it goes on from what is settled. Where
    the server does not answer, nothing happens: it is asked again at the next occasion.
    but: a flow run that is known to live.
    """
    try:
        return _settle_all(settings, but=but)
    except (httpx.HTTPError, PrefectException) as fault:
        progress.warning("orphaned runs were not looked for: the Prefect server says %s", type(fault).__name__)
        return ()


def _settle_all(settings: Settings, *, but: str) -> tuple[str, ...]:
    with get_client(sync_client=True) as client:
        under_way = client.read_flow_runs(
            flow_filter=FlowFilter(name={"any_": list(FLOWS)}),
            flow_run_filter=FlowRunFilter(state={"type": {"any_": UNDER_WAY}}),
        )
        dead = [run for run in under_way if str(run.id) != but and _settled(run, client, settings)]
    return tuple(run.name for run in dead)


def hand_back(run: FlowRun, client: SyncPrefectClient) -> bool:
    """Let a worker take a run of a deployment up again, unless it died too often."""
    if run.deployment_id is None or run.run_count >= TRIES:
        return False
    again: State[object] = Scheduled(name="AwaitingRetry", message="Handed back: a worker takes it up again.")
    client.set_flow_run_state(run.id, again, force=True)
    return True


def _settled(run: FlowRun, client: SyncPrefectClient, settings: Settings) -> bool:
    """Settle a run if it is dead. Machines may look at the same time: only one of them finds it so.

    Dead is what its own sign says, never a silence on the side of the server: events of a run that ended may arrive in
    any order, and a run that was handed back is silent until it is taken up.
    """
    with is_orphaned(str(run.id), settings) as dead:
        ended = _ended_untold(run, settings)
        if not (dead or ended or _never_started(run, settings)):
            return False
        if client.read_flow_run(run.id).state_id != run.state_id:
            return False
        progress.warning("%s: its process is gone", run.name)
        _end(run, client)
    if run.state_type is not StateType.CANCELLING and not ended:  # only now: who takes it up gives a sign of his own
        hand_back(run, client)
    return True


def _ended_untold(run: FlowRun, settings: Settings) -> bool:
    """Whether a run took its sign back, as it does at its very end, and the server never heard how it ended."""
    long = timedelta(seconds=settings.heartbeat.given_up_seconds)
    began = run.state is not None and run.state_type is not StateType.PENDING
    return began and not has_heartbeat(str(run.id), settings) and _since(run) > long


def _since(run: FlowRun) -> timedelta:
    """How long it has been in its state."""
    return datetime.now(UTC) - run.state.timestamp if run.state else timedelta(0)


def _never_started(run: FlowRun, settings: Settings) -> bool:
    waits = run.state_type is StateType.PENDING and not has_heartbeat(str(run.id), settings)
    return bool(waits and _since(run) > STARTING)


def _end(run: FlowRun, client: SyncPrefectClient) -> None:
    gone: State[object] = Crashed(message="Its process is gone; nothing is lost, the next run goes on from there.")
    for task_run in client.read_task_runs(
        flow_run_filter=FlowRunFilter(id={"any_": [run.id]}),
        task_run_filter=TaskRunFilter(state={"type": {"any_": [StateType.RUNNING, StateType.PENDING]}}),
    ):
        client.set_task_run_state(task_run.id, gone, force=True)
    if run.state_type is StateType.CANCELLING:
        client.set_flow_run_state(run.id, Cancelled(message="Its process is gone."), force=True)
        return
    client.set_flow_run_state(run.id, gone, force=True)
