"""The load protocol: an object of the lake becomes part of the catalogue in one transaction, or not at all.

A slot is a feed, a branch and a position date. In force is the submission of the highest revision, then of the latest
arrival; all others of the slot point to it. So the state depends on what was delivered, not on the order.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.engine import RowMapping

from warehouse import references as reference_rows
from warehouse.duplicates import rank_of
from warehouse.errors import SubmissionNotPending
from warehouse.lake import verify_object
from warehouse.models import LakeObjectRow, SubmissionRow
from warehouse.records import TAKEN, ObjectFile, Status, Submission, Verdict
from warehouse.submissions import settle_in, submission_in
from warehouse.transactions import writing


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
    references: pl.DataFrame | None = None,
    at: datetime,
) -> LoadOutcome:
    """Load the object of an accepted submission; the same call again changes nothing and returns the same.

    `references`: the rows of a reference feed, as its object holds them. Raises `LakeObjectCorrupt`, and
    `SubmissionNotPending` when the submission was refused, held or given up meanwhile.
    """
    verify_object(lake, object_file)
    with writing(engine) as connection:
        submission = submission_in(connection, submission_id, lock=True)
        if submission.status is Status.RECEIVED:
            _load(connection, submission, object_file=object_file, verdict=verdict, references=references, at=at)
        elif submission.status not in TAKEN:
            raise SubmissionNotPending(
                f"{submission.label} is {submission.status} and cannot be loaded: deliver the file again."
            )
        return _outcome(connection, submission_id)


def _load(
    connection: Connection,
    submission: Submission,
    *,
    object_file: ObjectFile,
    verdict: Verdict,
    references: pl.DataFrame | None,
    at: datetime,
) -> None:
    in_force = _live_object(connection, submission)
    wins = in_force is None or rank_of(connection, in_force["submission_id"]) < rank_of(connection, submission.id)
    if wins and in_force is not None:
        _take_out(connection, in_force, superseded_by=submission.id)
    object_id = _insert_object(connection, submission, object_file=object_file, live=wins, at=at)
    if wins and references is not None:
        reference_rows.insert_rows(connection, str(submission.feed), rows=references, lake_object_id=object_id)
    superseded_by = None if wins or in_force is None else in_force["submission_id"]
    settle_in(connection, submission.id, verdict=verdict, at=at, superseded_by=superseded_by)


def _live_object(connection: Connection, submission: Submission) -> RowMapping | None:
    table = LakeObjectRow
    slot = select(table.id, table.submission_id, table.feed).where(
        table.feed == submission.feed,
        table.branch == submission.branch,
        table.position_date == submission.position_date,
        table.live,
    )
    return connection.execute(slot.with_for_update()).mappings().one_or_none()


def _take_out(connection: Connection, in_force: RowMapping, *, superseded_by: int) -> None:
    """End the rule of a slot's object; whatever it had superseded yields to the new one too."""
    connection.execute(update(LakeObjectRow).where(LakeObjectRow.id == in_force["id"]).values(live=False))
    reference_rows.delete_rows(connection, in_force["feed"], lake_object_id=in_force["id"])
    earlier = in_force["submission_id"]
    connection.execute(
        update(SubmissionRow)
        .where((SubmissionRow.id == earlier) | (SubmissionRow.superseded_by == earlier))
        .values(status=Status.SUPERSEDED, superseded_by=superseded_by)
    )


def _insert_object(
    connection: Connection, submission: Submission, *, object_file: ObjectFile, live: bool, at: datetime
) -> int:
    row = insert(LakeObjectRow).values(
        submission_id=submission.id,
        feed=submission.feed,
        branch=submission.branch,
        position_date=submission.position_date,
        revision=submission.revision,
        live=live,
        path=object_file.path,
        sha256=object_file.sha256,
        rows=object_file.rows,
        bytes=object_file.bytes,
        loaded_at=at,
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
