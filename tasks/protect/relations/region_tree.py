"""A province is the sum of its regencies, the nation that of its provinces and of people who are in no province."""

import polars as pl

from tasks.protect.relations.relation import Relations, label, relations, together
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import DISTRICT, PROVINCE, REGENCY

ABOVE = {"province": "national", "regency": "province", "district": "regency", "village": "district"}
CHARACTERS = {"regency": PROVINCE, "district": REGENCY, "village": DISTRICT}
OF_CHANGES = ("ucj_movement", "ucj_cohort")  # who is new in a region may not be so in the nation
NEW_PEOPLE = "ucj_cohort"  # but those who are not will be few: a reader takes it that there is nobody
OF_CLAIMS = ("ucj_benefit", "ucj_benefit_year")
OF_VILLAGES = "ucj_village"
NOT_ADDED = "ucj_employer"  # of which one may be in several regions
BESIDE = pl.col("beside").fill_null(float("inf"))
SERIES = ["table", "column", "key", "date", "basis"]


def region_tree(cells: pl.DataFrame, *, beside_provinces: pl.DataFrame) -> Relations:
    """Each region as the sum of those within, for every column of every table on every basis.

    `cells` as `list_cells`. `beside_provinces` [basis, beside]: how many people the nation has in all more than its
    provinces; no part of a table can have more of them, and a part that is in no province has no others. In a
    regency there may be people whose village is not known.
    """
    added = cells.filter(pl.col("table") != NOT_ADDED)
    parts = added.filter(pl.col("level") != "national").with_columns(above=region_above())
    wholes = added.with_columns(above="region_code")
    listed = [*SERIES, "above", "number", "factor", "level"]
    inside = parts.select(*SERIES, "above", "number", pl.lit(-1).alias("factor"), pl.col("level").replace_strict(ABOVE))
    both = pl.concat([wholes.with_columns(factor=pl.lit(1)).select(listed), inside.select(listed)])
    stated = pl.concat([inside, wholes.filter(level="national")], how="diagonal").select(*SERIES, "above").unique()
    entries = (
        both.join(stated, on=[*SERIES, "above"], how="semi", nulls_equal=True, maintain_order="left")
        .with_columns(label("tree", *SERIES, "above"))
        .join(beside_provinces, on="basis", how="left", maintain_order="left")
    )
    national_cohorts = entries.filter(table=NEW_PEOPLE).filter((pl.col("level") == "national").any().over("equation"))
    nation, of_changes = pl.col("level") == "national", pl.col("table").is_in(OF_CHANGES)
    of_people = ~of_changes & ~pl.col("table").is_in(OF_CLAIMS)
    unknown_village = (pl.col("level") == "regency") & (pl.col("table") == OF_VILLAGES)
    now = pl.col("date") == pl.col("date").max()
    of_people_now = (of_people & now) | (pl.col("table") == NEW_PEOPLE)
    return together(
        [
            relations(
                national_cohorts.with_columns(label("tree of the new", *SERIES, "above")), rest=True, most=BESIDE
            ),
            relations(
                entries,
                rest=unknown_village | (nation & (pl.col("table") != OF_VILLAGES)),
                least=pl.when(nation & of_changes).then(float("-inf")).otherwise(0.0),
                most=pl.when(nation & of_people_now).then(BESIDE).otherwise(float("inf")),
            ),
        ]
    )


def region_above() -> pl.Expr:
    """The region that a region is in."""
    above = pl.lit(NATION)
    for level, characters in CHARACTERS.items():
        above = pl.when(pl.col("level") == level).then(pl.col("region_code").str.head(characters)).otherwise(above)
    return above
