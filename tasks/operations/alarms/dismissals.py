"""Alarms that an operator dismissed: who, when and why; kept in a file beside what was told."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from filelock import FileLock

from settings import Settings
from tasks.operations.alarms.catalogue import Alarm
from tasks.operations.alarms.conditions import Situation, dismissed_alarms
from warehouse.errors import OperatorError
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder


class AlarmUnknown(OperatorError):
    """No open alarm has that id."""


@dataclass(frozen=True, kw_only=True)
class Dismissal:
    """One decision: it holds for the alarm of this id, which follows from what the alarm is about and its cause."""

    id: str
    key: str
    detail: str
    why: str
    by: str
    at: datetime

    def record(self) -> dict[str, str]:
        """The dismissal as JSON-ready data."""
        return {name: str(value) for name, value in asdict(self).items()}


def read_dismissals(settings: Settings) -> tuple[Dismissal, ...]:
    """All dismissals ever made, oldest first; nothing when the file is not there or damaged: then alarms are open."""
    try:
        stored = json.loads(settings.path("watch", "dismissed.json").read_text())
        return tuple(Dismissal(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in stored)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def closed_alarms(situation: Situation, settings: Settings) -> tuple[Dismissal, ...]:
    """The dismissals to which something that would be an alarm now belongs, in the order of alarms."""
    made = {one.id: one for one in read_dismissals(settings)}
    return tuple(made[one.id] for one in dismissed_alarms(situation, settings) if one.id in made)


def dismiss(alarms: Sequence[Alarm], alarm_id: str, *, why: str, by: str, at: datetime, settings: Settings) -> Alarm:
    """Record that one of the open alarms needs nobody any more; returns it. Raises `AlarmUnknown`."""
    found = [one for one in alarms if one.id == alarm_id.strip().lower()]
    if not found:
        raise AlarmUnknown(f"No open alarm has the id {alarm_id}: `ucj alarms` shows each with its id.")
    alarm = found[0]
    folder = settings.path("watch")
    make_folder(folder)
    with FileLock(folder / ".dismissed.lock", mode=0o600):
        made = (*read_dismissals(settings), _dismissal(alarm, why=why, by=by, at=at))
        write_file(folder / "dismissed.json", json.dumps([asdict(one) for one in made], default=str, indent=1))
    return alarm


def _dismissal(alarm: Alarm, *, why: str, by: str, at: datetime) -> Dismissal:
    return Dismissal(id=alarm.id, key=alarm.key, detail=alarm.detail, why=why, by=by, at=at)
