"""Decide which alarms are open, as a pure function of runs, deliveries and the state of the Prefect server."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from expectations.jakarta import JAKARTA, moment_text
from settings import Settings
from tasks.operations.alarms.catalogue import Alarm, AlarmKind
from tasks.operations.alarms.last_runs import CRASHED, FAILED, RUNNING, LastRun
from tasks.operations.status.table import LATE, MISSING
from tasks.publish.mirror.state import MirrorState
from tasks.receive.drop_folders.faults import AT_ONCE
from tasks.receive.drop_folders.journal import LastVisit
from warehouse.records import Status, Submission

DAILY, HELD_BY_GATE = "run-daily", "HeldByGate"
STATES = {FAILED: AlarmKind.RUN_FAILED, "TimedOut": AlarmKind.RUN_FAILED, CRASHED: AlarmKind.RUN_CRASHED}


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a run of a deployment ended: name of its state, name of the run."""

    state: str
    run: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SilentRun:
    """A run whose process lives and has given no sign for long. process: what is known of it; heard: its last sign."""

    flow_run_id: str
    process: str
    heard: datetime


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

    under_way: whether a run holds the lock. died_over: what a run was judging when its process died. withdrawn: what an
    operator withdrew last, its label by branch and feed. silent: runs that live and give no sign. first_used: when the
    first run of the home began. dismissed: ids of alarms that were dismissed. served: None = no server is asked.
    drop_folders: how each was last visited. mirror: how the copy of `published/` stands.
    """

    now: datetime
    runs: Mapping[str, LastRun]
    under_way: bool
    deliveries: tuple[Mapping[str, Any], ...]
    waiting: tuple[Submission, ...]
    died_over: tuple[Submission, ...] = ()
    withdrawn: Mapping[tuple[str, str], str] = field(default_factory=dict)
    silent: tuple[SilentRun, ...] = ()
    first_used: datetime | None = None
    dismissed: frozenset[str] = frozenset()
    served: Served | None = None
    server_lost: bool = False
    drop_folders: Mapping[str, LastVisit] = field(default_factory=dict)
    mirror: MirrorState = field(default_factory=MirrorState)


def open_alarms(situation: Situation, settings: Settings) -> tuple[Alarm, ...]:
    """All alarms but those that were dismissed; worst kind first, one alarm per key."""
    return tuple(one for one in _all_alarms(situation, settings) if one.id not in situation.dismissed)


def dismissed_alarms(situation: Situation, settings: Settings) -> tuple[Alarm, ...]:
    """What would be open, had nobody dismissed it."""
    return tuple(one for one in _all_alarms(situation, settings) if one.id in situation.dismissed)


def _all_alarms(situation: Situation, settings: Settings) -> tuple[Alarm, ...]:
    found = [
        *_runs(situation, settings),
        *_no_run(situation, settings),
        *_server(situation),
        *_drop_folders(situation, settings),
        *_mirror(situation, settings),
        *_waiting(situation),
        *_deliveries(situation, settings),
    ]
    order = list(AlarmKind)
    unique = {alarm.key: alarm for alarm in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda alarm: (order.index(alarm.kind), alarm.subject)))


def _runs(situation: Situation, settings: Settings) -> Iterator[Alarm]:
    for flow, run in situation.runs.items():
        at = f"{moment_text(run.started_at)}"
        alarm = partial(Alarm, subject=flow, cause=run.started_at.isoformat())
        if run.state == RUNNING and not situation.under_way:
            yield alarm(kind=AlarmKind.RUN_CRASHED, detail=f"{flow}, {at}{_died_over(situation)}")
        elif run.state == RUNNING and situation.now - run.started_at > timedelta(hours=settings.alarms.run_hours):
            yield alarm(kind=AlarmKind.RUN_STUCK, detail=f"{flow}, {at}, > {settings.alarms.run_hours:g} h")
        elif run.state in STATES:
            yield alarm(kind=STATES[run.state], detail=f"{flow}, {at}")
        elif run.state == HELD_BY_GATE:
            yield alarm(kind=AlarmKind.GATE_HELD, detail=f"{flow}, {at}")
    for flow, ended in (situation.served.ended if situation.served else {}).items():
        noted = situation.runs.get(flow)
        if ended.state in STATES and (noted is None or noted.started_at < ended.at):
            over = _died_over(situation) if ended.state == CRASHED else ""
            cause = ended.at.isoformat()
            yield Alarm(kind=STATES[ended.state], subject=flow, detail=f"{ended.run}{over}", cause=cause)


def _died_over(situation: Situation) -> str:
    """The files that were being judged when a process died, none while a run is under way."""
    if situation.under_way or not situation.died_over:
        return ""
    return "; " + ", ".join(f"{one.label} {one.folder}/{one.file_name}" for one in situation.died_over)


def _no_run(situation: Situation, settings: Settings) -> Iterator[Alarm]:
    """Once the day is far enough on, and from the day after the home was first used."""
    now = situation.now.astimezone(JAKARTA)
    today = f"{now:%Y-%m-%d}"
    first = situation.first_used.astimezone(JAKARTA).date() if situation.first_used else None
    if not situation.runs or first == now.date() or now.time() < settings.alarms.run_by:
        return
    daily = situation.runs.get(DAILY)
    good = daily.good_at.astimezone(JAKARTA).date() if daily and daily.good_at else None
    if good is None or good < now.date():
        last = f"terakhir / last: {good}" if good else "belum pernah / never so far"
        yield Alarm(kind=AlarmKind.NO_RUN, subject=DAILY, detail=f"{today}; {last}", cause=today)


def _server(situation: Situation) -> Iterator[Alarm]:
    if situation.server_lost:
        yield Alarm(kind=AlarmKind.SERVER_LOST, subject="server", detail="prefect/server.json")
    for name in situation.served.unscheduled if situation.served else ():
        yield Alarm(kind=AlarmKind.NOT_SCHEDULED, subject=name, detail=name)
    for run in situation.silent:
        heard = f"{moment_text(run.heard)}"
        detail = f"flow run {run.flow_run_id}, {run.process}; tanda terakhir / last sign: {heard}"
        yield Alarm(kind=AlarmKind.RUN_SILENT, subject=run.flow_run_id, detail=detail, cause=run.heard.isoformat())


def _drop_folders(situation: Situation, settings: Settings) -> Iterator[Alarm]:
    """Those that were not visited well for long; at once where a server may be another one."""
    patience = timedelta(hours=settings.alarms.drop_folder_hours)
    for name, last in situation.drop_folders.items():
        if not last.since:
            continue
        since = datetime.fromisoformat(last.since)
        if last.code in AT_ONCE or situation.now - since >= patience:
            detail = f"{name}: {last.code}, sejak / since {moment_text(since)}"
            yield Alarm(kind=AlarmKind.DROP_FOLDER, subject=name, detail=detail, cause=f"{last.code} {last.since}")


def _mirror(situation: Situation, settings: Settings) -> Iterator[Alarm]:
    """Once it was behind for long; at once where it may show figures that were withdrawn."""
    mirror = situation.mirror
    if not mirror.is_behind:
        return
    since = datetime.fromisoformat(mirror.since)
    if mirror.is_urgent or situation.now - since >= timedelta(hours=settings.alarms.mirror_hours):
        withdrawn = "; rilis yang ditarik masih tampil / withdrawn release still shown" if mirror.is_urgent else ""
        detail = f"{mirror.url}, sejak / since {moment_text(since)}{withdrawn}"
        cause = f"{mirror.since} {mirror.is_urgent}"
        yield Alarm(kind=AlarmKind.MIRROR, subject=mirror.url, detail=detail, cause=cause)


def _waiting(situation: Situation) -> Iterator[Alarm]:
    for one in situation.waiting:
        kind = AlarmKind.HELD if one.status is Status.HELD else AlarmKind.GIVEN_UP
        since = f"{one.received_at.astimezone(JAKARTA):%Y-%m-%d}"
        detail = f"{one.label} {one.folder}/{one.file_name}, {since}, {one.reason_code}"
        yield Alarm(kind=kind, subject=one.label, detail=detail, cause=f"{one.reason_code}")


def _deliveries(situation: Situation, settings: Settings) -> Iterator[Alarm]:
    for one in situation.deliveries:
        subject = f"{one['branch']} {one['feed']}"
        last, due = one["last_submission"], one["due_by"]
        refused = one["last_status"] == Status.REFUSED
        alarm = partial(Alarm, subject=subject, cause=f"{due}")
        when = f"jatuh tempo / due {due}"
        if one["state"] == MISSING and last is None and (one["days_late"] or 0) > 0:
            withdrawn = situation.withdrawn.get((one["branch"], one["feed"]))
            if withdrawn is None:
                yield alarm(kind=AlarmKind.MISSING, detail=f"{subject}: {when}")
            else:
                yield alarm(kind=AlarmKind.NOT_IN_FORCE, detail=f"{subject}: {withdrawn}, {when}")
        if one["state"] == LATE:
            newest = f"posisi terbaru / newest position {one['position_date']}"
            tail = f", terakhir / last {last} {one['last_status']}" if last else ""
            yield alarm(kind=AlarmKind.LATE, detail=f"{subject}: {newest}, {when}{tail}")
        if refused:
            about = f"{subject} {last}"
            yield Alarm(kind=AlarmKind.REFUSED, subject=about, detail=f"{about}: {one['last_reason']}")
        judged, percent = one["reject_submission"], one["reject_pct"]
        if percent is not None and percent > 100 * settings.alarms.reject_share and not (refused and judged == last):
            about = f"{subject} {judged}"
            yield Alarm(kind=AlarmKind.REJECTS, subject=about, detail=f"{about}: {percent} %")
