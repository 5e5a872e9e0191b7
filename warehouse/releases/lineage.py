"""From a release back to the lake objects it rests on and the submissions that brought them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func, select

from warehouse.catalogue.transactions import reading
from warehouse.models.models import LakeObjectRow, ReleaseObject, ReleaseRow, SubmissionRow, SubmissionVerdictRow
from warehouse.records import Status, Submission
from warehouse.releases.standing import IS_PUBLISHED, Release, first_of


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A lake object and the submission it came from."""

    object_id: int
    feed: str
    branch: str
    position_date: date
    path: str
    sha256: str
    live: bool
    loaded_at: datetime
    submission: Submission


def newest_release(engine: Engine, *, as_of: date) -> Release | None:
    """The published release of a date: the current one, else that made last."""
    order = ReleaseRow.is_current.desc(), ReleaseRow.created_at.desc(), ReleaseRow.id
    with reading(engine) as connection:
        return first_of(connection, ReleaseRow.as_of == as_of, IS_PUBLISHED, order=order)


def erased_inputs(engine: Engine, release_id: str) -> frozenset[int]:
    """Objects of a release from which people were erased since it was made: it cannot be recomputed exactly."""
    table = ReleaseObject
    query = select(table.lake_object_id).where(table.release_id == release_id, table.erased_content.is_not(None))
    with reading(engine) as connection:
        return frozenset(connection.execute(query).scalars())


def releases_with_erased_inputs(engine: Engine) -> dict[str, int]:
    """Releases of which people were erased since, with the number of objects concerned, by name."""
    table = ReleaseObject
    query = (
        select(table.release_id, func.count())
        .where(table.erased_content.is_not(None))
        .group_by(table.release_id)
        .order_by(table.release_id)
    )
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def origins(engine: Engine, *, object_ids: Collection[int]) -> list[Origin]:
    """Where these objects came from, by feed, branch and position date."""
    table = LakeObjectRow
    objects = (
        select(table.__table__).where(table.id.in_(object_ids)).order_by(table.feed, table.branch, table.position_date)
    )
    with reading(engine) as connection:
        rows = connection.execute(objects).mappings().all()
        wanted = {row["submission_id"] for row in rows}
        found = connection.execute(select(SubmissionRow.__table__).where(SubmissionRow.id.in_(wanted))).mappings()
        submissions = {row["id"]: Submission.of(row) for row in found}
    return [
        Origin(
            object_id=row["id"],
            feed=row["feed"],
            branch=row["branch"],
            position_date=row["position_date"],
            path=row["path"],
            sha256=row["sha256"],
            live=row["live"],
            loaded_at=row["loaded_at"],
            submission=submissions[row["submission_id"]],
        )
        for row in rows
    ]


def refused_after(engine: Engine, moment: datetime, *, feed: str, until: date) -> list[Submission]:
    """Submissions with a position up to `until` that had been taken and were refused after a moment, by arrival."""
    verdict, table = SubmissionVerdictRow, SubmissionRow
    since = select(verdict.submission_id).where(verdict.given_at > moment)
    taken = select(LakeObjectRow.submission_id)
    query = (
        select(table.__table__)
        .where(
            table.feed == feed,
            table.position_date <= until,
            table.status == Status.REFUSED,
            table.id.in_(since),
            table.id.in_(taken),
        )
        .order_by(table.id)
    )
    with reading(engine) as connection:
        return [Submission.of(row) for row in connection.execute(query).mappings()]
