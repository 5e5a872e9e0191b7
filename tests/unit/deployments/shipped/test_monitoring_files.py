"""Examples for dashboards and alerts name only figures that there are."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import yaml

from tasks.operations.alarms.prometheus import registry_of

MONITORING = Path(__file__).resolve().parents[4] / "deployments" / "monitoring"
METRIC = re.compile(r"\bucj_[a-z_]+")
AFTER_A_RELEASE = {  # absent until something was published
    "ucj_coverage_percent",
    "ucj_active_people",
    "ucj_eligible_people",
    "ucj_release_timestamp_seconds",
}


def written() -> set[str]:
    registry = registry_of(
        runs=[], last_runs={}, submissions=[], deliveries=[], alarms=[], release=None, nation=None,
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return {metric.name for metric in registry.collect()} | AFTER_A_RELEASE


def test_every_panel_of_the_dashboard_shows_a_figure_that_is_written() -> None:
    panels = json.loads((MONITORING / "grafana-dashboard.json").read_text())["panels"]
    asked = [set(METRIC.findall(target["expr"])) for panel in panels for target in panel["targets"]]
    assert len(panels) == len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels})
    assert all(asked)
    assert set().union(*asked) <= written()


def test_panels_do_not_overlap() -> None:
    panels = json.loads((MONITORING / "grafana-dashboard.json").read_text())["panels"]
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24


def test_every_alert_looks_at_a_figure_that_is_written() -> None:
    (group,) = yaml.safe_load((MONITORING / "prometheus-alerts.yaml").read_text())["groups"]
    asked = [set(METRIC.findall(rule["expr"])) for rule in group["rules"]]
    assert all(asked)
    assert set().union(*asked) <= written()
