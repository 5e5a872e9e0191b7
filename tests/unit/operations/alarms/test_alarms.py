from datetime import datetime, timedelta
from typing import Any

import pytest

from tasks.operations.alarms.catalogue import TEXTS, AlarmKind
from tasks.operations.alarms.conditions import Ended, Served, SilentRun, dismissed_alarms, open_alarms
from tasks.publish.mirror.state import MirrorState
from tasks.receive.drop_folders.journal import LastVisit
from tests.unit.operations.alarms.situations import NOW, SETTINGS, TODAY, delivery, last_run, situation, submission
from warehouse.records import Status

YESTERDAY = TODAY - timedelta(days=1)
MIRROR = "s3://bucket/terbitan"
NEVER: dict[str, Any] = {"last_status": None, "last_submission": None, "reject_pct": None}
DUE: dict[str, Any] = {"due_by": "2026-02-10", "days_late": 20}
REFUSED: dict[str, Any] = {"last_status": "refused", "last_reason": "NAME_INVALID"}
OTHER: dict[str, Any] = {"reject_submission": "S000005"}


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
    (
        AlarmKind.DROP_FOLDER,
        "kanwil",
        {"drop_folders": {"kanwil": LastVisit(since=(NOW - timedelta(hours=2)).isoformat(), code="UNREACHABLE")}},
    ),
    (
        AlarmKind.DROP_FOLDER,
        "kanwil",
        {"drop_folders": {"kanwil": LastVisit(since=NOW.isoformat(), code="HOST_KEY")}},
    ),
    (AlarmKind.MIRROR, MIRROR, {"mirror": MirrorState(url=MIRROR, since=(NOW - timedelta(hours=12)).isoformat())}),
    (AlarmKind.MIRROR, MIRROR, {"mirror": MirrorState(url=MIRROR, since=NOW.isoformat(), is_urgent=True)}),
    (AlarmKind.HELD, "S000012", {"waiting": (submission(Status.HELD, "LAPSED_SHARE"),)}),
    (AlarmKind.GIVEN_UP, "S000012", {"waiting": (submission(Status.FAILED, "GIVEN_UP"),)}),
    (AlarmKind.REFUSED, "K01 enrolment S000007", {"deliveries": (delivery(**REFUSED, reject_pct=9.0),)}),
    (
        AlarmKind.REFUSED,
        "K01 enrolment S000007",
        {"deliveries": (delivery(**REFUSED, reject_pct=None, state="missing", **DUE),)},
    ),
    (AlarmKind.REJECTS, "K01 enrolment S000005", {"deliveries": (delivery(reject_pct=3.01, **OTHER),)}),
    (AlarmKind.MISSING, "K02 enrolment", {"deliveries": (delivery(branch="K02", state="missing", **NEVER, **DUE),)}),
    (
        AlarmKind.NOT_IN_FORCE,
        "K02 enrolment",
        {
            "deliveries": (delivery(branch="K02", state="missing", **NEVER, **DUE),),
            "withdrawn": {("K02", "enrolment"): "S000011"},
        },
    ),
    (
        AlarmKind.RUN_SILENT,
        "11-22",
        {"silent": (SilentRun(flow_run_id="11-22", process="pid 7, here", heard=YESTERDAY),)},
    ),
    (AlarmKind.LATE, "K01 benefit", {"deliveries": (delivery(feed="benefit", state="late", due_by="2026-02-10"),)}),
]
QUIET: list[dict[str, Any]] = [
    {"drop_folders": {"kanwil": LastVisit(since=(NOW - timedelta(hours=1)).isoformat(), code="UNREACHABLE")}},
    {"drop_folders": {"kanwil": LastVisit(good_at=NOW.isoformat())}},
    {"mirror": MirrorState(url=MIRROR, since=(NOW - timedelta(hours=11)).isoformat())},
    {"mirror": MirrorState(url=MIRROR, good_at=NOW.isoformat())},
    {},
    {"runs": {}},  # a home where nothing ever ran
    {"runs": {"run-daily": last_run("Running")}, "under_way": True},
    {"runs": {"run-daily": last_run("CompletedWithRejects")}},
    {"runs": {"run-daily": last_run(started=YESTERDAY, good=YESTERDAY)}, "now": NOW - timedelta(hours=2, minutes=1)},
    {"runs": {"run-daily": last_run(started=NOW)},  # after the one that failed
     "served": Served(ended={"run-daily": Ended(state="Failed", run="r", at=TODAY)})},
    {"served": None},
    {"runs": {"reprocess": last_run()}, "first_used": TODAY},  # made today: no daily run was due
    {"deliveries": (delivery(state="missing", **NEVER),)},  # nothing was due
    {"deliveries": (delivery(state="not_due", **NEVER, due_by="2026-04-01"),)},
    {"deliveries": (delivery(state="missing", last_status="received", reject_pct=None, **DUE),)},  # waits
    {"deliveries": (delivery(state="not_expected", position_date=None, reject_pct=None, last_status=None),)},
]  # fmt: skip


