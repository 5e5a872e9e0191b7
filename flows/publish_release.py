"""Measure and publish as of a date, from what is loaded: nothing is taken from the inbox."""

from datetime import date

from prefect import flow, runtime
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import show_in_ui
from flows.clock import today_in_jakarta
from flows.endings import end_message, end_state, ended
from flows.lock import only_one_run
from flows.names import PUBLISH_RELEASE
from flows.parameters import day_of
from flows.run_daily import recorded_run
from flows.run_log import watched_run
from flows.summary import RunSummary, ending_of, notes_of
from settings import Settings
from tasks.check.task import build_data_docs
from tasks.discreet import discreet_faults
from tasks.measure.task import measure_facts
from tasks.publish.task import publish_release
from tasks.status.read import read_standing
from tasks.watch.read import read_highlights
from warehouse.records import RunState

LIMIT_SECONDS = 6 * 3600


def name_of_publication() -> str:
    """Which day is published."""
    as_of: date | None = runtime.flow_run.parameters.get("as_of")
    return f"{PUBLISH_RELEASE} {day_of(as_of)}"


@flow(
    name=PUBLISH_RELEASE,
    flow_run_name=name_of_publication,
    task_runner=ThreadPoolTaskRunner(max_workers=2),  # type: ignore[arg-type]
    timeout_seconds=LIMIT_SECONDS,
    persist_result=False,
)
def publish_as_of(as_of: date | None = None) -> RunSummary:
    """Measure and publish what is loaded, as of a date; the inbox is left alone.

    Published figures follow an approval, a replay or a change of settings this way, without waiting for the daily run.

    Args:
        as_of: Day the figures hold for. Empty: today in Jakarta. A later day is refused.
    """
    day, settings = day_of(as_of), Settings()
    flow_run_id = str(runtime.flow_run.id)
    with (
        discreet_faults(),
        only_one_run(settings),
        watched_run(settings),
        recorded_run(day, flow_run_id, settings) as run,
    ):
        measured = measure_facts(day, run.number, settings, today=today_in_jakarta())
        release = publish_release(measured, settings) if measured is not None else None
        if release is not None and release.problems:
            run.state = RunState.GATED
        build_data_docs(settings)
        standing = read_standing(day, settings, today=today_in_jakarta())
        highlights = read_highlights(day, settings)
    summary = RunSummary(
        as_of=day,
        ending=ending_of(release),
        flow_run_id=flow_run_id,
        flow_run_name=str(runtime.flow_run.name),
        branch_list=settings.branches_path.is_file(),
        submissions=(),
        left_in_inbox=(),
        release=release.record() if release else None,
        notes=notes_of(branch_list=True, release=release, taken=None, day=day, standing=standing),
        deliveries=standing.deliveries,
    )
    show_in_ui(summary, highlights, settings)
    return ended(
        summary, name=end_state(summary.ending, ()), message=end_message(summary.ending, ()), settings=settings
    )
