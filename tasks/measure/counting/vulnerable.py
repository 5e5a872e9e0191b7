"""Active vulnerable workers per village, counted."""

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.views import Perspective, count_by_region
from tasks.measure.registrations.attributes import attribute_set
from tasks.measure.registrations.segments import holds_any

DOMICILE = "domicile"
VULNERABLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "basis": pl.String,
    "region_code": pl.String,
    "village": pl.String,
    "people": pl.Int64,
}


def count_vulnerable(view: Perspective, *, rules: CountRules) -> pl.DataFrame:
    """Vulnerable people of a view by home regency and village [`VULNERABLE`]."""
    vulnerable = attribute_set(rules.vulnerable_categories, among=rules.categories)
    people = view.who_counts(holds_any("categories", vulnerable))
    return count_by_region(people, view=view, key=["village"], bases=[DOMICILE]).select(*VULNERABLE)
