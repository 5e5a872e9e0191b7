"""Decide which alarms are open, as a pure function of runs, deliveries and the state of the Prefect server."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from settings import Settings
from tasks.operations.alarms.catalogue import Alarm, AlarmKind
from tasks.operations.alarms.last_runs import CRASHED, FAILED, RUNNING, LastRun
from warehouse.records import Status, Submission

JAKARTA = ZoneInfo("Asia/Jakarta")
DAILY, HELD_BY_GATE = "run-daily", "HeldByGate"
STATES = {FAILED: AlarmKind.RUN_FAILED, "TimedOut": AlarmKind.RUN_FAILED, CRASHED: AlarmKind.RUN_CRASHED}


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a run of a deployment ended: name of its state, name of the run."""

    state: str
    run: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Served:
    """What the Prefect server says. unscheduled: deployments whose schedule is active but has no run to come.

    ended: the newest run that ended of each deployment; it bears the name of its flow.
    """

    unscheduled: tuple[str, ...] = ()
    ended: Mapping[str, Ended] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything alarms follow from. deliveries: rows of `tasks.operations.status`; waiting: submissions held or
    given up.

    under_way: whether a run holds the lock. died_over: what a run was judging when its process died. served: None = no
    server is asked.
    """

    now: datetime
    runs: Mapping[str, LastRun]
    under_way: bool
    deliveries: tuple[Mapping[str, Any], ...]
    waiting: tuple[Submission, ...]
    died_over: tuple[Submission, ...] = ()
    served: Served | None = None
    server_lost: bool = False


def open_alarms(situation: Situation, settings: Settings) -> tuple[Alarm, ...]:
    """Evaluate all alarm conditions; worst kind first, one alarm per key."""
    found = [
        *_runs(situation, settings),
        *_no_run(situation, settings),
        *_server(situation),
        *_waiting(situation),
        *_deliveries(situation, settings),
    ]
    order = list(AlarmKind)
    unique = {alarm.key: alarm for alarm in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda alarm: (order.index(alarm.kind), alarm.subject)))


def _runs(situation: Situation, settings: Settings) -> Iterator[Alarm]:
    for flow, run in situation.runs.items():
        at = f"{run.started_at.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB"
        if run.state == RUNNING and not situation.under_way:
            yield Alarm(kind=AlarmKind.RUN_CRASHED, subject=flow, detail=f"{flow}, {at}{_died_over(situation)}")
        elif run.state == RUNNING and situation.now - run.started_at > timedelta(hours=settings.alarms.run_hours):
            yield Alarm(
                kind=AlarmKind.RUN_STUCK, subject=flow, detail=f"{flow}, {at}, > {settings.alarms.run_hours:g} h"
            )
        elif run.state in STATES:
            yield Alarm(kind=STATES[run.state], subject=flow, detail=f"{flow}, {at}")
        elif run.state == HELD_BY_GATE:
            yield Alarm(kind=AlarmKind.GATE_HELD, subject=flow, detail=f"{flow}, {at}")
    for flow, ended in (situation.served.ended if situation.served else {}).items():
        noted = situation.runs.get(flow)
        if ended.state in STATES and (noted is None or noted.started_at < ended.at):
            over = _died_over(situation) if ended.state == CRASHED else ""
            yield Alarm(kind=STATES[ended.state], subject=flow, detail=f"{ended.run}{over}")


def _died_over(situation: Situation) -> str:
    """The files that were being judged when a process died, none while a run is under way."""
    if situation.under_way or not situation.died_over:
        return ""
    return "; " + ", ".join(f"{one.label} {one.folder}/{one.file_name}" for one in situation.died_over)


def _no_run(situation: Situation, settings: Settings) -> Iterator[Alarm]:
    """Once the day is far enough on, and since the home was first used."""
    now = situation.now.astimezone(JAKARTA)
    if not situation.runs or now.time() < settings.alarms.run_by:
        return
    daily = situation.runs.get(DAILY)
    good = daily.good_at.astimezone(JAKARTA).date() if daily and daily.good_at else None
    if good is None or good < now.date():
        yield Alarm(kind=AlarmKind.NO_RUN, subject=DAILY, detail=f"{now:%Y-%m-%d}; terakhir / last: {good or '-'}")


def _server(situation: Situation) -> Iterator[Alarm]:
    if situation.server_lost:
        yield Alarm(kind=AlarmKind.SERVER_LOST, subject="server", detail="prefect/server.json")
    for name in situation.served.unscheduled if situation.served else ():
        yield Alarm(kind=AlarmKind.NOT_SCHEDULED, subject=name, detail=name)


def _waiting(situation: Situation) -> Iterator[Alarm]:
    for one in situation.waiting:
        kind = AlarmKind.HELD if one.status is Status.HELD else AlarmKind.GIVEN_UP
        since = f"{one.received_at.astimezone(JAKARTA):%Y-%m-%d}"
        yield Alarm(kind=kind, subject=one.label, detail=f"{one.label} {one.folder}/{one.file_name}, {since}")


def _deliveries(situation: Situation, settings: Settings) -> Iterator[Alarm]:
    for one in situation.deliveries:
        subject = f"{one['branch']} {one['feed']}"
        last = one["last_submission"] or "-"
        if one["state"] == "missing":
            yield Alarm(kind=AlarmKind.MISSING, subject=subject, detail=f"{subject}, <= {one['due_by'] or '-'}")
        if one["state"] == "late":
            detail = f"{subject}: {one['position_date']}, <= {one['due_by']}"
            yield Alarm(kind=AlarmKind.LATE, subject=subject, detail=detail)
        if one["last_status"] == Status.REFUSED:
            yield Alarm(kind=AlarmKind.REFUSED, subject=subject, detail=f"{subject}: {last}, {one['last_reason']}")
        elif one["reject_pct"] is not None and one["reject_pct"] > 100 * settings.alarms.reject_share:
            yield Alarm(kind=AlarmKind.REJECTS, subject=subject, detail=f"{subject}: {last}, {one['reject_pct']} %")
