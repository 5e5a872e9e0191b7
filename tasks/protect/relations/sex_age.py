"""Sexes and age groups: everyone is in one of each, so that both ways of adding up give the published total."""

import polars as pl

from tasks.protect.relations.relation import Relations, label, relations
from warehouse.dimensions.closed_lists import EVERY, NOT_KNOWN

TABLE = "ucj_sex_age"
PLACE = ("basis", "region_code")
GROUP = ("sex", "age_group")


def sexes_and_ages_add_up(cells: pl.DataFrame, *, coverage: pl.DataFrame) -> list[Relations]:
    """All sexes, and all age groups, are the active people; each of them is the sum of its parts.

    Those of whom neither is known are the construction heads without NIK, whose number is published; where it is not
    that number in the figures, it is no relation.
    """
    named = pl.col("key").str.split(" ").list
    told = cells.filter(table=TABLE).with_columns(sex=named.first(), age_group=named.last())
    found = []
    for one, other in (GROUP, GROUP[::-1]):
        whole = pl.col(other) == EVERY
        margins = told.filter(whole, pl.col(one) != EVERY)
        every = margins.with_columns(label(one, *PLACE), factor=pl.lit(1))
        found.append(relations(every, right=coverage.select(label(one, *PLACE), right="active")))
        parts = told.filter(~whole, pl.col(one) != EVERY).with_columns(factor=pl.lit(1))
        both = pl.concat([margins.with_columns(factor=pl.lit(-1)), parts])
        found.append(relations(both.with_columns(label(f"of each {one}", *PLACE, one))))
    unknown = told.filter(sex=NOT_KNOWN, age_group=EVERY).with_columns(label("unknown", *PLACE), factor=pl.lit(1))
    heads = coverage.filter(pl.col("active_unlinked") > 0).select(label("unknown", *PLACE), right="active_unlinked")
    return [*found, relations(unknown, right=heads)]
