"""What the flows that publish share: measure and publish a day, and tell of it."""

import logging
from datetime import date

from prefect import runtime

from flows.runtime.clock import today_in_jakarta
from flows.runtime.recorded_run import OpenRun
from flows.steps.finish import end_message, final_state, finish_run
from flows.steps.ingest import IngestedInbox
from flows.ui.artifacts import show_in_ui
from flows.ui.progress import ProgressBar
from flows.ui.summary import RunSummary, ending_of, notes_of, notes_of_drop_folders, notes_of_mirror
from settings import Settings
from tasks.measure.task import measure_facts
from tasks.operations.status.highlights import Highlights
from tasks.operations.status.read import read_delivery_status
from tasks.operations.status.read_highlights import read_highlights
from tasks.publish.mirror.state import read_mirror_state
from tasks.publish.mirror.task import mirror_releases
from tasks.publish.task import Published, publish_release
from warehouse.records import RunState

progress = logging.getLogger("ucj.progress")
MEASURED_PERCENT = 90  # where the bar of the UI stands when figures are measured


def publish_day(
    day: date,
    run: OpenRun,
    settings: Settings,
    *,
    bar: ProgressBar | None = None,
    begun_percent: float = 0,
    draft: bool = False,
) -> Published | None:
    """Measure and publish what is loaded; None when no branch has a position by then. A held release marks the run.

    bar: of the run, where this is what it does; it stands at `begun_percent` then. draft: what is new is a draft.
    """
    _say(f"measure: as of {day}", begun_percent, bar)
    measured = measure_facts(day, run.number, settings, today=today_in_jakarta())
    if measured is None:
        return None
    _say(f"publish: as of {day}", MEASURED_PERCENT, bar)
    release = publish_release(measured, settings, draft=draft)
    if settings.storage.published:
        mirror_releases(settings)
    if release.problems:
        run.state = RunState.GATED
    return release


def _say(what: str, percent: float, bar: ProgressBar | None) -> None:
    if bar is not None:
        progress.info(what)
        bar.show(percent, what)


def build_summary(
    day: date, release: Published | None, settings: Settings, *, taken: IngestedInbox | None = None
) -> tuple[RunSummary, Highlights]:
    """What there is to tell of a run; taken: None where the inbox was not looked into."""
    standing = read_delivery_status(day, settings, today=today_in_jakarta())
    mirror = read_mirror_state(settings.home, url=settings.storage.published)
    summary = RunSummary(
        as_of=day,
        ending=ending_of(release),
        flow_run_id=str(runtime.flow_run.id),
        flow_run_name=str(runtime.flow_run.name),
        branch_list=taken.branch_list if taken else settings.branches_path.is_file(),
        submissions=tuple(done.record() for done in taken.ingested) if taken else (),
        left_in_inbox=tuple({"path": item.path, "reason": item.reason} for item in taken.left) if taken else (),
        release=release.record() if release else None,
        notes=notes_of(
            branch_list=taken.branch_list if taken else True,
            release=release,
            taken=len(taken.ingested) if taken else None,
            day=day,
            standing=standing,
        )
        + notes_of_drop_folders(taken.visits if taken else ())
        + notes_of_mirror(mirror),
        deliveries=standing.deliveries,
        drop_folders=tuple(visit.record() for visit in taken.visits) if taken else (),
        mirror=mirror.record() if mirror.url else None,
    )
    return summary, read_highlights(day, settings)


def show_and_finish(summary: RunSummary, highlights: Highlights, settings: Settings, *, bar: ProgressBar) -> RunSummary:
    """Show it in the UI, tell the operators, and end the flow run under the name that says most."""
    show_in_ui(summary, highlights, settings)
    statuses = [one["status"] for one in summary.submissions]
    message = end_message(summary.ending, statuses)
    bar.show(100, message)
    return finish_run(summary, name=final_state(summary.ending, statuses), message=message, settings=settings)
