"""Tasks on a Dask cluster that runs already. Imported only where the settings ask for it: `pip install .[dask]`.

`prefect-dask` submits the tasks. What it leaves open is closed here: finished tasks are not run again when the worker
that ran them is gone (Prefect's issue 15442), a task whose workers died does not stay "Running" (21638, 17384), and a
scheduler that goes away ends the run with words that say so.
"""

from contextlib import suppress
from typing import Any, Self
from uuid import UUID

from distributed import Future
from distributed.client import ClosedClientError, FutureCancelledError
from distributed.scheduler import KilledWorker
from prefect import State
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.states import Crashed
from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

from flows.runtime.dask_log import relayed_stages
from tasks.execution.retries import WorkerLost
from warehouse.errors import OperatorError, UcjError

ANSWER_SECONDS = 60
CONNECTION_LOST = "scheduler-connection-lost"  # why Dask cancels what was asked of a scheduler that is gone
RUNNING = "running"


class ClusterAway(OperatorError):
    """The Dask scheduler that is set does not answer, or has no worker, or went away in the middle of a run."""

    @classmethod
    def gone(cls) -> Self:
        """What to say when it was there before."""
        return cls(
            "The Dask scheduler went away in the middle of the run: start it and its workers again. What was settled "
            "is kept, and the next run does the rest."
        )


class TaskRunUnknown(UcjError):
    """Prefect has not heard of a task run, or not yet."""


class ClusterFuture(PrefectDaskFuture[Any]):
    """The result of a task on the cluster, kept by this process alone once it is there.

    lost: why there is no result and never will be. has_ended: whether the cluster has said how the task ended.
    """

    lost: WorkerLost | ClusterAway | None = None
    has_ended = False

    def result(self, timeout: float | None = None, raise_on_failure: bool = True) -> Any:
        """What the task returned; raises `WorkerLost`, `ClusterAway`, and what the task raised."""
        wrapped: Future[Any] = self.wrapped_future
        if self.lost:
            raise self.lost
        try:
            return super().result(timeout=timeout, raise_on_failure=raise_on_failure)
        except (KilledWorker, FutureCancelledError) as fault:
            is_away = isinstance(fault, FutureCancelledError) and fault.reason == CONNECTION_LOST
            self.lost = ClusterAway.gone() if is_away else WorkerLost("The workers that ran the task died.")
            with suppress(TaskRunUnknown):
                crash(self.task_run_id)
            raise self.lost from fault
        finally:
            if wrapped.done():
                self.has_ended = True
                wrapped.release()  # else the scheduler has it run again when the worker that holds the result is gone


def crash(task_run_id: UUID) -> None:
    """Show a task run as crashed: Prefect hears from the worker alone how a task ended, and this one is gone.

    One of which it has heard so stays as it is.

    Raises `TaskRunUnknown`: what the worker last said of it may still be on its way.
    """
    gone: State[object] = Crashed(message="Its workers died; nothing is lost, what was not settled is tried again.")
    try:
        with get_client(sync_client=True) as client:
            state = client.read_task_run(task_run_id).state
            if state is None or not state.is_final():
                client.set_task_run_state(task_run_id, gone, force=True)
    except (ObjectNotFound, PrefectHTTPStatusError) as fault:
        raise TaskRunUnknown from fault


class ClusterTaskRunner(DaskTaskRunner):
    """Submits tasks to the scheduler at an address; log lines of the stages come back to this process."""

    relays = False
    submitted: list[ClusterFuture]

    def __enter__(self) -> Self:
        """Connect at once, so that a cluster that is away ends the run before anything was begun."""
        super().__enter__()  # type: ignore[no-untyped-call]
        self.submitted = []
        try:
            self.client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except (OSError, TimeoutError) as fault:
            self.__exit__(type(fault), fault, fault.__traceback__)
            raise ClusterAway(
                f"The Dask scheduler at {self.address} does not answer, or has no worker: start them, or set "
                'execution.engine = "threads". Nothing was changed.'
            ) from None
        return self

    def submit(self, task: Any, parameters: dict[str, Any], *args: Any, **named: Any) -> ClusterFuture:  # type: ignore[override]
        """Submit one task; from the first on, what the stages log on the workers comes back. Raises `ClusterAway`."""
        context = FlowRunContext.get()
        if not self.relays and context and context.flow_run:
            self.relays = True
            self._exit_stack.enter_context(relayed_stages(self.client, flow_run=str(context.flow_run.id)))
        try:
            plain = super().submit(task, parameters, *args, **named)
        except ClosedClientError as fault:
            raise ClusterAway.gone() from fault
        future = ClusterFuture(task_run_id=plain.task_run_id, wrapped_future=plain.wrapped_future)
        self.submitted.append(future)
        return future

    def __exit__(self, *fault: Any) -> None:
        """Leave the cluster; what was lost is told once more, where Prefect did not know of it before."""
        is_away = bool(self.submitted) and self.client.status != RUNNING  # a client that was never there begins anew
        for future in self.submitted:
            if future.lost or (is_away and not future.has_ended):
                with suppress(TaskRunUnknown):  # it died before it could say that it began
                    crash(future.task_run_id)
        super().__exit__(*fault)
