"""On drop: what lies in the inbox is taken, checked, loaded and answered; nothing is published."""

from datetime import datetime

from prefect import flow, runtime

from expectations.jakarta import JAKARTA
from flows.runtime.clock import today_in_jakarta
from flows.runtime.error_logging import show_errors_plainly
from flows.runtime.flow_names import INGEST_INBOX
from flows.runtime.recorded_run import recorded_run
from flows.runtime.run_lock import only_one_run
from flows.runtime.run_log import watched_run
from flows.runtime.task_runner import TaskRunnerOfSettings
from flows.steps.finish import end_message, final_state, finish_run
from flows.steps.ingest import take_inbox
from flows.ui.artifacts import show_ingested
from flows.ui.progress import ProgressBar
from flows.ui.summary import Ending, IngestSummary
from settings import Settings
from tasks.check.task import build_data_docs
from tasks.execution.redact_errors import redact_errors

LIMIT_SECONDS = 6 * 3600


def name_of_sweep() -> str:
    """When it was started, in Jakarta."""
    return f"{INGEST_INBOX} {datetime.now(JAKARTA):%Y-%m-%d %H:%M:%S}"


@flow(
    name=INGEST_INBOX,
    flow_run_name=name_of_sweep,
    task_runner=TaskRunnerOfSettings(),  # type: ignore[arg-type]
    timeout_seconds=LIMIT_SECONDS,
    persist_result=False,
)
def ingest_inbox() -> IngestSummary:
    """Take, check and load what the branches delivered, and answer them; the next daily run publishes it."""
    settings, today = Settings(), today_in_jakarta()
    show_errors_plainly()
    bar = ProgressBar()
    with (
        redact_errors(),
        only_one_run(settings),
        watched_run(settings),
        recorded_run(today, str(runtime.flow_run.id), settings),
    ):
        taken = take_inbox(today, settings, bar)
        if taken.ingested:
            build_data_docs(settings)
    summary = IngestSummary(
        submissions=tuple(done.record() for done in taken.ingested),
        left_in_inbox=tuple({"path": item.path, "reason": item.reason} for item in taken.left),
        drop_folders=tuple(visit.record() for visit in taken.visits),
    )
    show_ingested(summary)
    ending: Ending = "ingested" if summary.submissions else "nothing_new"
    statuses = [one["status"] for one in summary.submissions]
    return finish_run(
        summary, name=final_state(ending, statuses), message=end_message(ending, statuses), settings=settings
    )
