"""Write metrics for Prometheus to `metrics/ucj.prom`, in the text format of its node_exporter.

Counts only, so the file may be read by everybody; it is replaced as a whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.operations.alarms.catalogue import Alarm, AlarmKind
from tasks.operations.alarms.conditions import Situation
from tasks.operations.alarms.last_runs import LastRun, read_last_runs
from warehouse.catalogue.runs import Run, list_runs
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder
from warehouse.records import RunState, Status, Submission
from warehouse.releases.facts import read_facts
from warehouse.releases.releases import Release, current_release
from warehouse.submissions.lookup import list_submissions

STATES = ("ok", "late", "missing", "not_due")
ROWS = ("read", "accepted", "rejected", "merged", "warned")


def metrics_path(settings: Settings) -> Path:
    """Path of the metrics file."""
    return settings.path("metrics", "ucj.prom")


def write_metrics(situation: Situation, alarms: Iterable[Alarm], settings: Settings) -> None:
    """Bring the file up to date."""
    with catalogue(settings) as engine:
        current = current_release(engine)
        facts = read_facts(engine, as_of=current.as_of, names=["ucj_coverage"]) if current else None
        registry = registry_of(
            runs=list_runs(engine),
            last_runs=read_last_runs(settings),
            submissions=list_submissions(engine),
            deliveries=situation.deliveries,
            alarms=alarms,
            release=current,
            nation=facts["ucj_coverage"].row(0, named=True) if facts and facts["ucj_coverage"].height else None,
            now=situation.now,
        )
    path = metrics_path(settings)
    make_folder(path.parent, mode=0o755)
    write_file(path, generate_latest(registry), mode=0o644)


def registry_of(
    *,
    runs: Iterable[Run],
    last_runs: Mapping[str, LastRun],
    submissions: Iterable[Submission],
    deliveries: Iterable[Mapping[str, Any]],
    alarms: Iterable[Alarm],
    release: Release | None,
    nation: Mapping[str, Any] | None,
    now: datetime,
) -> CollectorRegistry:
    """Build the registry with every metric; a closed list of labels is always there as a whole, so that 0 can be
    told from absent."""
    registry = CollectorRegistry()

    def gauge(name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"ucj_{name}", says, labels, registry=registry)

    gauge("watched_timestamp_seconds", "When these figures were taken.").set(now.timestamp())
    _count(gauge("runs", "Runs so far by how they ended.", "state"), RunState, (run.state for run in runs))
    known = list(submissions)
    _count(gauge("submissions", "Deliveries by what became of them.", "status"), Status, (one.status for one in known))
    rows = gauge("rows", "Rows of all deliveries by what became of them.", "outcome")
    for outcome in ROWS:
        rows.labels(outcome).set(sum(getattr(one, f"rows_{outcome}") for one in known))
    _count(gauge("alarms", "Alarms that are open.", "kind"), AlarmKind, (alarm.kind for alarm in alarms))
    stands = list(deliveries)
    expected = (one["state"] for one in stands if one["state"] in STATES)
    _count(gauge("deliveries", "Expected deliveries by whether they are in time.", "state"), STATES, expected)
    age = gauge("position_age_days", "Age of the newest position in force.", "branch", "feed")
    for one in stands:
        if one["age_days"] is not None:
            age.labels(one["branch"], one["feed"]).set(one["age_days"])
    _last_runs(gauge, last_runs)
    if release is not None:
        gauge("release_timestamp_seconds", "When the current release was made.").set(release.created_at.timestamp())
    if nation is not None:
        gauge("active_people", "People counted as active in the nation, by NIK.").set(nation["active"])
        if nation["eligible"] is not None:
            gauge("eligible_people", "Eligible workers of the nation.").set(nation["eligible"])
            gauge("coverage_percent", "Coverage of the nation, by NIK.").set(float(nation["coverage_pct"]))
    return registry


def _last_runs(gauge: Any, last_runs: Mapping[str, LastRun]) -> None:
    good = gauge("last_success_timestamp_seconds", "When a run of a flow last ended by itself.", "flow")
    start = gauge("last_start_timestamp_seconds", "When a run of a flow last began.", "flow")
    seconds = gauge("stage_seconds", "What the stages of the last run took; files side by side count whole.",
                    "flow", "stage")  # fmt: skip
    for flow, run in last_runs.items():
        start.labels(flow).set(run.started_at.timestamp())
        if run.good_at is not None:
            good.labels(flow).set(run.good_at.timestamp())
        for stage, took in run.seconds.items():
            seconds.labels(flow, stage).set(took)


def _count(gauge: Gauge, names: Iterable[str], found: Iterable[str]) -> None:
    counts = Counter(found)
    for name in names:
        gauge.labels(str(name)).set(counts[name])
