"""The words of an alarm message: Indonesian first, then English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from expectations.jakarta import JAKARTA
from expectations.written import ENGLISH, INDONESIAN, counted
from tasks.operations.alarms.catalogue import TEXTS, Alarm, AlarmKind

LISTED = 20


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is sent: a line, a text, and the same as data."""

    subject: str
    text: str
    data: dict[str, Any]


def message_of(*, new: Sequence[Alarm], over: Sequence[str], now: datetime) -> Message:
    """new: alarms that are open and untold, by kind. over: keys of alarms that were told and are gone."""
    day = now.astimezone(JAKARTA)
    subject = f"[UCJ] {len(new)} alarm, {len(over)} selesai / {counted(len(new), 'alarm')}, {len(over)} over"
    head = f"{subject}\n{INDONESIAN.day(day.date())} / {ENGLISH.day(day.date())}, {day:%H:%M} WIB"
    parts = [head, *alarm_parts(new)]
    if over:
        parts.append("\n".join(["SELESAI / OVER", *_listed([_name(key) for key in over])]))
    return Message(
        subject=subject,
        text="\n\n".join(parts) + "\n",
        data={"new": [alarm.record() for alarm in new], "over": list(over)},
    )


def trial(now: datetime) -> Message:
    """A message that only shows that messages arrive."""
    day = now.astimezone(JAKARTA)
    subject = "[UCJ] Pesan percobaan / Test message"
    text = (
        f"{subject}\n{INDONESIAN.day(day.date())} / {ENGLISH.day(day.date())}, {day:%H:%M} WIB\n\n"
        "Alarm UCJ akan dikirim ke sini. Tidak ada yang perlu dilakukan.\n"
        "Alarms of UCJ will be sent here. There is nothing to do.\n"
    )
    return Message(subject=subject, text=text, data={"new": [], "over": [], "test": True})


def alarm_parts(new: Sequence[Alarm]) -> Iterator[str]:
    """One block of lines a kind: what it is, each alarm, what to do."""
    for kind, alarms in groupby(new, key=lambda alarm: alarm.kind):
        texts = TEXTS[kind]
        yield "\n".join(
            [
                f"{texts.title_id.upper()} / {texts.title_en}",
                *_listed([f"[{alarm.id}] {alarm.detail}" for alarm in alarms]),
                f"Tindakan: {texts.do_id}",
                f"What to do: {texts.do_en}",
            ]
        )


def _listed(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"  - {line}" for line in lines[:LISTED])
    if len(lines) > LISTED:
        yield f"  - ... dan {len(lines) - LISTED} lagi / and {len(lines) - LISTED} more"


def _name(key: str) -> str:
    kind, _, subject = key.partition(":")
    if kind not in list(AlarmKind):  # told by another version of the program
        return key
    texts = TEXTS[AlarmKind(kind)]
    return f"{texts.title_id} / {texts.title_en}: {subject}"
