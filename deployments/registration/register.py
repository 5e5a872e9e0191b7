"""Register work pool, deployments and automations on the Prefect server that `PREFECT_API_URL` names."""

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.types.entrypoint import EntrypointType

from deployments.registration.automations import register_automations
from deployments.registration.specs import (
    DEPLOYMENTS,
    POOL,
    POOL_DESCRIPTION,
    POOL_TEMPLATE,
    POOL_TYPE,
    TIMEZONE,
    Declared,
)
from settings import Settings


def register_all(settings: Settings) -> tuple[str, ...]:
    """Bring the server up to date; returns the names of the deployments. Doing it again changes nothing.

    Schedules that the operator edited, added or paused stay as they are, and so does a deployment that he paused.
    """
    with get_client(sync_client=True) as client:
        _ensure_pool(client)
        known = {declared.name: _known(declared, client) for declared in DEPLOYMENTS}
    for declared in DEPLOYMENTS:
        deployment_of(declared, known=known[declared.name]).apply()
    register_automations(settings)
    return tuple(declared.name for declared in DEPLOYMENTS)


def deployment_of(declared: Declared, *, known: DeploymentResponse | None = None) -> RunnerDeployment:
    """A declared deployment as Prefect registers it; known: what the server has of it."""
    return RunnerDeployment.from_flow(
        load_flow_from_entrypoint(declared.entrypoint, use_placeholder_flow=False),
        name=declared.name,
        description=declared.description,
        tags=declared.tags,
        schedules=_schedules_kept(known) or _schedules_declared(declared),
        paused=known.paused if known else False,
        parameters=dict(declared.parameters),
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        work_pool_name=POOL,
        job_variables={},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _known(declared: Declared, client: SyncPrefectClient) -> DeploymentResponse | None:
    try:
        return client.read_deployment_by_name(f"{declared.name}/{declared.name}")
    except ObjectNotFound:
        return None


def _schedules_kept(known: DeploymentResponse | None) -> list[DeploymentScheduleCreate]:
    """Prefect replaces all schedules of a deployment at each registration: so those it has are given again."""
    return [
        DeploymentScheduleCreate.model_validate(one.model_dump(include=set(DeploymentScheduleCreate.model_fields)))
        for one in (known.schedules if known else [])
    ]


def _schedules_declared(declared: Declared) -> list[DeploymentScheduleCreate]:
    if declared.cron is None:
        return []
    return [DeploymentScheduleCreate(schedule=CronSchedule(cron=declared.cron, timezone=TIMEZONE))]


def _ensure_pool(client: SyncPrefectClient) -> None:
    """Make the work pool, or give it the declared template again."""
    template = dict(POOL_TEMPLATE)
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(
            WorkPoolCreate(name=POOL, type=POOL_TYPE, description=POOL_DESCRIPTION, base_job_template=template)
        )
    else:
        client.update_work_pool(POOL, WorkPoolUpdate(base_job_template=template))
