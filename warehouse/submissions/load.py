"""The load protocol: an object of the lake becomes part of the catalogue in one transaction, or not at all.

Which object of a slot is in force is settled in the same transaction (`warehouse.submissions.slots`).
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from warehouse.catalogue.transactions import writing
from warehouse.errors import SubmissionNotPending
from warehouse.lake.key_registry import require_key_in
from warehouse.lake.objects import verify_object
from warehouse.models.models import LakeObjectRow, SubmissionRow
from warehouse.records import PENDING, TAKEN, Cause, ObjectFile, Status, Submission, Verdict
from warehouse.submissions.lookup import submission_in
from warehouse.submissions.slots import finalise_slot
from warehouse.submissions.submissions import finalise_in


@dataclass(frozen=True, kw_only=True)
class LoadOutcome:
    """What a load did: the submission as it now is, whether it is in force, and which ones yield to it."""

    submission: Submission
    live: bool
    superseded: tuple[int, ...]


def load_position(
    engine: Engine,
    *,
    lake: Path,
    submission_id: int,
    object_file: ObjectFile,
    verdict: Verdict,
    at: datetime,
) -> LoadOutcome:
    """Load the object of an accepted submission; the same call again changes nothing and returns the same.

    Raises `LakeObjectCorrupt`, and `SubmissionNotPending` when the submission was refused or held meanwhile.
    """
    verify_object(lake, object_file)
    with writing(engine) as connection:
        submission = submission_in(connection, submission_id, lock=True)
        if submission.status in PENDING:
            object_id = insert_object(connection, submission, object_file=object_file, at=at)
            finalise_in(connection, submission_id, verdict=verdict, cause=Cause.CHECK, at=at, lake_object_id=object_id)
            finalise_slot(connection, submission, lake=lake)
        elif submission.status not in TAKEN:
            raise SubmissionNotPending(
                f"{submission.label} is {submission.status} and cannot be loaded: deliver the file again."
            )
        return _outcome(connection, submission_id)


def insert_object(connection: Connection, submission: Submission, *, object_file: ObjectFile, at: datetime) -> int:
    """Enter an object of a submission, not in force yet; returns its number. Raises `KeysMixed`."""
    require_key_in(connection, object_file.key_id, at=at)
    row = insert(LakeObjectRow).values(
        submission_id=submission.id,
        feed=submission.feed,
        branch=submission.branch,
        position_date=submission.position_date,
        revision=submission.revision,
        live=False,
        path=object_file.path,
        sha256=object_file.sha256,
        rows=object_file.rows,
        bytes=object_file.bytes,
        loaded_at=at,
        key_id=object_file.key_id,
        content_sha256=object_file.content_sha256,
        places_id=object_file.places_id,
    )
    return connection.execute(row.returning(LakeObjectRow.id)).scalar_one()


def _outcome(connection: Connection, submission_id: int) -> LoadOutcome:
    yields = select(SubmissionRow.id).where(SubmissionRow.superseded_by == submission_id).order_by(SubmissionRow.id)
    submission = submission_in(connection, submission_id)
    return LoadOutcome(
        submission=submission,
        live=submission.status is not Status.SUPERSEDED,
        superseded=tuple(connection.execute(yields).scalars()),
    )
