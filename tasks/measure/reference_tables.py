"""The tables that set people beside the numbers of the reference feeds, and beside earlier dates."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from settings import Settings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.facts import Facts
from tasks.measure.inputs.inputs import Basis
from tasks.measure.tables.benefits import benefit_figures
from tasks.measure.tables.ecosystems import ecosystem_figures
from tasks.measure.tables.grounds import Standing, grounds_of_series
from tasks.measure.tables.targets import target_figures
from tasks.measure.tables.trend import trend_figures
from warehouse.dimensions.regions import Regions
from warehouse.submissions.references import scan_benefits


def reference_tables(
    facts: Facts, *, basis: Basis, as_of: date, regions: Regions, settings: Settings
) -> Mapping[str, pl.DataFrame]:
    """`ucj_ecosystem`, `ucj_target`, `ucj_trend` and `ucj_benefit`, from the people counted and the files of others."""
    coverage = facts.tables["ucj_coverage"]
    grounds = grounds_of_series(
        [frame["as_of"][0] for frame in basis.earlier if frame.height],
        history=basis.past.history,
        now=Standing(day=as_of, positions=basis.positions),
        expected_branches=basis.expected_branches,
        regions=regions,
        rules=rules_of(settings, regions=regions),
    )
    return {
        "ucj_ecosystem": ecosystem_figures(
            basis.ecosystem,
            coverage=coverage,
            categories=facts.tables["ucj_category"],
            as_of=as_of,
            regions=regions,
        ),
        "ucj_target": target_figures(basis.targets, coverage=coverage, as_of=as_of),
        "ucj_trend": trend_figures(basis.earlier, coverage=coverage, as_of=as_of, grounds=grounds),
        "ucj_benefit": benefit_figures(scan_benefits(basis.claims, lake=settings.path("lake")), as_of=as_of),
    }
