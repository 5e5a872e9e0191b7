"""Withdraw, roll back or promote a release: the catalogue in one transaction, then the folders that readers see."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from expectations.written import counted
from tasks.operations.identity.niks import holds_nik
from tasks.publish.release.settle import settle_releases
from warehouse.errors import OperatorError, ReleaseUnknown
from warehouse.releases import decisions
from warehouse.releases.decisions import Decided
from warehouse.releases.releases import current_release, list_releases

CURRENT_NAME = "current"


class ReasonMissing(OperatorError):
    """A decision that is kept needs a reason that names nobody."""


def release_id_of(engine: Engine, name: str) -> str:
    """The id of a release that is named by it, by its beginning, or as `current`; raises `ReleaseUnknown`."""
    if name == CURRENT_NAME:
        current = current_release(engine)
        if current is None:
            raise ReleaseUnknown("No release is current: `ucj release list` shows those there are.")
        return current.id
    known = [one.id for one in list_releases(engine)]
    found = [name] if name in known else [one for one in known if name and one.startswith(name)]
    if len(found) > 1:
        raise ReleaseUnknown(
            f"{counted(len(found), 'release begins', 'releases begin')} with {name}: "
            f"{', '.join(found[:3])}. Say more of the id."
        )
    if not found:
        raise ReleaseUnknown(f"There is no release {name}: `ucj release list` shows those there are.")
    return found[0]


def withdraw(engine: Engine, published: Path, *, name: str, by: str, why: str, at: datetime) -> Decided:
    """Take a release back and leave a tombstone. Raises `ReleaseUnknown`, `ReleaseNotFit`, `ReasonMissing`."""
    reason = fitting_reason(why, needed=True)
    settle_releases(engine, published)
    decided = decisions.withdraw_release(engine, release_id_of(engine, name), by=_plain(by), why=reason, at=at)
    settle_releases(engine, published)
    return decided


def roll_back(engine: Engine, published: Path, *, by: str, why: str, at: datetime) -> Decided:
    """Let the release before the current one be current. Raises `ReleaseNotFit`, `ReasonMissing`."""
    reason = fitting_reason(why, needed=True)
    settle_releases(engine, published)
    decided = decisions.roll_back(engine, by=_plain(by), why=reason, at=at)
    settle_releases(engine, published)
    return decided


def promote(engine: Engine, published: Path, *, name: str, by: str, why: str, at: datetime) -> Decided:
    """Publish a draft, or one that was rolled back. Raises `ReleaseUnknown`, `ReleaseNotFit`, `ReasonMissing`."""
    reason = fitting_reason(why, needed=False)
    settle_releases(engine, published)
    decided = decisions.promote_release(engine, release_id_of(engine, name), by=_plain(by), why=reason, at=at)
    settle_releases(engine, published)
    return decided


def fitting_reason(why: str, *, needed: bool) -> str:
    """The reason on one line; raises `ReasonMissing` where there is none or it may name somebody."""
    plain = _plain(why)
    if needed and not plain:
        raise ReasonMissing("Say why with --why: it is kept, and readers of the release see it. Nothing was changed.")
    if holds_nik(plain):
        raise ReasonMissing("The reason holds what may be a NIK, and readers see it: name nobody. Nothing was changed.")
    return plain


def _plain(text: str) -> str:
    return " ".join(text.split())
