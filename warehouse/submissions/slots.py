"""A slot is a feed, a branch and a position date: of the submissions taken for it, one is in force.

In force is the submission of the highest revision, then of the latest arrival; all others of the slot point to it. So
the state depends on what was delivered and judged, not on the order.
"""

from pathlib import Path

from sqlalchemy import Connection, select, update

from warehouse.lake.integrity import scan_object
from warehouse.models.models import REFERENCE_TABLES, LakeObjectRow, SubmissionRow
from warehouse.records import TAKEN, Status, Submission
from warehouse.submissions import references as reference_rows
from warehouse.submissions.duplicates import rank_of


def finalise_slot(connection: Connection, member: Submission, *, lake: Path) -> None:
    """Bring the object of the highest rank of a submission's slot into force, and all others out of it.

    To be called within the transaction that changed what is taken. A submission's newest object stands for it.
    """
    live = _live_object(connection, member)
    taken = _taken(connection, member)
    winner = max(taken, key=lambda number: rank_of(connection, number), default=None)
    wanted = None if winner is None else _newest_object(connection, winner)
    if live is not None and live != wanted:
        connection.execute(update(LakeObjectRow).where(LakeObjectRow.id == live).values(live=False))
        reference_rows.delete_rows(connection, str(member.feed), lake_object_id=live)
    if wanted is not None and live != wanted:
        connection.execute(update(LakeObjectRow).where(LakeObjectRow.id == wanted).values(live=True))
        _insert_references(connection, str(member.feed), wanted, lake=lake)
    for number in taken:
        _mark(connection, number, superseded_by=None if number == winner else winner)


def _live_object(connection: Connection, member: Submission) -> int | None:
    table = LakeObjectRow
    slot = select(table.id).where(
        table.feed == member.feed,
        table.branch == member.branch,
        table.position_date == member.position_date,
        table.live,
    )
    return connection.execute(slot.with_for_update()).scalar_one_or_none()


def _taken(connection: Connection, member: Submission) -> list[int]:
    table = SubmissionRow
    query = select(table.id).where(
        table.feed == member.feed,
        table.branch == member.branch,
        table.position_date == member.position_date,
        table.status.in_(TAKEN),
    )
    return list(connection.execute(query.order_by(table.id)).scalars())


def _newest_object(connection: Connection, submission_id: int) -> int | None:
    """None when its rows were purged: then nothing of the slot is in force until they are made again."""
    table = LakeObjectRow
    query = select(table.id, table.purged_at).where(table.submission_id == submission_id)
    newest = connection.execute(query.order_by(table.id.desc()).limit(1)).one()
    return None if newest.purged_at else int(newest.id)


def _insert_references(connection: Connection, feed: str, object_id: int, *, lake: Path) -> None:
    """Rows of a reference feed stand in the catalogue too, while their object is in force."""
    if feed in REFERENCE_TABLES:
        path = connection.execute(select(LakeObjectRow.path).where(LakeObjectRow.id == object_id)).scalar_one()
        reference_rows.insert_rows(connection, feed, rows=scan_object(lake / path).collect(), lake_object_id=object_id)


def _mark(connection: Connection, submission_id: int, *, superseded_by: int | None) -> None:
    rejects = select(SubmissionRow.rows_rejected).where(SubmissionRow.id == submission_id)
    status = Status.SUPERSEDED
    if superseded_by is None:
        rejected = connection.execute(rejects).scalar_one()
        status = Status.ACCEPTED_WITH_REJECTS if rejected else Status.ACCEPTED
    connection.execute(
        update(SubmissionRow)
        .where(SubmissionRow.id == submission_id)
        .values(status=status, superseded_by=superseded_by)
    )
