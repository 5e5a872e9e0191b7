"""Bind stages 2 to 5 to Prefect: one task run a file."""

from dataclasses import replace
from datetime import UTC, datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from settings import Settings
from tasks.catalogue import catalogue
from tasks.check.set_aside import write_receipt
from tasks.discreet import discreet_faults
from tasks.load.ingest import Ingested, deliver_receipt, ingest
from tasks.states import Received
from warehouse.records import Status, Submission
from warehouse.regions import load_regions
from warehouse.submissions import get


@task(
    name="ingest",
    task_run_name="ingest {received.file_name}",
    retries=2,
    retry_delay_seconds=[1, 5],
    cache_policy=NO_CACHE,
    persist_result=False,
)
def ingest_file(received: Received, settings: Settings) -> Ingested:
    """Read, check, conform and load one submission."""
    with discreet_faults(), catalogue(settings) as engine:
        done = ingest(received, settings=settings, engine=engine, regions=load_regions(), now=datetime.now(UTC))
    submission = done.submission
    get_run_logger().info(
        "%s %s: %s, rows read %d, accepted %d, rejected %d, merged %d%s",
        submission.label,
        submission.file_name,
        submission.status,
        submission.rows_read,
        submission.rows_accepted,
        submission.rows_rejected,
        submission.rows_merged,
        f", reason {submission.reason_code}" if submission.reason_code else "",
    )
    return done


@task(name="receipts", task_run_name="receipts at the door", cache_policy=NO_CACHE, persist_result=False)
def give_receipts(submissions: tuple[Submission, ...], settings: Settings) -> tuple[Ingested, ...]:
    """Receipts of submissions that ended at the door (duplicates, files refused by their name) or that are owed."""
    with discreet_faults(), catalogue(settings) as engine:
        return tuple(deliver_receipt(submission.id, settings=settings, engine=engine) for submission in submissions)


@task(name="failed", task_run_name="failed {received.file_name}", cache_policy=NO_CACHE, persist_result=False)
def report_failure(received: Received, fault: str, settings: Settings) -> Ingested:
    """Report a submission that could not be processed; it stays pending, so the next run tries it again.

    One that was settled before the fault gets the receipt of its verdict.
    fault: text of an error raised on purpose, which carries no values.
    """
    get_run_logger().error("%s could not be processed: %s; the next run tries again", received.file_name, fault)
    with discreet_faults(), catalogue(settings) as engine:
        submission = get(engine, received.submission_id)
        if submission.status is not Status.RECEIVED:
            return deliver_receipt(submission.id, settings=settings, engine=engine)
        failed = replace(submission, status=Status.FAILED, details={**submission.details, "reason_detail": fault})
        place = write_receipt(failed, issues=(), aside=None, outbox=settings.path("outbox"))
    return Ingested(submission=failed, issues=(), receipt=place)
