"""A release as the catalogue has it, with what operators decided about it last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update

from warehouse.errors import ReleaseUnknown
from warehouse.models.models import ReleaseDecisionRow, ReleaseRow
from warehouse.records import ReleaseDecision

SHOWN_TO_READERS = (None, ReleaseDecision.PROMOTED)
DECISION: ColumnElement[Any] = ReleaseDecisionRow.__table__.c.decision
IS_PUBLISHED = or_(DECISION.is_(None), DECISION == ReleaseDecision.PROMOTED)  # of a row of `releases_query`


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release; `inputs_sha256` stands for everything its content follows from.

    run_id: the run that made it first. facts_run_id: the run that measured the same figures last. decision: what an
    operator decided about it last.
    """

    id: str
    as_of: date
    content_sha256: str
    inputs_sha256: str
    run_id: int
    created_at: datetime
    is_current: bool
    facts_run_id: int | None = None
    decision: ReleaseDecision | None = None

    @property
    def is_published(self) -> bool:
        """Whether it may be current: it is no draft, and was neither withdrawn nor rolled back."""
        return self.decision in SHOWN_TO_READERS

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back for good."""
        return self.decision is ReleaseDecision.WITHDRAWN

    @property
    def is_draft(self) -> bool:
        """Whether readers have not seen it yet."""
        return self.decision is ReleaseDecision.DRAFTED

    @property
    def standing(self) -> str:
        """One word for people: published, drafted, rolled_back or withdrawn."""
        return "published" if self.is_published else str(self.decision)


def releases_query() -> Select[Any]:
    """All releases with the last decision about each, ready for `Release(**row)`."""
    told = ReleaseDecisionRow
    last = select(func.max(told.id)).group_by(told.release_id)
    joined = and_(told.release_id == ReleaseRow.id, told.id.in_(last))
    return select(ReleaseRow.__table__, DECISION).outerjoin(told, joined)


def first_of(connection: Connection, *conditions: ColumnElement[bool], order: Sequence[Any] = ()) -> Release | None:
    """The first release that meets the conditions."""
    query = releases_query().where(*conditions).order_by(*order).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Release(**row)


def current_of(connection: Connection) -> Release | None:
    """The release that `published/current` has to point to."""
    return first_of(connection, ReleaseRow.is_current.is_(True))


def release_of(connection: Connection, release_id: str) -> Release:
    """The release of this id; raises `ReleaseUnknown`."""
    release = first_of(connection, ReleaseRow.id == release_id)
    if release is None:
        raise ReleaseUnknown(f"There is no release {release_id}: `ucj release list` shows those there are.")
    return release


def set_current(connection: Connection, release_id: str | None) -> None:
    """Let this release be the current one, or none."""
    connection.execute(update(ReleaseRow).where(ReleaseRow.is_current).values(is_current=False))
    if release_id is not None:
        connection.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(is_current=True))
