"""The pins of Prefect, FastAPI and SQLAlchemy in pyproject.toml fit together: the server understands its own client.

With a newer FastAPI it answers 422 to what it accepted before, or does not start. That cron schedules create runs,
which they silently do not with SQLAlchemy 2.1, `test_serve` sees.
"""

from collections.abc import Callable

import pytest
from prefect import State, flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.filters import FlowFilter, FlowRunFilter
from prefect.client.schemas.schedules import CronSchedule
from prefect.states import Cancelled, Scheduled

ASKED: dict[str, Callable[[SyncPrefectClient], object]] = {
    "flows": lambda client: client.read_flows(),
    "flow runs": lambda client: client.read_flow_runs(
        flow_filter=FlowFilter(name={"any_": ["x"]}),
        flow_run_filter=FlowRunFilter(state={"type": {"any_": ["RUNNING"]}}),
    ),
    "task runs": lambda client: client.read_task_runs(),
    "deployments": lambda client: client.read_deployments(),
    "artifacts": lambda client: client.read_artifacts(),
    "automations": lambda client: client.read_automations_by_name("x"),
    "concurrency limits": lambda client: client.read_global_concurrency_limits(limit=10, offset=0),
    "variables": lambda client: client.read_variables(),
}


@pytest.mark.parametrize("what", ASKED)
def test_the_server_answers_its_client(prefect_server: None, what: str) -> None:
    with get_client(sync_client=True) as client:
        ASKED[what](client)


def test_a_deployment_with_a_schedule_and_a_run_of_it(prefect_server: None) -> None:
    @flow(name="pinned")
    def pinned() -> None: ...

    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name="pinned", type="process"))
        daily = DeploymentScheduleCreate(schedule=CronSchedule(cron="0 5 * * *", timezone="Asia/Jakarta"), active=True)
        deployment = client.create_deployment(
            client.create_flow(pinned), "pinned", schedules=[daily], work_pool_name="pinned", concurrency_limit=1
        )
        run = client.create_flow_run_from_deployment(deployment, state=Scheduled())
        cancelled: State[object] = Cancelled()
        client.set_flow_run_state(run.id, cancelled, force=True)
        assert client.read_flow_run(run.id).state_name == "Cancelled"
        (kept,) = client.read_deployment(deployment).schedules
        assert kept.schedule == daily.schedule
