"""Bring a mirror to what the catalogue says of releases, in an order in which no reader is led to half a release."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from tasks.publish.mirror.pointer_files import lead_away_from, lead_nowhere, lead_to, leads_anywhere, leads_to
from tasks.publish.mirror.release_copy import is_listed, is_whole, put_release, remove_release
from tasks.publish.release.folder import DATAPACKAGE
from warehouse.records import ReleaseDecision
from warehouse.releases.decisions import Decided, decisions_of
from warehouse.releases.releases import current_release, list_releases
from warehouse.releases.standing import Release
from warehouse.stores.store import ObjectStore
from warehouse.stores.whole_objects import require_fit


@dataclass(frozen=True, kw_only=True)
class MirrorWanted:
    """What a mirror is to show: the current release, others that were or are to be there, and none that was withdrawn.

    published: the folder with the releases of the public edition.
    """

    published: Path
    current: Release | None
    others: tuple[Release, ...]
    withdrawn: tuple[Decided, ...]

    def folder(self, release: Release) -> Path:
        """Where a release lies in the home."""
        return self.published / release.id


@dataclass(frozen=True, kw_only=True)
class MirrorBehind:
    """What a mirror lacks. missing: releases that are not wholly there; leaving: withdrawn ones that may still be."""

    missing: tuple[Release, ...]
    leaving: tuple[Decided, ...]
    leads_elsewhere: bool

    @property
    def is_behind(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.missing or self.leaving or self.leads_elsewhere)

    def text(self) -> str:
        """The same in words."""
        found = {
            f"releases that are not wholly there: {len(self.missing)}": self.missing,
            f"withdrawn releases that still are: {len(self.leaving)}": self.leaving,
            "readers are led elsewhere than to the current release": self.leads_elsewhere,
        }
        return "; ".join(text for text, is_so in found.items() if is_so)


def mirror_wanted(
    engine: Engine, published: Path, *, others: Collection[str] = (), all_of_them: bool = False
) -> MirrorWanted:
    """What the catalogue says. others: ids of releases that became current, or all that readers may have."""
    known = [one for one in list_releases(engine) if not (one.is_draft or one.is_withdrawn)]
    current = current_release(engine)
    wanted = [one for one in known if (all_of_them or one.id in others) and one != current]
    return MirrorWanted(
        published=published,
        current=current,
        others=tuple(one for one in reversed(wanted) if (published / one.id / DATAPACKAGE).is_file()),
        withdrawn=tuple(one for one in decisions_of(engine) if one.decision is ReleaseDecision.WITHDRAWN),
    )


def how_far_behind(store: ObjectStore, wanted: MirrorWanted) -> MirrorBehind:
    """What the mirror lacks; it is asked for single objects, and nothing is changed."""
    current = wanted.current
    releases = (*([current] if current else []), *wanted.others)
    return MirrorBehind(
        missing=tuple(one for one in releases if not is_whole(store, wanted.folder(one))),
        leaving=tuple(one for one in wanted.withdrawn if is_listed(store, one.release_id)),
        leads_elsewhere=not leads_to(store, current, wanted.folder(current)) if current else leads_anywhere(store),
    )


def catch_up(store: ObjectStore, wanted: MirrorWanted, behind: MirrorBehind, *, until: float) -> None:
    """Do what is missing. Withdrawn figures go first, the current release and what leads to it next, then others.

    until: of `time.monotonic`: what is not begun by then is left to the next time. Killed on the way, it may be done
    again. Raises `StoreUnreachable`, `StoreUnfit`, `ReleaseDamaged`.
    """
    current = wanted.current
    if behind.leaving:
        if current is not None and current not in behind.missing:
            lead_to(store, current, wanted.folder(current), until=until)
        else:
            lead_away_from(store, [one.release_id for one in behind.leaving])
        for withdrawn in behind.leaving:
            remove_release(store, withdrawn)
    require_fit(store)  # a service that lacks something gets no release, and keeps none that was withdrawn
    if current is None:
        lead_nowhere(store)
    else:
        if current in behind.missing:
            put_release(store, current, wanted.folder(current), until=until)
        if not leads_to(store, current, wanted.folder(current)):
            lead_to(store, current, wanted.folder(current), until=until)
    for release in behind.missing:
        if release != current:
            put_release(store, release, wanted.folder(release), until=until)
