"""Ask the Prefect server for a run of `ingest-inbox`: one that has not begun yet sweeps everything taken before."""

import logging
from datetime import UTC, datetime, timedelta

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound, PrefectException

from flows.runtime.flow_names import INGEST_INBOX

SOON = timedelta(seconds=5)
NOT_BEGUN = [StateType.SCHEDULED, StateType.PENDING]

progress = logging.getLogger("ucj.progress")


def request_ingest() -> bool:
    """Have a run begin soon, unless one waits already; False when the server does not answer or does not know it."""
    try:
        with get_client(sync_client=True) as client:
            deployment = client.read_deployment_by_name(f"{INGEST_INBOX}/{INGEST_INBOX}")
            waiting = client.read_flow_runs(
                deployment_filter=DeploymentFilter(id={"any_": [deployment.id]}),
                flow_run_filter=FlowRunFilter(
                    state={"type": {"any_": NOT_BEGUN}},
                    expected_start_time={"before_": datetime.now(UTC) + SOON},
                ),
                limit=1,
            )
            if not waiting:
                client.create_flow_run_from_deployment(deployment.id, tags=["drop"])
    except ObjectNotFound:
        progress.warning("watch: the server has no deployment %s: `ucj serve --only register`", INGEST_INBOX)
        return False
    except (httpx.HTTPError, PrefectException) as fault:
        progress.warning("watch: the Prefect server does not answer (%s); asked again later", type(fault).__name__)
        return False
    return True
