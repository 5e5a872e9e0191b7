"""Register work pool, deployments and automations on the Prefect server that `PREFECT_API_URL` names."""

from typing import NamedTuple

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from deployments.automations import register_automations
from deployments.declared import COMMAND, DEPLOYMENTS, POOL, POOL_DESCRIPTION, POOL_TYPE, TIMEZONE, Declared
from settings import Settings


class Paused(NamedTuple):
    """What an operator paused in the UI: a deployment as a whole, or its schedule."""

    deployment: bool = False
    schedule: bool = False


def register_all(settings: Settings) -> tuple[str, ...]:
    """Bring the server up to date; returns the names of the deployments. Doing it again changes nothing.

    What the operator paused stays paused.
    """
    with get_client(sync_client=True) as client:
        _ensure_pool(client)
        paused = {declared.name: _paused(declared, client) for declared in DEPLOYMENTS}
    for declared in DEPLOYMENTS:
        deployment_of(declared, paused=paused[declared.name]).apply()
    register_automations(settings)
    return tuple(declared.name for declared in DEPLOYMENTS)


def deployment_of(declared: Declared, *, paused: Paused = Paused()) -> RunnerDeployment:  # noqa: B008 - immutable
    """A declared deployment as Prefect registers it."""
    return RunnerDeployment.from_flow(
        load_flow_from_entrypoint(declared.entrypoint, use_placeholder_flow=False),
        name=declared.name,
        description=declared.description,
        tags=declared.tags,
        schedule=Cron(declared.cron, timezone=TIMEZONE, active=not paused.schedule) if declared.cron else None,
        paused=paused.deployment,
        parameters=dict(declared.parameters),
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        work_pool_name=POOL,
        job_variables={"command": COMMAND},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _paused(declared: Declared, client: SyncPrefectClient) -> Paused:
    try:
        known = client.read_deployment_by_name(f"{declared.name}/{declared.name}")
    except ObjectNotFound:
        return Paused()
    schedule = bool(known.schedules) and not any(one.active for one in known.schedules)
    return Paused(deployment=known.paused, schedule=schedule)


def _ensure_pool(client: SyncPrefectClient) -> None:
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type=POOL_TYPE, description=POOL_DESCRIPTION))
