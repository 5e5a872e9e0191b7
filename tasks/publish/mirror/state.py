"""What is known of the mirror between runs: whether it is behind, since when and why. It may be lost.

A file below `watch/`, so that summaries, alarms and `ucj doctor` can tell of it without asking the mirror.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from expectations.jakarta import moment_text
from warehouse.files.durable import write_private
from warehouse.releases.decisions import Decided


@dataclass(frozen=True, kw_only=True)
class MirrorState:
    """good_at: when it last showed what it should. since: the first of the attempts in a row that failed; says: why.

    waiting: releases that became current and may not be there. is_urgent: it may still show withdrawn figures.
    """

    url: str = ""
    good_at: str = ""
    since: str = ""
    says: str = ""
    waiting: tuple[str, ...] = ()
    is_urgent: bool = False

    @property
    def is_behind(self) -> bool:
        """Whether the last attempt failed."""
        return bool(self.since)

    def record(self) -> dict[str, Any]:
        """Data for JSON."""
        return asdict(self)

    def text(self) -> str:
        """What an operator should know of a mirror that is behind."""
        shown = " It may still show figures that were withdrawn." if self.is_urgent else ""
        return (
            f"The copy of published/ in {self.url} is behind since {moment_text(self.since)}: {self.says}"
            f"{shown} The next run, or `ucj storage publish`, completes it."
        )

    def wanting(self, release_id: str | None) -> "MirrorState":
        """The same, with a release that is current."""
        return replace(self, waiting=tuple(dict.fromkeys((*self.waiting, *filter(None, [release_id])))))

    def after_success(self, *, at: datetime) -> "MirrorState":
        """All of it is there."""
        return MirrorState(url=self.url, good_at=at.isoformat())

    def after_failure(self, says: str, *, at: datetime, withdrawn: Iterable[Decided]) -> "MirrorState":
        """It is behind; withdrawn: all releases that were. Never seen good, it may show them."""
        good_at = datetime.fromisoformat(self.good_at) if self.good_at else None
        is_urgent = any(good_at is None or one.decided_at >= good_at for one in withdrawn)
        return replace(self, since=self.since or at.isoformat(), says=says, is_urgent=is_urgent)


def mirror_state_path(home: Path) -> Path:
    """Where it lies."""
    return home / "watch" / "mirror.json"


def read_mirror_state(home: Path, *, url: str) -> MirrorState:
    """What is known of the mirror at this address; nothing where that is missing, damaged, or of another."""
    try:
        found = json.loads(mirror_state_path(home).read_bytes())
        state = MirrorState(**{**found, "waiting": tuple(found["waiting"])})
    except (OSError, ValueError, KeyError, TypeError):
        state = MirrorState()
    return state if state.url == url else MirrorState(url=url)


def write_mirror_state(home: Path, state: MirrorState) -> None:
    """Write it, whole."""
    write_private(mirror_state_path(home), json.dumps(state.record()))
