"""What is known of a drop folder between visits: fetched files, receipts given, how the last visit went.

A file of its own for each folder, below `watch/`. It may be lost: what was fetched is then fetched again, and found to
be the same delivery by its bytes, folder, name and time. Names stand in it as they are registered, others as digests.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from settings import Settings
from tasks.receive.drop_folders.faults import DropFolderFault
from tasks.receive.drop_folders.session import RemoteEntry
from warehouse.files.durable import write_private

Arrived = tuple[str, str, str, int]  # SHA-256, folder, name as registered, time of last change


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file that was fetched. name: as it is registered; done: it is registered, or its check was answered.

    placed: it was seen in the inbox of the home. is_check: it is never registered.
    """

    size: int
    version: str
    sha256: str
    folder: str
    name: str
    mtime_ns: int
    is_check: bool
    placed: bool = False
    done: bool = False

    @property
    def arrived(self) -> Arrived:
        """By what its submission is found."""
        return self.sha256, self.folder, self.name, self.mtime_ns

    def is_of(self, entry: RemoteEntry) -> bool:
        """Whether that entry is still the version that was fetched."""
        return (self.size, self.version) == (entry.size, entry.version)


@dataclass(frozen=True, kw_only=True)
class LastVisit:
    """How the last visit that looked for files went. since: the first of the visits in a row that failed.

    notes: what the account may not do.
    """

    at: str = ""
    good_at: str = ""
    since: str = ""
    code: str = ""
    says: str = ""
    do: str = ""
    notes: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Journal:
    """The content of the file; `save` writes it."""

    place: Path
    files: dict[str, Fetched] = field(default_factory=dict)
    given: dict[str, list[int]] = field(default_factory=dict)  # receipts: path below outbox -> size, time of change
    folders: list[str] = field(default_factory=list)  # of branches, as the last look found them
    last: LastVisit = LastVisit()

    def save(self) -> None:
        """Write it, whole."""
        content = {
            "files": {key: asdict(one) for key, one in self.files.items()},
            "given": self.given,
            "folders": self.folders,
            "last": asdict(self.last),
        }
        write_private(self.place, json.dumps(content))

    def settle(self, *, waiting: Collection[str], registered: Collection[Arrived]) -> None:
        """Find out what became of fetched files; those that are neither waiting nor registered are fetched again.

        waiting: keys of what lies in the inbox of the home, looked at before the catalogue was asked.
        """
        for key, one in list(self.files.items()):
            if one.done:
                continue
            if one.arrived in registered or (one.is_check and one.placed and key not in waiting):
                self.files[key] = replace(one, done=True)
            elif key in waiting:
                self.files[key] = replace(one, placed=True)
            else:  # killed before it was placed
                del self.files[key]

    def note_visit(self, fault: DropFolderFault | None, notes: Collection[str], *, at: datetime) -> None:
        """How a visit went."""
        now = at.isoformat()
        if fault is None:
            self.last = LastVisit(at=now, good_at=now, notes=tuple(notes))
            return
        self.last = replace(
            self.last, at=now, since=self.last.since or now, code=fault.code.value, says=fault.says, do=fault.do
        )


def journal_path(settings: Settings, name: str) -> Path:
    """Where the journal of a drop folder lies."""
    return settings.path("watch", f"drop_folder_{name}.json")


def read_journal(place: Path) -> Journal:
    """What is known; nothing where the file is missing or damaged."""
    try:
        found: Mapping[str, Any] = json.loads(place.read_bytes())
        return Journal(
            place=place,
            files={key: Fetched(**one) for key, one in found["files"].items()},
            given=found["given"],
            folders=found["folders"],
            last=LastVisit(**{**found["last"], "notes": tuple(found["last"]["notes"])}),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Journal(place=place)
