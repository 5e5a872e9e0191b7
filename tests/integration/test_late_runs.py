"""After a time without a worker, one run of each deployment does the work of all that were due."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from prefect import State, flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.states import AwaitingRetry, Running, Scheduled

from flows.runtime.flow_names import CHECK_ALARMS, REPROCESS
from flows.runtime.late_runs import cancel_late_runs

NOW = datetime.now(UTC)


@pytest.fixture
def client(prefect_server: None) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as one:
        yield one


def deployment(client: SyncPrefectClient, *, of: str) -> UUID:
    @flow(name=of)
    def work(submission: str | None = None) -> None: ...

    return client.create_deployment(client.create_flow(work), f"missed {of}", paused=True)


def due(
    client: SyncPrefectClient, of: UUID, *, hours_ago: float, state: State[Any] | None = None, **parameters: str
) -> FlowRun:
    at: State[Any] = Scheduled(scheduled_time=NOW - timedelta(hours=hours_ago))
    run = client.create_flow_run_from_deployment(of, state=at, parameters=parameters)
    if state is not None:
        client.set_flow_run_state(run.id, state, force=True)
    return run


def states(client: SyncPrefectClient, *runs: FlowRun) -> list[str]:
    return [str(client.read_flow_run(run.id).state_name) for run in runs]


def test_the_newest_of_those_due_remains(client: SyncPrefectClient) -> None:
    checks = deployment(client, of=CHECK_ALARMS)
    newest, *missed = [due(client, checks, hours_ago=hours) for hours in (1, 2, 3)]
    to_come = due(client, checks, hours_ago=-1)
    assert cancel_late_runs() == 2
    assert states(client, *missed) == ["Cancelled", "Cancelled"]
    assert states(client, newest, to_come) == ["Scheduled", "Scheduled"]
    assert cancel_late_runs() == 0


def test_other_parameters_ask_for_other_work(client: SyncPrefectClient) -> None:
    reprocess = deployment(client, of=REPROCESS)
    runs = [due(client, reprocess, hours_ago=1, submission=label) for label in ("S1", "S2")]
    assert cancel_late_runs() == 0
    assert states(client, *runs) == ["Scheduled", "Scheduled"]


def test_what_has_begun_is_left_alone(client: SyncPrefectClient) -> None:
    checks = deployment(client, of=CHECK_ALARMS)
    again: State[Any] = AwaitingRetry(scheduled_time=NOW - timedelta(hours=2))
    begun = [due(client, checks, hours_ago=hours, state=state) for hours, state in ((3, Running()), (2, again))]
    due(client, checks, hours_ago=1)
    cancel_late_runs()
    assert states(client, *begun) == ["Running", "AwaitingRetry"]


def test_a_server_that_is_away_keeps_nobody() -> None:
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES: 0}):
        assert cancel_late_runs() == 0
