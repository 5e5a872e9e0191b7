"""The daily run: everything that waits in the inbox, through all stages, to a published release."""

from datetime import date

from prefect import flow, runtime

from flows.runtime.clock import today_in_jakarta
from flows.runtime.error_logging import show_errors_plainly
from flows.runtime.flow_names import RUN_DAILY
from flows.runtime.parameters import day_of, with_cohort
from flows.runtime.recorded_run import recorded_run
from flows.runtime.run_lock import only_one_run
from flows.runtime.run_log import watched_run
from flows.runtime.task_runner import TaskRunnerOfSettings
from flows.steps.ingest import INGESTED_PERCENT, take_inbox
from flows.steps.publication import build_summary, publish_day, show_and_finish
from flows.ui.progress import ProgressBar
from flows.ui.summary import RunSummary
from settings import Settings
from tasks.check.task import build_data_docs
from tasks.execution.redact_errors import redact_errors

LIMIT_SECONDS = 8 * 3600


def name_of_run() -> str:
    """Which day a run is for, also where the schedule leaves it to the clock."""
    return f"{RUN_DAILY} {runtime.flow_run.parameters.get('as_of') or today_in_jakarta()}"


@flow(
    name=RUN_DAILY,
    flow_run_name=name_of_run,
    task_runner=TaskRunnerOfSettings(),  # type: ignore[arg-type]
    timeout_seconds=LIMIT_SECONDS,
    persist_result=False,
)
def run_daily(as_of: date | None = None, cohort_since: date | None = None) -> RunSummary:
    """Take, check, load, measure and publish what the branches delivered, as of a date.

    What a branch delivers again replaces what it delivered before; a run that finds nothing new publishes nothing.

    Args:
        as_of: Day the figures hold for. Empty: today in Jakarta. A later day is refused.
        cohort_since: First day of a month: who was first counted since then is shown as a cohort, beside those of the
            setting `cohort_since`. Empty: those alone.
    """
    day, today = day_of(as_of), today_in_jakarta()
    settings = with_cohort(Settings(), cohort_since, day=day)
    show_errors_plainly()
    bar = ProgressBar()
    with (
        redact_errors(),
        only_one_run(settings),
        watched_run(settings),
        recorded_run(day, str(runtime.flow_run.id), settings) as run,
    ):
        taken = take_inbox(today, settings, bar)
        release = publish_day(day, run, settings, bar=bar, begun_percent=INGESTED_PERCENT)
        build_data_docs(settings)
        summary, highlights = build_summary(day, release, settings, taken=taken)
    return show_and_finish(summary, highlights, settings, bar=bar)
