"""Bind stages 2 to 5 to Prefect: one task run a batch of small files, or a large one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from prefect import runtime
from sqlalchemy import Engine

from settings import Settings
from tasks.check.deliver import Ingested, ReceiptPlaces, correct_receipts, deliver_receipt
from tasks.check.outbox import write_arrival
from tasks.execution.catalogue import catalogue
from tasks.execution.places import lake_of
from tasks.execution.redact_errors import redact_errors
from tasks.execution.retries import RETRIES, is_transient
from tasks.execution.stage_log import Fact, logged_stage
from tasks.execution.stage_task import stage_task
from tasks.ingest.batches import Batch, batches_of, files_per_batch, name_of_batch
from tasks.ingest.ingest import ingest
from tasks.states import Received
from warehouse.dimensions.regions import load_regions
from warehouse.errors import ENVIRONMENT_ERRORS, UcjError
from warehouse.lake.rewrite import drop_old_copies
from warehouse.records import GIVEN_UP, Submission, submission_label
from warehouse.submissions.attempts import awaits_verdict, begin_attempt, end_attempt
from warehouse.submissions.lookup import list_submissions
from warehouse.submissions.submissions import fail

Outcome = Ingested | str  # a settled submission, or the text of the fault that kept it from that
BATCH_SECONDS, DOOR_SECONDS = 2 * 3600, 1800
ABOUT_TO_COMMIT = timedelta(hours=1)  # copies of objects that another task may still be loading


def batches_waiting(waiting: tuple[Received, ...], settings: Settings) -> tuple[tuple[Batch, ...], ...]:
    """Chains of batches of what waits, by the size of the archived files."""
    sized = [(received, received.bytes) for received in waiting]
    return batches_of(sized, max_files=files_per_batch(len(sized), workers=settings.workers))


def _name_of_batch() -> str:
    return name_of_batch(runtime.task_run.parameters["batch"])


@stage_task(name="ingest", run_name=_name_of_batch, time_limit=BATCH_SECONDS)
def ingest_batch(batch: Batch, settings: Settings) -> tuple[Outcome, ...]:
    """Read, check, conform and load each submission of a batch, in order; one that fails does not keep the others.

    A transient fault is tried again, for those that it left unsettled. A full disk or a catalogue out of reach is
    no file's fault: it is raised, ends the run, and what waits goes on waiting.
    """
    with catalogue(settings) as engine:
        drop_old_copies(
            engine, lake=lake_of(settings), before=datetime.now(UTC) - ABOUT_TO_COMMIT
        )  # no run begins here
        outcomes = tuple(_ingest_one(received, settings, engine) for received in batch)
    transient = [fault for fault in outcomes if isinstance(fault, UcjError) and is_transient(fault)]
    if transient and runtime.task_run.run_count <= RETRIES:
        raise transient[0]
    return tuple(str(one) if isinstance(one, UcjError) else one for one in outcomes)


def _ingest_one(received: Received, settings: Settings, engine: Engine) -> Ingested | UcjError:
    """The submission as it was settled, now or by an earlier try; or the fault that kept it from that."""
    facts: dict[str, Fact] = {"submission": submission_label(received.submission_id), "file": received.file_name}
    try:
        with logged_stage("ingest", **facts) as line, redact_errors():
            begun = begin_attempt(
                engine, received.submission_id, max_attempts=settings.max_attempts, at=datetime.now(UTC)
            )
            if awaits_verdict(begun):
                with _marked_no_longer(received, engine):
                    now = datetime.now(UTC)
                    done = ingest(received, settings=settings, engine=engine, regions=load_regions(), now=now)
            else:
                done = deliver_receipt(received.submission_id, places=ReceiptPlaces.of(settings), engine=engine)
                correct_receipts(done.submission, places=ReceiptPlaces.of(settings), engine=engine)
            line.update(outcome_of(done.submission))
            return done
    except ENVIRONMENT_ERRORS:
        raise
    except UcjError as fault:
        return fault


@contextmanager
def _marked_no_longer(received: Received, engine: Engine) -> Iterator[None]:
    """Whatever fault ends the attempt, the process lives to say that it ended."""
    try:
        yield
    except Exception:
        with suppress(*ENVIRONMENT_ERRORS):  # what kept the file from being judged may keep this from being written too
            end_attempt(engine, received.submission_id)
        raise


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


@stage_task(name="receipts", run_name="receipts on arrival", time_limit=DOOR_SECONDS)
def give_receipts(
    settled: tuple[Submission, ...], waiting: tuple[Received, ...], settings: Settings
) -> tuple[Ingested, ...]:
    """Receipts at once: the word that it was taken for what waits, the result for what needs no reading.

    That is what ended on arrival (duplicates, files refused by their name) and what is owed. Returns those settled.
    """
    with (
        logged_stage("receipts", waiting=len(waiting), settled=len(settled)),
        catalogue(settings) as engine,
    ):
        taken = list_submissions(engine, ids=[received.submission_id for received in waiting]) if waiting else []
        for submission in taken:
            write_arrival(submission, outbox=settings.path("outbox"))
        return tuple(
            deliver_receipt(submission.id, places=ReceiptPlaces.of(settings), engine=engine) for submission in settled
        )


@stage_task(name="failed", run_name="failed {received.file_name}", time_limit=DOOR_SECONDS)
def report_failure(received: Received, fault: str, settings: Settings) -> Ingested:
    """Record that a submission could not be processed; the next runs try it again, `max_attempts` in all.

    One that was settled before the fault gets the receipt of its verdict, and what it replaced gets its own.
    fault: text of an error raised on purpose, which carries no values.
    """
    facts: dict[str, Fact] = {"submission": submission_label(received.submission_id), "file": received.file_name}
    with logged_stage("failed", **facts) as line, catalogue(settings) as engine:
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
        done = deliver_receipt(failed.id, places=ReceiptPlaces.of(settings), engine=engine)
        correct_receipts(done.submission, places=ReceiptPlaces.of(settings), engine=engine)
        return done
