"""Bind reprocessing to Prefect: one task run a submission."""

from datetime import UTC, datetime

from prefect import task
from prefect.cache_policies import NO_CACHE

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.retries import RETRIES, RETRY_DELAYS, another_try
from tasks.execution.safe_errors import discreet_faults
from tasks.execution.stage_log import Fact, logged_stage
from tasks.ingest.reprocess import Replayed, Selection, reprocess, select_submissions
from warehouse.dimensions.regions import load_regions
from warehouse.records import Submission
from warehouse.submissions.submissions import get

REPROCESS_SECONDS = 2 * 3600


@task(
    name="select",
    task_run_name="select submissions",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=another_try,
    timeout_seconds=REPROCESS_SECONDS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def select_archived(selection: Selection, settings: Settings) -> tuple[Submission, ...]:
    """What is to be judged again."""
    with discreet_faults(), catalogue(settings) as engine:
        return tuple(select_submissions(engine, selection, regions=load_regions()))


@task(
    name="reprocess",
    task_run_name="reprocess {submission.file_name}",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=another_try,
    timeout_seconds=REPROCESS_SECONDS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def reprocess_submission(submission: Submission, settings: Settings, *, dry_run: bool) -> Replayed:
    """Judge one submission again, as it stands now."""
    facts: dict[str, Fact] = {"submission": submission.label, "file": submission.file_name}
    with logged_stage("reprocess", **facts) as line, discreet_faults(), catalogue(settings) as engine:
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
