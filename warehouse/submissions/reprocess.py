"""Give a submission another verdict: the archive is replayed, the history keeps what was said before."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, RowMapping, select, update

from warehouse.catalogue.transactions import reading, writing
from warehouse.lake.objects import verify_object
from warehouse.models.models import LakeObjectRow
from warehouse.records import (
    BY_OPERATOR,
    GIVEN_UP,
    TAKEN,
    WITHDRAWN,
    Cause,
    ObjectFile,
    Status,
    Submission,
    Verdict,
    submission_label,
)
from warehouse.submissions.load import insert_object
from warehouse.submissions.lookup import submission_in
from warehouse.submissions.slots import finalise_slot
from warehouse.submissions.submissions import finalise_in

JUDGED = TAKEN | {Status.REFUSED, Status.HELD}


def why_not(submission: Submission) -> str | None:
    """The reason why a submission cannot be evaluated again; None when it can."""
    if submission.archive_erased_at is not None:
        return "its archived bytes were erased with a person they held: deliver it again"
    return _why_not_judged(submission)


def _why_not_judged(submission: Submission) -> str | None:
    if submission.duplicate_of is not None:
        return f"a duplicate: {submission_label(submission.duplicate_of)} is the one that counts"
    if submission.reason_code in BY_OPERATOR:
        taken_back = f"withdrawn by the operator: `ucj approve {submission.label}` takes that back"
        return taken_back if submission.reason_code == WITHDRAWN else "refused by the operator: deliver it again"
    if submission.status is Status.FAILED and submission.reason_code == GIVEN_UP:
        return None
    if submission.status not in JUDGED:
        return "still to be judged: `ucj run` does it"
    if submission.contract_version is None:
        return f"refused on arrival ({submission.reason_code}): deliver it again"
    return None


def newest_object(engine: Engine, submission_id: int) -> ObjectFile | None:
    """The object that stands for a submission, in force or not."""
    with reading(engine) as connection:
        row = _newest(connection, submission_id)
    return None if row is None else _file(row)


def replace_verdict(
    engine: Engine, submission_id: int, *, lake: Path, verdict: Verdict, object_file: ObjectFile | None, at: datetime
) -> bool:
    """Put a verdict in place of the one before, with the object of an accepted one; settles what is in force.

    The same call again changes nothing in what is in force. Objects that go out of force stay in the lake. False when
    the submission can no longer be judged again: an operator was faster.
    """
    if object_file is not None:
        verify_object(lake, object_file)
    with writing(engine) as connection:
        submission = submission_in(connection, submission_id, lock=True)
        if why_not(submission) is not None:
            return False
        object_id = None
        if object_file is not None:
            newest = _newest(connection, submission_id)
            if newest is not None and _file(newest) == object_file:
                object_id = newest["id"]
                back = update(LakeObjectRow).where(LakeObjectRow.id == object_id)  # its rows were made again
                connection.execute(back.values(purged_at=None, places_id=object_file.places_id))
            else:
                object_id = insert_object(connection, submission, object_file=object_file, at=at)
        finalise_in(connection, submission_id, verdict=verdict, cause=Cause.REPROCESS, at=at, lake_object_id=object_id)
        finalise_slot(connection, submission, lake=lake)
        return True


def replace_rows(engine: Engine, submission_id: int, *, lake: Path, object_file: ObjectFile, at: datetime) -> bool:
    """Put an object in place of a submission's newest one and leave its verdict: the same rows, placed otherwise.

    False when there is nothing to replace: it is no longer taken, or its rows were purged.
    """
    verify_object(lake, object_file)
    with writing(engine) as connection:
        submission = submission_in(connection, submission_id, lock=True)
        newest = _newest(connection, submission_id)
        if submission.status not in TAKEN or newest is None or newest["purged_at"] is not None:
            return False
        insert_object(connection, submission, object_file=object_file, at=at)
        finalise_slot(connection, submission, lake=lake)
        return True


def _newest(connection: Connection, submission_id: int) -> RowMapping | None:
    table = LakeObjectRow
    query = select(table.__table__).where(table.submission_id == submission_id).order_by(table.id.desc()).limit(1)
    return connection.execute(query).mappings().one_or_none()


def _file(row: RowMapping) -> ObjectFile:
    return ObjectFile.of(row)
