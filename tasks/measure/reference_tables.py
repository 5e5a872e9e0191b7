"""The tables that set people beside the numbers of the reference feeds, and beside earlier dates."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from expectations.contracts import BENEFIT
from tasks.measure.chosen_rules import rules_of
from tasks.measure.facts import Facts
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import MeasureInputs
from tasks.measure.tables.benefits import benefit_figures, benefit_year_figures
from tasks.measure.tables.ecosystem_changes import ecosystem_movement, ecosystem_trend
from tasks.measure.tables.ecosystems import ecosystem_figures
from tasks.measure.tables.grounds import PositionsAt, grounds_of_series
from tasks.measure.tables.targets import target_figures
from tasks.measure.tables.trend import trend_figures
from warehouse.dimensions.regions import Regions
from warehouse.submissions.references import scan_claims


def reference_tables(
    facts: Facts, *, basis: MeasureInputs, as_of: date, regions: Regions, settings: FigureSettings, lake: Path
) -> Mapping[str, pl.DataFrame]:
    """Ecosystems with their movement and trend, `ucj_target`, `ucj_trend`, `ucj_benefit` and `ucj_benefit_year`.

    From the people counted and the files of others.
    """
    coverage = facts.tables["ucj_coverage"]
    rules = rules_of(settings, regions=regions)
    grounds = grounds_of_series(
        list(basis.earlier),
        history=basis.past.history,
        now=PositionsAt(day=as_of, positions=basis.positions),
        expected_branches=basis.expected_branches,
        regions=regions,
        rules=rules,
    )
    ecosystems = ecosystem_figures(
        basis.ecosystem,
        coverage=coverage,
        categories=facts.tables["ucj_category"],
        as_of=as_of,
        regions=regions,
    )
    benefits = benefit_figures(scan_claims(basis.claims, BENEFIT, lake=lake), as_of=as_of)
    return {
        "ucj_ecosystem": ecosystems,
        "ucj_ecosystem_movement": ecosystem_movement(
            basis.ecosystem, ecosystems=ecosystems, then=facts.then, as_of=as_of, regions=regions, rules=rules
        ),
        "ucj_ecosystem_trend": ecosystem_trend(
            {day: before.ecosystem for day, before in basis.earlier.items()},
            ecosystems=ecosystems,
            as_of=as_of,
            grounds=grounds,
        ),
        "ucj_target": target_figures(basis.targets, coverage=coverage, as_of=as_of),
        "ucj_trend": trend_figures(
            [before.coverage for before in basis.earlier.values()], coverage=coverage, as_of=as_of, grounds=grounds
        ),
        "ucj_benefit": benefits,
        "ucj_benefit_year": benefit_year_figures(benefits),
    }
