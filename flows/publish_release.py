"""Measure and publish as of a date, from what is loaded: nothing is taken from the inbox."""

from datetime import date

from prefect import flow, runtime

from flows.runtime.clock import today_in_jakarta
from flows.runtime.flow_names import PUBLISH_RELEASE
from flows.runtime.parameters import day_of, with_cohort
from flows.runtime.recorded_run import recorded_run
from flows.runtime.run_lock import only_one_run
from flows.runtime.run_log import watched_run
from flows.runtime.task_runner import TaskRunnerOfSettings
from flows.steps.publication import build_summary, publish_day, show_and_finish
from flows.ui.progress import ProgressBar
from flows.ui.summary import RunSummary
from settings import Settings
from tasks.check.task import build_data_docs
from tasks.execution.redact_errors import redact_errors

LIMIT_SECONDS = 6 * 3600


def name_of_publication() -> str:
    """Which day is published; a day that the flow refuses gives a name too, so that it ends as failed and says why."""
    return f"{PUBLISH_RELEASE} {runtime.flow_run.parameters.get('as_of') or today_in_jakarta()}"


@flow(
    name=PUBLISH_RELEASE,
    flow_run_name=name_of_publication,
    task_runner=TaskRunnerOfSettings(),  # type: ignore[arg-type]
    timeout_seconds=LIMIT_SECONDS,
    persist_result=False,
)
def publish_as_of(as_of: date | None = None, cohort_since: date | None = None, draft: bool = False) -> RunSummary:
    """Measure and publish what is loaded, as of a date; the inbox is left alone.

    Published figures follow an approval, a replay or a change of settings this way, without waiting for the daily run.

    Args:
        as_of: Day the figures hold for. Empty: today in Jakarta. A later day is refused.
        cohort_since: First day of a month: who was first counted since then is shown as a cohort, beside those of the
            setting `cohort_since`. Empty: those alone.
        draft: What is new is for the operator only, until `ucj release promote` publishes it.
    """
    day, bar = day_of(as_of), ProgressBar()
    settings = with_cohort(Settings(), cohort_since, day=day)
    with (
        redact_errors(),
        only_one_run(settings),
        watched_run(settings),
        recorded_run(day, str(runtime.flow_run.id), settings) as run,
    ):
        release = publish_day(day, run, settings, bar=bar, draft=draft)
        build_data_docs(settings)
        summary, highlights = build_summary(day, release, settings)
    return show_and_finish(summary, highlights, settings, bar=bar)
