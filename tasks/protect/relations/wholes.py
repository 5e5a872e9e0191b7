"""Parts and wholes that overlap: no part is greater than its whole, and parts that cover the whole are not less."""

import polars as pl

from tasks.protect.relations.relation import Relations, label, relations

PLACE = ["basis", "region_code"]
COVERING = ("ucj_funder", "ucj_category")  # everyone has a funder and a category, be it one that was not stated


def strict_within_active(cells: pl.DataFrame) -> Relations:
    """Strictly active people of a category are among its active ones."""
    both = cells.filter(table="ucj_category").with_columns(
        label("strict", *PLACE, "key"), factor=pl.when(pl.col("column") == "active").then(1).otherwise(-1)
    )
    strict = both.filter(column="active_strict")
    return relations(
        both.join(strict.select("equation"), on="equation", how="semi", maintain_order="left"),
        rest=True,
        still_open=True,
    )


def cohorts_within(cells: pl.DataFrame) -> Relations:
    """Who is new in a category, or paid by a funder, is among all people of the category or the funder."""
    funder, category = (pl.col("key").str.split(" ").list.get(place) for place in (0, 1))
    cohorts = cells.filter(table="ucj_cohort")
    entries = []
    for table, group in (("ucj_funder", funder), ("ucj_category", category)):
        parts = cohorts.select(*PLACE, "date", group=group, number="number", factor=pl.lit(-1))
        places = parts.select(*PLACE, "date", "group").unique(maintain_order=True)
        all_people = cells.filter(table=table, column="active").select(*PLACE, group="key", number="number")
        wholes = places.join(all_people, on=[*PLACE, "group"], how="inner", maintain_order="left")
        both = pl.concat([wholes.with_columns(factor=pl.lit(1)).select(parts.columns), parts])
        entries.append(both.with_columns(label(f"new of {table}", *PLACE, "date", "group")))
    return relations(pl.concat(entries), rest=True, still_open=True)


def shown_wholes(cells: pl.DataFrame) -> pl.DataFrame:
    """Of each number of strictly active people of a category how many are active there in all [number, whole]."""
    both = cells.filter(table="ucj_category")
    active = both.filter(column="active").select(*PLACE, "key", whole="value")
    strict = both.filter(column="active_strict").join(active, on=[*PLACE, "key"], how="inner")
    return strict.group_by("number").agg(pl.col("whole").min())


def everyone_is_covered(cells: pl.DataFrame, *, coverage: pl.DataFrame) -> list[Relations]:
    """Of all funders, and of all categories, together there are at least as many people as are active."""
    made = []
    for table in COVERING:
        parts = cells.filter(table=table, column="active").with_columns(label(table, *PLACE), factor=pl.lit(1))
        known = coverage.select(label(table, *PLACE), right="active")
        made.append(relations(parts, right=known, rest=True, still_open=True))
    return made


def vulnerable_within_category(
    cells: pl.DataFrame, *, coverage: pl.DataFrame, categories: tuple[str, ...]
) -> list[Relations]:
    """Vulnerable workers who live in a region are the people of their category there, less construction heads.

    `categories`: those counted as vulnerable. Of several of them nothing is said: a person may be in more than one.
    """
    if len(categories) != 1:
        return []
    above_districts = pl.col("level").is_in(["national", "province", "regency"])
    of_villages = cells.filter(above_districts, table="ucj_village").with_columns(factor=pl.lit(-1))
    of_category = cells.filter(table="ucj_category", column="active", basis="domicile", key=categories[0])
    entries = pl.concat([of_category.with_columns(factor=pl.lit(1)), of_villages]).with_columns(
        label("vulnerable", *PLACE)
    )
    heads = coverage.select(*PLACE, heads=pl.col("active_unlinked").cast(pl.Float64))
    return [
        relations(entries.join(heads, on=PLACE, how="left", maintain_order="left"), rest=True, most=pl.col("heads"))
    ]
