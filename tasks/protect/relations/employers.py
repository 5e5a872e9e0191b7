"""Employers: a region has no fewer than one within it, and no more than all within it together."""

import polars as pl

from tasks.protect.relations.region_tree import NOT_ADDED, region_above
from tasks.protect.relations.relation import Relations, label, relations


def employers_lie_within(cells: pl.DataFrame) -> list[Relations]:
    """What a reader knows of regions and those within, as sums with a rest that nobody publishes.

    Employers without a known workplace are in the nation only, so nothing bounds it from above.
    """
    told = cells.filter(table=NOT_ADDED)
    inside = told.filter(pl.col("level") != "national").with_columns(above=region_above())
    whole = told.select("number", above="region_code")
    each = inside.select("above", "region_code", part="number").join(whole, on="above")
    sides = [
        each.select("region_code", number=pl.col(name), factor=pl.lit(factor)).with_columns(
            label("employers within", "region_code")
        )
        for name, factor in (("number", 1), ("part", -1))
    ]
    provinces = told.filter(level="province").select("number", pl.lit(-1).alias("factor"), above="region_code")
    regencies = inside.filter(level="regency").select("number", pl.lit(1).alias("factor"), "above")
    together = pl.concat([regencies, provinces.select(regencies.columns)]).with_columns(
        label("employers together", "above")
    )
    return [relations(one, rest=True, still_open=True) for one in (pl.concat(sides), together)]
