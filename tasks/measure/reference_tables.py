"""The tables that set people beside the numbers of the reference feeds, and beside earlier dates."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from tasks.measure.basis import Basis
from tasks.measure.benefits import benefit_figures
from tasks.measure.ecosystems import ecosystem_figures
from tasks.measure.facts import Facts
from tasks.measure.targets import target_figures
from tasks.measure.trend import trend_figures
from warehouse.references import scan_benefits
from warehouse.regions import Regions


def reference_tables(
    facts: Facts, *, basis: Basis, as_of: date, regions: Regions, lake: Path
) -> Mapping[str, pl.DataFrame]:
    """`ucj_ecosystem`, `ucj_target`, `ucj_trend` and `ucj_benefit`, from the people counted and the files of others."""
    coverage = facts.tables["ucj_coverage"]
    return {
        "ucj_ecosystem": ecosystem_figures(
            basis.ecosystem,
            coverage=coverage,
            categories=facts.tables["ucj_category"],
            as_of=as_of,
            regions=regions,
        ),
        "ucj_target": target_figures(basis.targets, coverage=coverage, as_of=as_of),
        "ucj_trend": trend_figures(basis.earlier, coverage=coverage, as_of=as_of),
        "ucj_benefit": benefit_figures(scan_benefits(basis.claims, lake=lake), as_of=as_of),
    }
