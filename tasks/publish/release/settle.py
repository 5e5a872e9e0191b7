"""Bring `published/` to what the catalogue says: who may read which release, tombstones, and the pointer."""

from pathlib import Path

from sqlalchemy import Engine

from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.release.folder import show_release
from tasks.publish.release.pointer import remove_current, switch_current
from tasks.publish.release.tombstone import leave_tombstone
from warehouse.files.drafts import remove_drafts
from warehouse.records import ReleaseDecision
from warehouse.releases.decisions import decisions_of
from warehouse.releases.releases import current_release, list_releases
from warehouse.releases.standing import Release

READABLE = 0o055  # what tells a folder that others may enter from one for the operator only


def settle_releases(engine: Engine, published: Path) -> Release | None:
    """Do what is still to be done after decisions on releases; returns the current one.

    The catalogue decides: what a killed command or run left half done is ended here. Only under the run lock.
    """
    withdrawn = {one.release_id: one for one in decisions_of(engine) if one.decision is ReleaseDecision.WITHDRAWN}
    for release in list_releases(engine):
        folder = published / release.id
        if release.is_withdrawn:
            leave_tombstone(published, withdrawn[release.id])
            remove_drafts([published.parent / RESTRICTED.folder / release.id])
        elif folder.is_dir() and is_shown(folder) is release.is_draft:
            show_release(folder, shown=not release.is_draft)
    current = current_release(engine)
    if current is None:
        remove_current(published)
    else:
        switch_current(published, current.id, make_current=True)
    return current


def is_shown(folder: Path) -> bool:
    """Whether others than the operator may read the folder of a release."""
    return bool(folder.stat().st_mode & READABLE)
