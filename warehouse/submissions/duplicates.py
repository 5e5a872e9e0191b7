"""Known bytes: when a delivery repeats an earlier one, and what a repeat under a higher revision means.

Within a slot (branch, feed, position date) the same bytes are one submission, whatever the name; for another date they
are a delivery of that date (ADR 4). Yet the highest revision of a slot must rule in any order of arrival: so an
original ranks as high as its highest repeat, and a repeat that outranks what has superseded its original is a return.
"""

from sqlalchemy import Connection, Select, or_, select

from warehouse.models.models import SubmissionRow
from warehouse.records import KNOWN, Arrival, Status

Rank = tuple[int, int]  # revision, arrival: the greater rules its slot


def original_of(connection: Connection, arrival: Arrival) -> int | None:
    """The submission that an arrival repeats; None when it is to be judged for itself."""
    query = _known(arrival).where(SubmissionRow.position_date == arrival.position_date)
    for known in connection.execute(query.order_by(SubmissionRow.id)):
        returns = known.status is Status.SUPERSEDED and arrival.revision > rank_of(connection, known.id)[0]
        if not returns:
            return int(known.id)
    return None


def same_elsewhere(connection: Connection, arrival: Arrival) -> list[int]:
    """Submissions of the same bytes, branch and feed for other position dates, in order: one of the dates may be
    wrong."""
    query = _known(arrival).where(SubmissionRow.position_date != arrival.position_date)
    return [int(known.id) for known in connection.execute(query.order_by(SubmissionRow.id))]


def _known(arrival: Arrival) -> Select[tuple[int, Status]]:
    return select(SubmissionRow.id, SubmissionRow.status).where(
        SubmissionRow.sha256 == arrival.sha256,
        SubmissionRow.branch == arrival.branch,
        SubmissionRow.feed == arrival.feed,
        SubmissionRow.status.in_(KNOWN),
        SubmissionRow.archive_erased_at.is_(None),  # what was erased and comes again is a new delivery
    )


def rank_of(connection: Connection, submission_id: int) -> Rank:
    """The rank of a submission in its slot: its own, or that of its highest repeat there."""
    slot = select(SubmissionRow.position_date).where(SubmissionRow.id == submission_id).scalar_subquery()
    query = select(SubmissionRow.revision, SubmissionRow.id).where(
        or_(SubmissionRow.id == submission_id, SubmissionRow.duplicate_of == submission_id),
        SubmissionRow.position_date == slot,
    )
    return max((row.revision, row.id) for row in connection.execute(query))
