"""How submissions stand to each other: whose receipt speaks of another, and what it must say of it."""

from dataclasses import dataclass

from sqlalchemy import Engine, and_, or_, select

from warehouse.catalogue.transactions import reading
from warehouse.models.models import SubmissionRow
from warehouse.records import TAKEN, Status, Submission
from warehouse.submissions.duplicates import rank_of
from warehouse.submissions.lookup import submission_in


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """Why known content is not in force: `by` replaced `original`; from `next_revision` on it is loaded again."""

    original: Submission
    by: Submission
    next_revision: int


def replaced_original(engine: Engine, submission: Submission) -> Replaced | None:
    """The submission whose content replaced that of a duplicate; None for all others."""
    if submission.status is not Status.DUPLICATE or submission.duplicate_of is None:
        return None
    with reading(engine) as connection:
        original = submission_in(connection, submission.duplicate_of)
        if original.superseded_by is None:
            return None
        by = submission_in(connection, original.superseded_by)
        if by.sha256 == original.sha256:  # it came back as a revision
            return None
        return Replaced(original=original, by=by, next_revision=rank_of(connection, by.id)[0] + 1)


def related_submissions(engine: Engine, submission: Submission) -> list[Submission]:
    """Submissions whose receipt may change with this one: the others taken for its slot, and repeats of any of the
    slot."""
    if submission.feed is None:
        return []
    table = SubmissionRow
    slot = and_(
        table.feed == submission.feed,
        table.branch == submission.branch,
        table.position_date == submission.position_date,
    )
    taken = and_(slot, table.status.in_(TAKEN))
    repeats = table.duplicate_of.in_(select(table.id).where(slot))
    query = select(table.__table__).where(or_(taken, repeats), table.id != submission.id).order_by(table.id)
    with reading(engine) as connection:
        return [Submission.of(row) for row in connection.execute(query).mappings()]