@pytest.mark.parametrize(("kind", "subject", "different"), RAISED)
def test_one_alarm_for_one_trouble(kind: AlarmKind, subject: str, different: dict[str, Any]) -> None:
    (alarm,) = open_alarms(situation(**different), SETTINGS)
    assert (alarm.kind, alarm.subject) == (kind, subject)
    assert alarm.detail
    assert "<=" not in alarm.detail
    assert "None" not in alarm.detail


@pytest.mark.parametrize(("kind", "subject", "different"), RAISED)
def test_a_dismissed_alarm_is_closed_and_no_other(kind: AlarmKind, subject: str, different: dict[str, Any]) -> None:
    (alarm,) = open_alarms(situation(**different), SETTINGS)
    closed = situation(**different, dismissed=frozenset({alarm.id}))
    assert open_alarms(closed, SETTINGS) == ()
    assert dismissed_alarms(closed, SETTINGS) == (alarm,)
    assert open_alarms(situation(**different, dismissed=frozenset({"00000000"})), SETTINGS) == (alarm,)


NEW_CAUSES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"runs": {"run-daily": last_run("Failed")}}, {"runs": {"run-daily": last_run("Failed", started=NOW)}}),
    ({"deliveries": (delivery(state="late", **DUE),)}, {"deliveries": (delivery(state="late", due_by="2026-03-01"),)}),
    (
        {"deliveries": (delivery(last_status="refused"),)},
        {"deliveries": (delivery(last_status="refused", last_submission="S000008"),)},
    ),
    (
        {"waiting": (submission(Status.HELD, "LAPSED_SHARE"),)},
        {"waiting": (submission(Status.HELD, "DATE_DIFFERS"),)},
    ),
    (
        {"runs": {"run-daily": last_run(good=None)}},
        {"runs": {"run-daily": last_run(good=None)}, "now": NOW + timedelta(days=1)},
    ),
]


@pytest.mark.parametrize(("before", "after"), NEW_CAUSES)
def test_a_dismissed_alarm_comes_back_with_a_new_cause(before: dict[str, Any], after: dict[str, Any]) -> None:
    (alarm,) = open_alarms(situation(**before), SETTINGS)
    (again,) = open_alarms(situation(**after, dismissed=frozenset({alarm.id})), SETTINGS)
    assert again.kind == alarm.kind


def test_the_alarm_of_rejects_names_the_delivery_that_they_are_of() -> None:
    """A misnamed file arrived after the one whose rows were rejected."""
    row = delivery(last_status="refused", last_submission="S000027", reject_pct=5.5, reject_submission="S000021")
    refused, rejects = open_alarms(situation(deliveries=(row,)), SETTINGS)
    assert (refused.kind, refused.detail.split(":")[0]) == (AlarmKind.REFUSED, "K01 enrolment S000027")
    assert (rejects.kind, rejects.detail) == (AlarmKind.REJECTS, "K01 enrolment S000021: 5.5 %")


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
            deliveries=(delivery(state="late", **DUE), delivery(branch="K02", state="missing", **NEVER, **DUE)),
        ),
        SETTINGS,
    )
    assert [alarm.kind for alarm in found] == [AlarmKind.RUN_FAILED, AlarmKind.MISSING, AlarmKind.LATE]
