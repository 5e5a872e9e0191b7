"""One submission from the archive to the warehouse: read, check, conform, load; then its receipt."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from settings import Settings
from tasks.check.deliver import Ingested, ReceiptPlaces, correct_receipts, deliver_receipt
from tasks.check.documented import document_check
from tasks.check.outbox import write_quarantine
from tasks.check.reject_limit import max_reject_share_of
from tasks.conform.current_key import key_in_use
from tasks.execution.places import lake_of
from tasks.ingest.evaluate import evaluate_submission
from tasks.ingest.position_gate.history import history_of
from tasks.load.load import write_position
from tasks.receive.archive import delivered_file
from tasks.states import Received
from warehouse.dimensions.regions import Regions
from warehouse.records import submission_label
from warehouse.submissions.load import load_position
from warehouse.submissions.submissions import finalise_submission


def ingest(received: Received, *, settings: Settings, engine: Engine, regions: Regions, now: datetime) -> Ingested:
    """Settle one submission; doing it again after a crash leads to the same state."""
    with delivered_file(received.archived, sha256=received.sha256) as file:
        judged = evaluate_submission(
            replace(received, archived=file),
            settings=settings,
            regions=regions,
            max_reject_share=max_reject_share_of(
                received.branch, branch_list=settings.branches_path, usual=settings.max_reject_share
            ),
            history=history_of(received, engine=engine),
        )
    verdict = judged.verdict
    if judged.checked is not None and judged.checked.issues:
        write_quarantine(
            judged.checked, quarantine=settings.path("quarantine"), label=submission_label(received.submission_id)
        )
    if judged.checked is not None:
        document_check(judged.checked, received=received, verdict=verdict, docs=settings.path("docs"), at=now)
    if judged.accepted is None:
        finalise_submission(engine, received.submission_id, verdict=verdict, at=now)
    else:
        key = key_in_use(engine, settings.key_path)
        written = write_position(received, judged.accepted, lake=lake_of(settings), key=key, regions=regions)
        load_position(
            engine,
            submission_id=received.submission_id,
            object_file=written,
            verdict=verdict,
            lake=lake_of(settings),
            at=now,
        )
    done = deliver_receipt(received.submission_id, places=ReceiptPlaces.of(settings), engine=engine)
    correct_receipts(done.submission, places=ReceiptPlaces.of(settings), engine=engine)
    return done
