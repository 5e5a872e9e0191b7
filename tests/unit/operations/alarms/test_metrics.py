"""The figures as Prometheus's own parser reads them."""

from datetime import date
from decimal import Decimal

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from tasks.operations.alarms.catalogue import Alarm, AlarmKind
from tasks.operations.alarms.last_runs import LastRun
from tasks.operations.alarms.prometheus import registry_of
from tests.unit.operations.alarms.situations import NOW, TODAY, delivery, submission
from warehouse.catalogue.runs import Run
from warehouse.records import RunState, Status
from warehouse.releases.releases import Release

RUNS = [
    Run(id=n, as_of=date(2026, 3, n), started_at=TODAY, ended_at=TODAY, state=state, flow_run_id=None)
    for n, state in enumerate((RunState.COMPLETED, RunState.COMPLETED, RunState.GATED), start=1)
]
RELEASE = Release(
    id="2026-03-02-0123456789ab", as_of=date(2026, 3, 2), content_sha256="", inputs_sha256="", run_id=1,
    created_at=TODAY, is_current=True,
)  # fmt: skip


def parsed() -> dict[tuple[str, ...], float]:
    registry = registry_of(
        runs=RUNS,
        last_runs={
            "run-daily": LastRun(state="Completed", started_at=TODAY, good_at=TODAY, seconds={"ingest": 1.5}),
            "reprocess": LastRun(state="Failed", started_at=NOW, seconds={}),
        },
        submissions=[submission(Status.HELD), submission(Status.HELD), submission(Status.ACCEPTED)],
        deliveries=[delivery(), delivery(branch='K"2', age_days=40, state="late"), delivery(state="not_expected")],
        alarms=[Alarm(kind=AlarmKind.HELD, subject="S000012", detail="x")],
        release=RELEASE,
        nation={"active": 45_200_000, "eligible": 100_000_000, "coverage_pct": Decimal("45.20")},
        now=NOW,
    )
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_every_figure_is_read_back() -> None:
    found = parsed()
    expected = {
        ("ucj_runs", "completed"): 2,
        ("ucj_runs", "gated"): 1,
        ("ucj_runs", "failed"): 0,
        ("ucj_submissions", "held"): 2,
        ("ucj_submissions", "accepted"): 1,
        ("ucj_submissions", "refused"): 0,
        ("ucj_rows", "read"): 30,
        ("ucj_rows", "rejected"): 6,
        ("ucj_alarms", "held"): 1,
        ("ucj_alarms", "run_failed"): 0,
        ("ucj_deliveries", "ok"): 1,
        ("ucj_deliveries", "late"): 1,
        ("ucj_deliveries", "missing"): 0,
        ("ucj_position_age_days", 'K"2', "enrolment"): 40,
        ("ucj_last_success_timestamp_seconds", "run-daily"): TODAY.timestamp(),
        ("ucj_last_start_timestamp_seconds", "reprocess"): NOW.timestamp(),
        ("ucj_stage_seconds", "run-daily", "ingest"): 1.5,
        ("ucj_active_people",): 45_200_000,
        ("ucj_eligible_people",): 100_000_000,
        ("ucj_coverage_percent",): 45.2,
        ("ucj_release_timestamp_seconds",): TODAY.timestamp(),
    }
    assert {key: found[key] for key in expected} == expected
    assert ("ucj_last_success_timestamp_seconds", "reprocess") not in found


def test_closed_lists_are_there_as_a_whole() -> None:
    names = {key[1] for key in parsed() if key[0] in ("ucj_submissions", "ucj_alarms", "ucj_runs")}
    assert names == {*map(str, Status), *map(str, AlarmKind), *map(str, RunState)}
