"""Bind stages 2 to 5 to Prefect: one task run a file."""

from datetime import UTC, datetime

from prefect import task
from prefect.cache_policies import NO_CACHE

from settings import Settings
from tasks.catalogue import catalogue
from tasks.check.set_aside import write_arrival
from tasks.discreet import discreet_faults
from tasks.load.ingest import Ingested, correct_receipts, deliver_receipt, ingest
from tasks.stage_log import Fact, logged_stage
from tasks.states import Received
from warehouse.records import GIVEN_UP, Submission, submission_label
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
    facts: dict[str, Fact] = {"submission": submission_label(received.submission_id), "file": received.file_name}
    with logged_stage("ingest", **facts) as line, discreet_faults(), catalogue(settings) as engine:
        done = ingest(received, settings=settings, engine=engine, regions=load_regions(), now=datetime.now(UTC))
        line.update(outcome_of(done.submission))
    return done


def outcome_of(submission: Submission) -> dict[str, Fact]:
    """What became of a submission, for its line in the log."""
    return {
        "status": submission.status,
        "reason": submission.reason_code,
        "rows_read": submission.rows_read,
        "rows_accepted": submission.rows_accepted,
        "rows_rejected": submission.rows_rejected,
        "rows_merged": submission.rows_merged,
        "rows_warned": submission.rows_warned,
    }


@task(name="receipts", task_run_name="receipts at the door", cache_policy=NO_CACHE, persist_result=False)
def give_receipts(
    settled: tuple[Submission, ...], waiting: tuple[Received, ...], settings: Settings
) -> tuple[Ingested, ...]:
    """Receipts at once: the word that it was taken for what waits, the result for what needs no reading.

    That is what ended at the door (duplicates, files refused by their name) and what is owed. Returns those settled.
    """
    with (
        logged_stage("receipts", waiting=len(waiting), settled=len(settled)),
        discreet_faults(),
        catalogue(settings) as engine,
    ):
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
    facts: dict[str, Fact] = {"submission": submission_label(received.submission_id), "file": received.file_name}
    with logged_stage("failed", **facts) as line, discreet_faults(), catalogue(settings) as engine:
        failed = fail(
            engine,
            received.submission_id,
            fault=fault,
            max_attempts=settings.max_attempts,
            at=datetime.now(UTC),
        )
        line |= {
            "why": fault,
            "next": "given up: `ucj reprocess` tries it again" if failed.reason_code == GIVEN_UP else "tried again",
        }
        done = deliver_receipt(failed.id, settings=settings, engine=engine)
        correct_receipts(done.submission, settings=settings, engine=engine)
        return done
