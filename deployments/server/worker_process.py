"""The process of a worker: Prefect's own command, which here runs what is declared and nothing else.

A worker of Prefect does what the server tells it: command, environment and folder come from the work pool, the
deployment and the request for a run, and the code from wherever the deployment says. Whoever may speak to the server
could run anything as the operator. This one takes from the server which declared deployment is to run, with which
parameters, and decides the rest here.
"""

import logging
import runpy
from threading import Event, Thread
from typing import Any, Self

from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import DeploymentResponse
from prefect.flows import Flow
from prefect.workers import process

from deployments.registration.specs import COMMAND, DEPLOYMENTS
from flows.runtime.orphaned_runs import reconcile_orphaned_runs
from settings import Settings
from warehouse.errors import UcjError

progress = logging.getLogger("ucj.progress")
ENTRYPOINTS = {declared.name: declared.entrypoint for declared in DEPLOYMENTS}


class NotDeclared(UcjError):
    """A run of something that is not deployed by us."""


class DeclaredJob(process.ProcessJobConfiguration):
    """How a run is started: the flow of its deployment's name, by our command; job variables change nothing."""

    @classmethod
    async def from_template_and_values(cls, *_: object, **__: object) -> Self:
        """Whatever template and values say."""
        return cls(command=COMMAND)

    def prepare_for_flow_run(
        self, flow_run: FlowRun, deployment: DeploymentResponse | None = None, *rest: Any, **others: Any
    ) -> None:
        """Prefect's own preparation, and the code to run; raises `NotDeclared`."""
        super().prepare_for_flow_run(flow_run, deployment, *rest, **others)
        self.env["PREFECT__FLOW_ENTRYPOINT"] = entrypoint_of(deployment)


def entrypoint_of(deployment: DeploymentResponse | None) -> str:
    """The declared code of a deployment, whatever the server says of it; raises `NotDeclared`."""
    if deployment is None or deployment.name not in ENTRYPOINTS:
        raise NotDeclared("Only deployments that `ucj serve` registers are run here.")
    return ENTRYPOINTS[deployment.name]


async def without_hooks(*_: object) -> Flow[..., Any]:
    """The flow that is asked for hooks after a crash: ours have none, and no code of the server's is loaded for it."""
    return Flow(fn=lambda: None, name="without hooks")


def look_after_runs(settings: Settings, *, stop: Event) -> None:
    """Again and again settle runs whose process is gone, on whichever machine it was, until `stop`."""
    while not stop.wait(settings.heartbeat.silent_seconds):
        try:
            reconcile_orphaned_runs(settings)
        except Exception as fault:  # the worker goes on; it looks again
            progress.warning("orphaned runs were not looked for: %s", type(fault).__name__)


if __name__ == "__main__":
    Thread(target=look_after_runs, args=(Settings(),), kwargs={"stop": Event()}, daemon=True).start()
    process.ProcessWorker.job_configuration = DeclaredJob
    process.load_flow_from_flow_run = without_hooks  # type: ignore[attr-defined,assignment]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
