"""Runs that no worker took up in time: of those that ask for the same, the newest does the work of all.

The server keeps a run for every time of a schedule that passes while no worker lives (97 checks of alarms a night), and
Prefect has no setting against it.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

import httpx
from prefect import State
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowFilter, FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import PrefectException
from prefect.states import Cancelled

from flows.runtime.flow_names import FLOWS

WAITING = ["Scheduled", "Late", "AwaitingConcurrencySlot"]  # not AwaitingRetry: these have begun
PAGE = 200  # the most that Prefect's server gives at once

progress = logging.getLogger("ucj.progress")


def cancel_late_runs() -> int:
    """Cancel due runs that wait beside a newer one of the same deployment with the same parameters; how many.

    Where the server does not answer, nothing happens: it is asked again at the next occasion.
    """
    try:
        with get_client(sync_client=True) as client:
            missed = list(_missed(_due(client)))
            for run in missed:
                later: State[object] = Cancelled(message="Not needed: a later run does the same.")
                client.set_flow_run_state(run.id, later)
    except (httpx.HTTPError, PrefectException) as fault:
        progress.warning("missed runs were not looked for: the Prefect server says %s", type(fault).__name__)
        return 0
    if missed:
        progress.info("%d missed runs were cancelled: later ones do the same", len(missed))
    return len(missed)


def _due(client: SyncPrefectClient) -> Iterator[FlowRun]:
    chosen = {
        "state": {"type": {"any_": [StateType.SCHEDULED]}, "name": {"any_": WAITING}},
        "expected_start_time": {"before_": datetime.now(UTC)},
    }
    offset = 0
    while page := client.read_flow_runs(
        flow_filter=FlowFilter(name={"any_": list(FLOWS)}),
        flow_run_filter=FlowRunFilter(**chosen),
        limit=PAGE,
        offset=offset,
    ):
        yield from page
        offset += PAGE


def _missed(due: Iterable[FlowRun]) -> Iterator[FlowRun]:
    """Late runs that a newer run of the same deployment with the same parameters makes superfluous."""

    def asked(run: FlowRun) -> str:
        return f"{run.deployment_id} {sorted(run.parameters.items())}"

    of_deployments = [run for run in due if run.deployment_id is not None]
    for _, runs in groupby(sorted(of_deployments, key=asked), key=asked):
        yield from sorted(runs, key=lambda run: (run.expected_start_time, run.id))[:-1]
