"""Bind stages 2 to 5 to Prefect: one task run a file."""

from datetime import UTC, datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from settings import Settings
from tasks.catalogue import catalogue
from tasks.check.set_aside import write_arrival
from tasks.discreet import discreet_faults
from tasks.load.ingest import Ingested, correct_receipts, deliver_receipt, ingest
from tasks.states import Received
from warehouse.records import GIVEN_UP, Submission
from warehouse.regions import load_regions
from warehouse.submissions import fail, list_submissions


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
def give_receipts(
    settled: tuple[Submission, ...], waiting: tuple[Received, ...], settings: Settings
) -> tuple[Ingested, ...]:
    """Receipts at once: the word that it was taken for what waits, the result for what needs no reading.

    That is what ended at the door (duplicates, files refused by their name) and what is owed. Returns those settled.
    """
    with discreet_faults(), catalogue(settings) as engine:
        taken = list_submissions(engine, ids=[received.submission_id for received in waiting]) if waiting else []
        for submission in taken:
            write_arrival(submission, outbox=settings.path("outbox"))
        return tuple(deliver_receipt(submission.id, settings=settings, engine=engine) for submission in settled)


@task(name="failed", task_run_name="failed {received.file_name}", cache_policy=NO_CACHE, persist_result=False)
def report_failure(received: Received, fault: str, settings: Settings) -> Ingested:
    """Record that a submission could not be processed; the next runs try it again, `max_attempts` in all.

    One that was settled before the fault gets the receipt of its verdict, and what it replaced gets its own.
    fault: text of an error raised on purpose, which carries no values.
    """
    with discreet_faults(), catalogue(settings) as engine:
        failed = fail(
            engine,
            received.submission_id,
            fault=fault,
            max_attempts=settings.max_attempts,
            at=datetime.now(UTC),
        )
        what_now = "given up: `ucj reprocess` tries it again" if failed.reason_code == GIVEN_UP else "to be tried again"
        get_run_logger().error("%s could not be processed: %s; %s", received.file_name, fault, what_now)
        done = deliver_receipt(failed.id, settings=settings, engine=engine)
        correct_receipts(done.submission, settings=settings, engine=engine)
        return done
