"""The flows that `benchmarks.cluster` measures: imported once Prefect's environment is set up."""

from collections.abc import Callable
from datetime import date

from prefect import flow, runtime

from flows.ingest_inbox import ingest_inbox
from flows.runtime.recorded_run import recorded_run
from flows.runtime.run_log import logged_run
from flows.runtime.task_runner import TaskRunnerOfSettings
from settings import Settings
from tasks.measure.task import measure_facts


@flow(task_runner=TaskRunnerOfSettings())  # type: ignore[arg-type]
def measure_only(as_of: date) -> None:
    """Measure, and publish nothing."""
    settings = Settings()
    with logged_run(settings), recorded_run(as_of, str(runtime.flow_run.id), settings) as opened:
        measure_facts(as_of, opened.number, settings, today=as_of)


def take_files(_: date) -> None:
    """Read, check and load all that lies in the inbox."""
    ingest_inbox()


FLOWS: dict[str, Callable[[date], object]] = {"files": take_files, "ranges": measure_only}
