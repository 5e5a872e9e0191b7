"""Which releases readers could have before a moment, as a release tells of them."""

from datetime import datetime

from sqlalchemy import Engine

from tasks.publish.notes.told import EarlierRelease
from warehouse.records import ReleaseDecision
from warehouse.releases.decisions import Decided, decisions_of
from warehouse.releases.releases import list_releases, revised_releases

TAKEN_BACK = (ReleaseDecision.WITHDRAWN, ReleaseDecision.ROLLED_BACK)


def earlier_releases(engine: Engine, *, until: datetime | None) -> list[EarlierRelease]:
    """Releases made before a moment (None = now), the latest date and the newest of it first; no drafts.

    What was decided afterwards is left out, so that the same release told again tells the same.
    """
    last: dict[str, Decided] = {}
    for one in decisions_of(engine):
        if until is None or one.decided_at < until:
            last[one.release_id] = one
    revised = revised_releases(engine)
    found = []
    for release in list_releases(engine):
        decided = last.get(release.id)
        drafted = decided is not None and decided.decision is ReleaseDecision.DRAFTED
        if drafted or (until is not None and release.created_at >= until):
            continue
        taken_back = decided is not None and decided.decision in TAKEN_BACK
        found.append(
            EarlierRelease(
                id=release.id,
                as_of=release.as_of,
                standing=str(decided.decision) if decided is not None and taken_back else "published",
                reason=decided.reason if decided is not None and taken_back else "",
                revises=revised.get(release.id),
            )
        )
    return found[::-1]
