"""Published dates that rest on other positions than are in force for them now."""

from datetime import date

from sqlalchemy import Engine, func, select

from expectations.contracts import MEASURED
from warehouse.catalogue.transactions import reading
from warehouse.dimensions.month_ends import is_month_end
from warehouse.models.models import LakeObjectRow, ReleaseObject, ReleaseRow
from warehouse.releases.standing import IS_PUBLISHED, releases_query
from warehouse.submissions.positions import live_positions


def dates_restated(engine: Engine, *, thinned_before: date | None = None, feed: str = MEASURED) -> list[date]:
    """As-of dates whose releases rest on other positions than are in force for them now, in order.

    A file for an earlier date, a correction, an erasure or a replay after a change of rules restates them,
    a rotation of the key does not; measuring such a date
    again publishes what holds now. Left out are dates within a month whose positions are thinned by now: what was
    published of them cannot be had better.
    """
    content = func.coalesce(ReleaseObject.erased_content, LakeObjectRow.content_sha256, LakeObjectRow.sha256)
    tied = (
        select(ReleaseRow.as_of, ReleaseRow.id, LakeObjectRow.branch, LakeObjectRow.position_date, content)
        .outerjoin(ReleaseObject, ReleaseObject.release_id == ReleaseRow.id)
        .outerjoin(LakeObjectRow, (LakeObjectRow.id == ReleaseObject.lake_object_id) & (LakeObjectRow.feed == feed))
        .where(ReleaseRow.id.in_(select(releases_query().where(IS_PUBLISHED).subquery().c.id)))
    )
    with reading(engine) as connection:
        published: dict[date, dict[str, set[tuple[str, date, str]]]] = {}
        for as_of, release_id, *made_of in connection.execute(tied):
            rests_on = published.setdefault(as_of, {}).setdefault(release_id, set())
            if made_of[0] is not None:
                rests_on.add(tuple(made_of))
    in_force = {
        as_of: {(one.branch, one.position_date, one.file.content) for one in live_positions(engine, feed, as_of=as_of)}
        for as_of in published
    }
    return [
        as_of
        for as_of, releases in sorted(published.items())
        if thinned_before is None or as_of >= thinned_before or is_month_end(as_of)
        if in_force[as_of] not in releases.values()
    ]


def dates_erased(engine: Engine) -> list[date]:
    """Restated dates of which people were erased since: what was published cannot be had again exactly."""
    erased = (
        select(ReleaseRow.as_of)
        .join(ReleaseObject, ReleaseObject.release_id == ReleaseRow.id)
        .where(ReleaseObject.erased_content.is_not(None))
        .distinct()
    )
    with reading(engine) as connection:
        found = set(connection.execute(erased).scalars())
    return [day for day in dates_restated(engine) if day in found]
