"""Bind reprocessing to Prefect: one task run a submission."""

from datetime import UTC, datetime

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.stage_log import Fact, logged_stage
from tasks.execution.stage_task import stage_task
from tasks.ingest.replayed import Replayed
from tasks.ingest.reprocess import reprocess
from tasks.ingest.selection import Selection, select_submissions
from warehouse.dimensions.regions import load_regions
from warehouse.records import Submission
from warehouse.submissions.lookup import get

REPROCESS_SECONDS = 2 * 3600


@stage_task(name="select", run_name="select submissions", time_limit=REPROCESS_SECONDS)
def select_archived(selection: Selection, settings: Settings) -> tuple[Submission, ...]:
    """What is to be judged again."""
    with catalogue(settings) as engine:
        return tuple(select_submissions(engine, selection, regions=load_regions()))


@stage_task(name="reprocess", run_name="reprocess {submission.file_name}", time_limit=REPROCESS_SECONDS)
def reprocess_submission(submission: Submission, settings: Settings, *, dry_run: bool) -> Replayed:
    """Judge one submission again, as it stands now."""
    facts: dict[str, Fact] = {"submission": submission.label, "file": submission.file_name}
    with logged_stage("reprocess", **facts) as line, catalogue(settings) as engine:
        done = reprocess(
            get(engine, submission.id),
            settings=settings,
            engine=engine,
            regions=load_regions(),
            now=datetime.now(UTC),
            dry_run=dry_run,
        )
        line["outcome"] = "not_judged" if done.note else "changed" if done.changed else "as_before"
        line["note"] = done.note
    return done
