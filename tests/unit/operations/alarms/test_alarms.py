from datetime import datetime, timedelta
from typing import Any

import pytest

from tasks.operations.alarms.catalogue import TEXTS, AlarmKind
from tasks.operations.alarms.conditions import Ended, Served, open_alarms
from tests.unit.operations.alarms.situations import NOW, SETTINGS, TODAY, delivery, last_run, situation, submission
from warehouse.records import Status

YESTERDAY = TODAY - timedelta(days=1)


def served(flow: str, state: str, *, at: datetime) -> dict[str, Any]:
    return {"served": Served(ended={flow: Ended(state=state, run="r", at=at)})}


RAISED: list[tuple[AlarmKind, str, dict[str, Any]]] = [
    (AlarmKind.RUN_FAILED, "run-daily", {"runs": {"run-daily": last_run("Failed")}}),
    (
        AlarmKind.RUN_FAILED,
        "reprocess",
        served("reprocess", "Failed", at=TODAY),
    ),
    (
        AlarmKind.RUN_FAILED,
        "reprocess",
        served("reprocess", "TimedOut", at=TODAY),
    ),
    (AlarmKind.RUN_CRASHED, "run-daily", {"runs": {"run-daily": last_run("Running")}}),
    (
        AlarmKind.RUN_CRASHED,
        "run-daily",
        served("run-daily", "Crashed", at=NOW),
    ),
    (
        AlarmKind.RUN_STUCK,
        "backfill",
        {
            "runs": {"backfill": last_run("Running", started=NOW - timedelta(hours=7)), "run-daily": last_run()},
            "under_way": True,
        },
    ),
    (AlarmKind.NO_RUN, "run-daily", {"runs": {"run-daily": last_run(started=YESTERDAY, good=YESTERDAY)}}),
    (AlarmKind.NO_RUN, "run-daily", {"runs": {"reprocess": last_run()}}),
    (AlarmKind.NO_RUN, "run-daily", {"runs": {"run-daily": last_run(good=None)}}),
    (AlarmKind.GATE_HELD, "run-daily", {"runs": {"run-daily": last_run("HeldByGate")}}),
    (AlarmKind.SERVER_LOST, "server", {"served": None, "server_lost": True}),
    (AlarmKind.NOT_SCHEDULED, "run-daily", {"served": Served(unscheduled=("run-daily",))}),
    (AlarmKind.HELD, "S000012", {"waiting": (submission(Status.HELD),)}),
    (AlarmKind.GIVEN_UP, "S000012", {"waiting": (submission(Status.FAILED, "GIVEN_UP"),)}),
    (AlarmKind.REFUSED, "K01 enrolment", {"deliveries": (delivery(last_status="refused", reject_pct=9.0),)}),
    (AlarmKind.REJECTS, "K01 enrolment", {"deliveries": (delivery(reject_pct=3.01),)}),
    (AlarmKind.MISSING, "K02 enrolment", {"deliveries": (delivery(branch="K02", state="missing", last_status=None),)}),
    (AlarmKind.LATE, "K01 benefit", {"deliveries": (delivery(feed="benefit", state="late", due_by="2026-02-10"),)}),
]
QUIET: list[dict[str, Any]] = [
    {},
    {"runs": {}},  # a home where nothing ever ran
    {"runs": {"run-daily": last_run("Running")}, "under_way": True},
    {"runs": {"run-daily": last_run("CompletedWithRejects")}},
    {"runs": {"run-daily": last_run(started=YESTERDAY, good=YESTERDAY)}, "now": NOW - timedelta(hours=2, minutes=1)},
    {"runs": {"run-daily": last_run(started=NOW)},  # after the one that failed
     "served": Served(ended={"run-daily": Ended(state="Failed", run="r", at=TODAY)})},
    {"served": None},
    {"deliveries": (delivery(state="not_expected", position_date=None, reject_pct=None, last_status=None),)},
]  # fmt: skip


@pytest.mark.parametrize(("kind", "subject", "different"), RAISED)
def test_one_alarm_for_one_trouble(kind: AlarmKind, subject: str, different: dict[str, Any]) -> None:
    (alarm,) = open_alarms(situation(**different), SETTINGS)
    assert (alarm.kind, alarm.subject) == (kind, subject)
    assert alarm.detail


@pytest.mark.parametrize("different", QUIET)
def test_no_alarm_where_all_is_well(different: dict[str, Any]) -> None:
    assert open_alarms(situation(**different), SETTINGS) == ()


def test_every_kind_is_tried_and_has_its_texts() -> None:
    assert {kind for kind, _, _ in RAISED} == set(AlarmKind) == set(TEXTS)


def test_what_two_sources_know_is_one_alarm_and_the_worst_comes_first() -> None:
    crashed = Served(ended={"run-daily": Ended(state="Failed", run="run-daily 2026-03-02", at=NOW)})
    found = open_alarms(
        situation(
            runs={"run-daily": last_run("Failed")},
            served=crashed,
            deliveries=(delivery(state="late", due_by="2026-02-10"), delivery(branch="K02", state="missing")),
        ),
        SETTINGS,
    )
    assert [alarm.kind for alarm in found] == [AlarmKind.RUN_FAILED, AlarmKind.MISSING, AlarmKind.LATE]
