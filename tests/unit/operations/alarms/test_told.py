from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from settings import Settings
from tasks.operations.alarms.catalogue import Alarm, AlarmKind
from tasks.operations.alarms.channels import NotSent
from tasks.operations.alarms.message import LISTED, Message, message_of
from tasks.operations.alarms.notifications import notify
from tests.unit.operations.alarms.situations import NOW

LATE = Alarm(kind=AlarmKind.LATE, subject="K01 enrolment", detail="K01 enrolment: 2026-01-31, <= 2026-02-10")
HELD = Alarm(kind=AlarmKind.HELD, subject="S000012", detail="S000012 K01/PESERTA_K01_20260228.csv, 2026-03-01")


class Listener:
    """A channel; deaf for as many messages as said."""

    def __init__(self, deaf: int = 0) -> None:
        self.heard: list[Message] = []
        self.deaf = deaf

    def __call__(self, message: Message) -> None:
        if self.deaf:
            self.deaf -= 1
            raise NotSent("webhook: ConnectError")
        self.heard.append(message)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, alarms={"repeat_hours": 24})


def check(alarms: Sequence[Alarm], *, ways: dict[str, Listener], settings: Settings, hours: float = 0) -> None:
    notify(alarms, ways=ways, now=NOW + timedelta(hours=hours), settings=settings)


def told(listener: Listener) -> list[tuple[list[str], list[str]]]:
    return [([one["key"] for one in message.data["new"]], message.data["over"]) for message in listener.heard]


def test_an_alarm_is_told_once_again_after_a_day_and_when_it_is_over(settings: Settings) -> None:
    ear = Listener()
    for hours, alarms in (
        (0, [LATE]),
        (1, [LATE]),
        (2, [HELD, LATE]),
        (24, [HELD, LATE]),
        (25, [HELD]),
        (25.5, [HELD]),
    ):
        check(alarms, ways={"webhook": ear}, settings=settings, hours=hours)
    check([], ways={"webhook": ear}, settings=settings, hours=25.7)
    assert told(ear) == [
        ([LATE.key], []),
        ([HELD.key], []),
        ([LATE.key], []),
        ([], [LATE.key]),
        ([], [HELD.key]),
    ]


def test_what_a_channel_did_not_take_is_told_to_it_next_time(settings: Settings) -> None:
    web, mail = Listener(deaf=1), Listener()
    for hours, alarms in ((0, [LATE]), (1, [LATE]), (2, [])):
        check(alarms, ways={"webhook": web, "email": mail}, settings=settings, hours=hours)
    assert told(web) == told(mail) == [([LATE.key], []), ([], [LATE.key])]


def test_a_damaged_memory_tells_once_more(settings: Settings) -> None:
    ear = Listener()
    check([LATE], ways={"webhook": ear}, settings=settings)
    (settings.home / "watch" / "told.json").write_text('{"webhook": ')
    check([LATE], ways={"webhook": ear}, settings=settings)
    assert len(ear.heard) == 2


def test_a_message_says_in_two_languages_what_it_is_and_what_to_do() -> None:
    many = [Alarm(kind=AlarmKind.LATE, subject=f"K{n:02d}", detail=f"K{n:02d} enrolment") for n in range(LISTED + 3)]
    message = message_of(new=[HELD, *many], over=["missing:K09 enrolment", "gone:K09"], now=NOW)
    assert message.subject == "[UCJ] 24 alarm, 2 selesai / 24 alarms, 2 over"
    head, held, late, over = message.text.split("\n\n")
    assert head.endswith("2 Maret 2026 / 2 March 2026, 10:00 WIB")
    assert held.splitlines()[:2] == [
        "BERKAS MENUNGGU PERSETUJUAN / A file waits for approval",
        f"  - [{HELD.id}] {HELD.detail}",
    ]
    assert "Tindakan: Lihat `ucj explain <nomor>`" in held
    assert held.index("Tindakan:") < held.index("What to do:")
    assert "  - ... dan 3 lagi / and 3 more" in late
    assert over.strip() == "SELESAI / OVER\n  - Belum pernah mengirim / Never delivered: K09 enrolment\n  - gone:K09"
