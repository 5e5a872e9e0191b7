"""What the Prefect UI shows of alarms, and that a run which begins or ends meanwhile is not told as dead."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.steps import alerting
from flows.steps.alerting import _runs_and_lock
from flows.ui.alarms import alarms_text, show_alarms
from settings import Settings
from tasks.operations.alarms.catalogue import Alarm, AlarmKind
from tasks.operations.alarms.dismissals import Dismissal
from tasks.operations.alarms.last_runs import note_end, note_start

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
LATE = Alarm(kind=AlarmKind.LATE, subject="K01 enrolment", detail="K01 enrolment: a | b", cause="x")
CLOSED = Dismissal(id="12345678", key="late:K02", detail="K02 enrolment", why="merged", by="siti", at=NOW)


def test_open_alarms_stand_in_a_table_with_their_ids_and_what_to_do() -> None:
    text = alarms_text([LATE], [CLOSED])
    row = next(line for line in text.splitlines() if LATE.id in line)
    assert row.startswith(
        f"| `{LATE.id}` | Kiriman terlambat / Delivery late | K01 enrolment: a \\| b | Hubungi cabang"
    )
    assert "| `12345678` | K02 enrolment | merged (siti) | 2026-03-02 10:00 WIB |" in text


def test_without_alarms_the_newest_artifact_says_so() -> None:
    assert alarms_text([], []) == "**Tidak ada alarm. / No alarms.**\n"


def test_outside_a_flow_run_nothing_is_shown() -> None:
    show_alarms([LATE], [])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_a_run_that_begins_while_somebody_looks_is_not_dead(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gets the lock and notes its start right after the look at the lock."""

    def looked(_: Settings) -> bool:
        note_start("run-daily", at=NOW, settings=settings)
        return False

    monkeypatch.setattr(alerting, "run_under_way", looked)
    runs, under_way = _runs_and_lock(settings)
    assert (runs["run-daily"].state, under_way) == ("Running", True)


def test_a_run_that_ends_while_somebody_looks_is_not_dead(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    note_start("run-daily", at=NOW, settings=settings)

    def looked(_: Settings) -> bool:
        note_end("run-daily", state="Completed", at=NOW, settings=settings)
        return False

    monkeypatch.setattr(alerting, "run_under_way", looked)
    runs, _ = _runs_and_lock(settings)
    assert runs["run-daily"].state == "Completed"


def test_a_run_that_died_is_dead_before_and_after(settings: Settings) -> None:
    note_start("run-daily", at=NOW, settings=settings)
    runs, under_way = _runs_and_lock(settings)
    assert (runs["run-daily"].state, under_way) == ("Running", False)
