"""What an operator decides about a release, and which one is current after it, in one transaction."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select

from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import ReleaseNotFit
from warehouse.models.models import ReleaseDecisionRow, ReleaseRow
from warehouse.records import ReleaseDecision
from warehouse.releases.standing import IS_PUBLISHED, Release, current_of, first_of, release_of, set_current


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision as it is kept; before_release_id, after_release_id: None when no release was current."""

    release_id: str
    decision: ReleaseDecision
    decided_at: datetime
    actor: str
    reason: str
    before_release_id: str | None
    after_release_id: str | None


def withdraw_release(engine: Engine, release_id: str, *, by: str, why: str, at: datetime) -> Decided:
    """Take a release back for good. When it was current, the newest that is left of its date or before takes its place.

    Raises `ReleaseUnknown`, `ReleaseNotFit` when it was withdrawn before.
    """
    with writing(engine) as connection:
        release = release_of(connection, release_id)
        if release.is_withdrawn:
            raise ReleaseNotFit(f"{release_id} was withdrawn already: nothing was changed.")
        return _decide(connection, release, ReleaseDecision.WITHDRAWN, by=by, why=why, at=at)


def roll_back(engine: Engine, *, by: str, why: str, at: datetime) -> Decided:
    """Let the release before the current one be current: the newest other of its date, or of the last date before.

    Later runs leave that as it is until they have another release, or the one rolled back is promoted. Raises
    `ReleaseNotFit` when there is no earlier one.
    """
    with writing(engine) as connection:
        current = current_of(connection)
        if current is None:
            raise ReleaseNotFit("No release is current, so there is nothing to roll back: `ucj run` publishes one.")
        if _next_current(connection, as_of=current.as_of, but=current.id) is None:
            raise ReleaseNotFit(f"There is no release before {current.id}: nothing was changed.")
        return _decide(connection, current, ReleaseDecision.ROLLED_BACK, by=by, why=why, at=at)


def promote_release(engine: Engine, release_id: str, *, by: str, why: str, at: datetime) -> Decided:
    """Publish a draft, or one that was rolled back; it becomes current unless the current one is of a later date.

    Raises `ReleaseUnknown`, `ReleaseNotFit` for one that is published or was withdrawn.
    """
    with writing(engine) as connection:
        release = release_of(connection, release_id)
        if release.is_withdrawn:
            raise ReleaseNotFit(f"{release_id} was withdrawn for good: have its inputs corrected, then `ucj run`.")
        if release.is_published:
            raise ReleaseNotFit(f"{release_id} is published already: nothing was changed.")
        return _decide(connection, release, ReleaseDecision.PROMOTED, by=by, why=why, at=at)


def decisions_of(engine: Engine, release_id: str | None = None) -> list[Decided]:
    """What was decided, about one release or all, in order."""
    table = ReleaseDecisionRow.__table__
    query = select(*(table.c[name] for name in Decided.__dataclass_fields__)).order_by(table.c.id)
    if release_id is not None:
        query = query.where(table.c.release_id == release_id)
    with reading(engine) as connection:
        return [Decided(**row) for row in connection.execute(query).mappings()]


def _decide(
    connection: Connection, release: Release, decision: ReleaseDecision, *, by: str, why: str, at: datetime
) -> Decided:
    before = after = current_of(connection)
    if decision is ReleaseDecision.PROMOTED:
        after = release if before is None or release.as_of >= before.as_of else before
    elif release.is_current:
        after = _next_current(connection, as_of=release.as_of, but=release.id)
    decided = Decided(
        release_id=release.id,
        decision=decision,
        decided_at=at,
        actor=by,
        reason=why,
        before_release_id=before.id if before else None,
        after_release_id=after.id if after else None,
    )
    connection.execute(insert(ReleaseDecisionRow).values(asdict(decided)))
    set_current(connection, decided.after_release_id)
    return decided


def _next_current(connection: Connection, *, as_of: date, but: str) -> Release | None:
    """The newest other published release of a date, or of the last date before it that has one."""
    newest_first = ReleaseRow.as_of.desc(), ReleaseRow.created_at.desc(), ReleaseRow.id.desc()
    others = ReleaseRow.as_of <= as_of, ReleaseRow.id != but, IS_PUBLISHED
    return first_of(connection, *others, order=newest_first)
