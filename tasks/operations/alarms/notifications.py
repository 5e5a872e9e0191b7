"""What was told already, by channel: an alarm is told once, again when it stays, and when it is over."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock

from settings import Settings
from tasks.operations.alarms.catalogue import Alarm
from tasks.operations.alarms.channels import NotSent, Way
from tasks.operations.alarms.message import message_of
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder

Told = dict[str, datetime]  # when each alarm was told last, by key


@dataclass(frozen=True, kw_only=True)
class DueNotifications:
    """What one channel should be told now."""

    new: tuple[Alarm, ...]
    over: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What came of it: how many alarms were told and are over by channel, and faults."""

    told: Mapping[str, int]
    over: Mapping[str, int]
    faults: tuple[str, ...]


def to_tell(alarms: Sequence[Alarm], *, told: Told, now: datetime, repeat: timedelta) -> DueNotifications:
    """Alarms that were not told, or too long ago; and those told that are gone."""
    keys = {alarm.key for alarm in alarms}
    new = tuple(alarm for alarm in alarms if alarm.key not in told or now - told[alarm.key] >= repeat)
    return DueNotifications(new=new, over=tuple(sorted(told.keys() - keys)))


def notify(alarms: Sequence[Alarm], *, ways: Mapping[str, Way], now: datetime, settings: Settings) -> Sent:
    """Tell each channel what it should know; what one did not take is told to it next time."""
    repeat = timedelta(hours=settings.alarms.repeat_hours)
    new: dict[str, int] = {}
    over: dict[str, int] = {}
    faults = []
    with _memory(settings) as memory:
        for channel, way in ways.items():
            told = memory.setdefault(channel, {})
            telling = to_tell(alarms, told=told, now=now, repeat=repeat)
            if not (telling.new or telling.over):
                continue
            try:
                way(message_of(new=telling.new, over=telling.over, now=now))
            except NotSent as fault:
                faults.append(str(fault))
                continue
            _remember(told, telling, now)
            new[channel], over[channel] = len(telling.new), len(telling.over)
    return Sent(told=new, over=over, faults=tuple(faults))


def _remember(told: Told, telling: DueNotifications, now: datetime) -> None:
    for key in telling.over:
        del told[key]
    told.update(dict.fromkeys((alarm.key for alarm in telling.new), now))


@contextmanager
def _memory(settings: Settings) -> Iterator[dict[str, Told]]:
    """Held alone while messages go out, so that two checks at once do not tell twice."""
    folder = settings.path("watch")
    make_folder(folder)
    file = folder / "told.json"
    with FileLock(folder / ".told.lock", mode=0o600):
        memory = _read(file)
        try:
            yield memory
        finally:
            write_file(file, json.dumps(memory, default=str, indent=1))


def _read(file: Path) -> dict[str, Told]:
    """Nothing when the file is not there or damaged: then everything is told once more."""
    try:
        return {channel: _moments(told.items()) for channel, told in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _moments(told: Iterable[tuple[str, str]]) -> Told:
    return {key: datetime.fromisoformat(at) for key, at in told}
