"""A dismissed alarm is recorded with who, when and why; a damaged record opens all of them again."""

import json
import stat
from pathlib import Path

import pytest

from settings import Settings
from tasks.operations.alarms.catalogue import Alarm, AlarmKind
from tasks.operations.alarms.dismissals import AlarmUnknown, closed_alarms, dismiss, read_dismissals
from tests.unit.operations.alarms.situations import NOW, delivery, situation

LATE = Alarm(kind=AlarmKind.LATE, subject="K01 enrolment", detail="x", cause="2026-02-10")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_it_is_recorded_and_shown(settings: Settings) -> None:
    row = delivery(state="late", due_by="2026-02-10", days_late=20)
    found = situation(deliveries=(row,))
    assert dismiss([LATE], LATE.id.upper(), why="moved", by="siti", at=NOW, settings=settings) == LATE
    (made,) = read_dismissals(settings)
    assert (made.key, made.why, made.by, made.at) == ("late:K01 enrolment", "moved", "siti", NOW)
    closed = situation(deliveries=(row,), dismissed=frozenset({made.id}))
    assert closed_alarms(closed, settings) == (made,)
    assert closed_alarms(found, settings) == ()
    file = settings.home / "watch" / "dismissed.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())[0]["why"] == "moved"


def test_earlier_ones_are_kept(settings: Settings) -> None:
    other = Alarm(kind=AlarmKind.LATE, subject="K02 enrolment", detail="y", cause="2026-02-10")
    for alarm in (LATE, other):
        dismiss([LATE, other], alarm.id, why="moved", by="siti", at=NOW, settings=settings)
    assert [one.id for one in read_dismissals(settings)] == [LATE.id, other.id]


def test_an_unknown_id_and_a_damaged_file(settings: Settings) -> None:
    with pytest.raises(AlarmUnknown, match="ucj alarms"):
        dismiss([LATE], "nothing", why="x", by="siti", at=NOW, settings=settings)
    assert read_dismissals(settings) == ()
    dismiss([LATE], LATE.id, why="x", by="siti", at=NOW, settings=settings)
    (settings.home / "watch" / "dismissed.json").write_text('[{"id": ')
    assert read_dismissals(settings) == ()
