"""Which sentence says what a table of a region means; none where its figures do not suffice."""

from collections.abc import Callable, Mapping, Sequence

from tasks.publish.files.site.charts.pyramid import of_sexes
from tasks.publish.files.site.findings.coverage import of_movement, of_targets, of_trend
from tasks.publish.files.site.findings.groups import (
    largest,
    of_arrears,
    of_benefits,
    of_cohorts,
    of_ecosystems,
    of_employers,
    of_expiry,
    of_villages,
)
from tasks.publish.files.site.region_facts import RegionFacts, Row
from warehouse.figures.schema import Text

FINDINGS: Mapping[str, Callable[[Sequence[Row]], Text | None]] = {
    "ucj_target": of_targets,
    "ucj_trend": of_trend,
    "ucj_movement": of_movement,
    "ucj_segment": largest("segment"),
    "ucj_employer": of_employers,
    "ucj_ecosystem": of_ecosystems,
    "ucj_category": largest("category"),
    "ucj_funder": largest("funder"),
    "ucj_expiry": of_expiry,
    "ucj_benefit": of_benefits,
    "ucj_programme": largest("programme"),
    "ucj_arrears": of_arrears,
}


def finding(table: str, rows: Sequence[Row], *, region: RegionFacts) -> Text | None:
    """The sentence of a table's rows of one region."""
    if table == "ucj_cohort":
        return of_cohorts(rows, coverage=region.coverage)
    if table == "ucj_village":
        return of_villages(rows, areas=region.areas)
    if table == "ucj_sex_age":
        return of_sexes(rows, active=region.coverage["active"])
    made = FINDINGS.get(table)
    return made(rows) if made and rows else None
