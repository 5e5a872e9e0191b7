"""What the Prefect server knows that the catalogue does not: schedules without runs, and how runs ended."""

import os
from datetime import UTC, datetime, timedelta

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import PrefectException
from prefect.settings import PREFECT_API_URL

from flows.runtime.server_record import OWN_SERVER
from tasks.operations.alarms.conditions import Ended, Served

TAG = "ucj"
SCHEDULER_HAS_SEEN = timedelta(minutes=10)  # a deployment registered later may have no runs yet
FINAL = [StateType.COMPLETED, StateType.FAILED, StateType.CRASHED]  # what was cancelled tells nothing


def lasting_server() -> str:
    """The server that `PREFECT_API_URL` names; empty where there is none, or that of this command alone.

    A server that ends with its command makes no runs of schedules, so it can tell nothing of those that are missing.
    """
    url = PREFECT_API_URL.value() or ""
    return "" if url == os.environ.get(OWN_SERVER) else url


def ask_server() -> Served | None:
    """Ask the lasting server for late and ended runs; None when there is none, or when it does not answer."""
    if not lasting_server():
        return None
    try:
        with get_client(sync_client=True) as client:
            return _ask(client)
    except (httpx.HTTPError, PrefectException):
        return None


def _ask(client: SyncPrefectClient) -> Served:
    """Nothing is asked for as a worker asks: that would mark deployments as ready."""
    now = datetime.now(UTC)
    unscheduled, ended = [], {}
    for deployment in client.read_deployments(deployment_filter=DeploymentFilter(tags={"all_": [TAG]})):
        settled = deployment.updated is not None and deployment.updated < now - SCHEDULER_HAS_SEEN
        active = not deployment.paused and any(schedule.active for schedule in deployment.schedules)
        this = DeploymentFilter(id={"any_": [deployment.id]})
        if (
            active
            and settled
            and not client.read_flow_runs(
                deployment_filter=this,
                flow_run_filter=FlowRunFilter(next_scheduled_start_time={"after_": now}),
                limit=1,
            )
        ):
            unscheduled.append(deployment.name)
        newest = client.read_flow_runs(
            deployment_filter=this,
            flow_run_filter=FlowRunFilter(state={"type": {"any_": FINAL}}),
            sort=FlowRunSort.END_TIME_DESC,
            limit=1,
        )
        for run in newest:
            if run.state is not None and run.end_time is not None:
                ended[deployment.name] = Ended(state=str(run.state.name), run=run.name, at=run.end_time)
    return Served(unscheduled=tuple(unscheduled), ended=ended)
