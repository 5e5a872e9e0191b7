"""Dates that were measured before get what follows from their figures, and nothing for what does not."""

from sqlalchemy import Engine, text

from tests.integration.warehouse.measured import COVERED, FEBRUARY, measure
from warehouse.catalogue.migrate import downgrade, upgrade
from warehouse.catalogue.transactions import writing
from warehouse.releases.facts import read_facts


def test_who_is_not_covered_follows_for_dates_measured_before(engine: Engine) -> None:
    measure(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE fact_coverage SET eligible = 0 WHERE region_code = '72.12'"))
    downgrade(engine, revision="0012")
    upgrade(engine)
    coverage = read_facts(engine, as_of=FEBRUARY, names=["ucj_coverage"])["ucj_coverage"]
    expected = [
        (code, basis, None if eligible is None or code == "72.12" else eligible - active, None)
        for code, basis, eligible, active in COVERED
    ]
    assert coverage.select("region_code", "basis", "not_covered", "unplaced").rows() == expected
