from datetime import timedelta
from typing import Any

import pytest

from tasks.operations.alarms.catalogue import TEXTS, Kind
from tasks.operations.alarms.conditions import Ended, Served, open_alarms
from tests.unit.operations.alarms.situations import NOW, SETTINGS, TODAY, delivery, last_run, situation, submission
from warehouse.records import Status

YESTERDAY = TODAY - timedelta(days=1)
RAISED: list[tuple[Kind, str, dict[str, Any]]] = [
    (Kind.RUN_FAILED, "run-daily", {"runs": {"run-daily": last_run("Failed")}}),
    (Kind.RUN_FAILED, "reprocess", {"served": Served(ended={"reprocess": Ended(state="Failed", run="r", at=TODAY)})}),
    (Kind.RUN_FAILED, "reprocess", {"served": Served(ended={"reprocess": Ended(state="TimedOut", run="r", at=TODAY)})}),
    (Kind.RUN_CRASHED, "run-daily", {"runs": {"run-daily": last_run("Running")}}),
    (Kind.RUN_CRASHED, "run-daily", {"served": Served(ended={"run-daily": Ended(state="Crashed", run="r", at=NOW)})}),
    (
        Kind.RUN_STUCK,
        "backfill",
        {"runs": {"backfill": last_run("Running", started=NOW - timedelta(hours=7)), "run-daily": last_run()},
         "under_way": True},
    ),
    (Kind.NO_RUN, "run-daily", {"runs": {"run-daily": last_run(started=YESTERDAY, good=YESTERDAY)}}),
    (Kind.NO_RUN, "run-daily", {"runs": {"reprocess": last_run()}}),
    (Kind.NO_RUN, "run-daily", {"runs": {"run-daily": last_run(good=None)}}),
    (Kind.GATE_HELD, "run-daily", {"runs": {"run-daily": last_run("HeldByGate")}}),
    (Kind.SERVER_LOST, "server", {"served": None, "server_lost": True}),
    (Kind.NOT_SCHEDULED, "run-daily", {"served": Served(unscheduled=("run-daily",))}),
    (Kind.HELD, "S000012", {"waiting": (submission(Status.HELD),)}),
    (Kind.GIVEN_UP, "S000012", {"waiting": (submission(Status.FAILED, "GIVEN_UP"),)}),
    (Kind.REFUSED, "K01 enrolment", {"deliveries": (delivery(last_status="refused", reject_pct=9.0),)}),
    (Kind.REJECTS, "K01 enrolment", {"deliveries": (delivery(reject_pct=3.01),)}),
    (Kind.MISSING, "K02 enrolment", {"deliveries": (delivery(branch="K02", state="missing", last_status=None),)}),
    (Kind.LATE, "K01 benefit", {"deliveries": (delivery(feed="benefit", state="late", due_by="2026-02-10"),)}),
]  # fmt: skip
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
def test_one_alarm_for_one_trouble(kind: Kind, subject: str, different: dict[str, Any]) -> None:
    (alarm,) = open_alarms(situation(**different), SETTINGS)
    assert (alarm.kind, alarm.subject) == (kind, subject)
    assert alarm.detail


@pytest.mark.parametrize("different", QUIET)
def test_no_alarm_where_all_is_well(different: dict[str, Any]) -> None:
    assert open_alarms(situation(**different), SETTINGS) == ()


def test_every_kind_is_tried_and_has_its_texts() -> None:
    assert {kind for kind, _, _ in RAISED} == set(Kind) == set(TEXTS)


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
    assert [alarm.kind for alarm in found] == [Kind.RUN_FAILED, Kind.MISSING, Kind.LATE]
