"""Where the tasks of a flow run: in threads of its process or on a Dask cluster, as the settings say."""

from typing import Any, Self, cast

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from settings import Settings


class TaskRunnerOfSettings(ThreadPoolTaskRunner[Any]):
    """The task runner of every flow that submits tasks.

    Prefect asks for a duplicate when a flow run begins; only then are the settings read, so that a run that a worker
    starts obeys them as one that a command starts.
    """

    def duplicate(self) -> Self:
        """The task runner that the settings ask for; Prefect uses nothing but the interface of all task runners."""
        return cast("Self", task_runner_of(Settings()))


def task_runner_of(settings: Settings) -> TaskRunner[Any]:
    """Threads of this process, `workers` at once; or the Dask cluster at `execution.address`."""
    if settings.execution.engine == "threads":
        return ThreadPoolTaskRunner(max_workers=settings.workers)
    from flows.runtime.dask_runner import ClusterTaskRunner  # noqa: PLC0415 - an extra, and takes a second

    return ClusterTaskRunner(address=settings.execution.address)
