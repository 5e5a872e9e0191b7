"""How things stand, made up for tests: all is well unless said otherwise."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from settings import Settings
from tasks.operations.alarms.conditions import Served, Situation
from tasks.operations.alarms.last_runs import LastRun
from warehouse.records import Status, Submission

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # 10:00 in Jakarta
TODAY = NOW - timedelta(hours=5)
SETTINGS = Settings(home=Path("/nowhere"))


def last_run(state: str = "Completed", *, started: datetime = TODAY, good: datetime | None = TODAY) -> LastRun:
    return LastRun(state=state, started_at=started, ended_at=started, good_at=good, seconds={})


def delivery(**different: Any) -> Mapping[str, Any]:
    usual = {
        "branch": "K01",
        "feed": "enrolment",
        "state": "ok",
        "position_date": "2026-02-28",
        "age_days": 2,
        "due_by": None,
        "days_late": None,
        "last_submission": "S000007",
        "last_status": "accepted",
        "last_reason": None,
        "reject_pct": 3.0,
        "reject_submission": "S000007",
    }
    return {**usual, **different}


def submission(status: Status, reason: str | None = None) -> Submission:
    return Submission(
        id=12,
        sha256="ab" * 32,
        bytes=1,
        file_name="PESERTA_K01_20260228.csv",
        folder="K01",
        mtime_ns=0,
        received_at=TODAY,
        branch="K01",
        feed="enrolment",
        position_date=None,
        revision=0,
        status=status,
        reason_code=reason,
        duplicate_of=None,
        superseded_by=None,
        rows_read=10,
        rows_accepted=7,
        rows_rejected=2,
        rows_merged=1,
        rows_warned=3,
        contract_version=None,
        rules_version=None,
        finished_at=None,
        details={},
    )


def situation(**different: Any) -> Situation:
    usual: dict[str, Any] = {
        "now": NOW,
        "runs": {"run-daily": last_run()},
        "under_way": False,
        "deliveries": (delivery(),),
        "waiting": (),
        "served": Served(),
        "server_lost": False,
    }
    return Situation(**{**usual, **different})
