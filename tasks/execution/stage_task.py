"""Bind a stage to Prefect as a task: `@stage_task` gives each the same retries, a time limit, and redacted errors."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE

from tasks.execution.redact_errors import redact_errors
from tasks.execution.retries import RETRIES, RETRY_DELAYS, retry_if_transient

P = ParamSpec("P")
R = TypeVar("R")


def stage_task(
    *, name: str, run_name: str | Callable[[], str], time_limit: int
) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a function a Prefect task that a run can repeat without harm.

    name, run_name: what Prefect shows of the task and of each of its runs; a run name may hold `{parameter}`.
    time_limit: seconds for one try. A try that takes longer fails and is not repeated.

    A transient fault is tried again `RETRIES` times. Errors keep their kind and place but no value (`redact_errors`),
    since Prefect stores what they say. Results are neither cached nor stored: they live in the catalogue and the lake.
    The bare function stays within reach as `.fn`, with its errors redacted too.
    """

    def bind(function: Callable[P, R]) -> Task[P, R]:
        @wraps(function)
        def redacted(*args: P.args, **kwargs: P.kwargs) -> R:
            with redact_errors():
                return function(*args, **kwargs)

        return task(
            name=name,
            task_run_name=run_name,
            retries=RETRIES,
            retry_delay_seconds=RETRY_DELAYS,
            retry_condition_fn=retry_if_transient,
            timeout_seconds=time_limit,
            cache_policy=NO_CACHE,
            persist_result=False,
        )(redacted)

    return bind
