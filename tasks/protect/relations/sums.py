"""Sums within a region: months of arrears, the parts of a movement, cohorts of those who are new."""

import polars as pl

from tasks.protect.relations.relation import Relations, label, relations

PLACE = ["basis", "region_code"]
CAME, LEFT = ("new", "returned"), ("lapsed", "ended", "gone")
OLDER = "left_on_older_positions"


def arrears_add_up(cells: pl.DataFrame, *, coverage: pl.DataFrame) -> list[Relations]:
    """People by unpaid months are all active people but construction heads; those of 0 months are the strictly active.

    The second holds while heads without NIK have no grace, as is set unless an operator says otherwise; where it does
    not hold in the figures it is no relation.
    """
    months = cells.filter(table="ucj_arrears").with_columns(factor=pl.lit(1))
    known = coverage.select(
        *PLACE,
        people=pl.col("active") - pl.col("active_unlinked"),
        strictly=pl.col("active_strict") - pl.col("active_unlinked"),
    )
    everyone = months.with_columns(label("arrears", *PLACE))
    paid_up = months.filter(key="0").with_columns(label("paid up", *PLACE))
    return [
        relations(everyone, right=known.select(label("arrears", *PLACE), right="people")),
        relations(paid_up, right=known.select(label("paid up", *PLACE), right="strictly")),
    ]


def movement_adds_up(cells: pl.DataFrame, *, movement: pl.DataFrame) -> list[Relations]:
    """Who came less who left is the published change; who left by older positions lapsed or ended.

    Where it is not told who is new, that number is a rest.
    """
    keyed = [*PLACE, "date"]
    sign = pl.when(pl.col("column").is_in(CAME)).then(1).when(pl.col("column").is_in(LEFT)).then(-1)
    parts = cells.filter(table="ucj_movement")
    told = movement.select(label("movement", *PLACE, "compared_with"), "net", untold=pl.col("new").is_null()).unique()
    of_change = (
        parts.with_columns(sign.alias("factor"))
        .filter(pl.col("factor").is_not_null())
        .with_columns(label("movement", *keyed))
        .join(told, on="equation", how="left", maintain_order="left")
    )
    # what is not told is added to who came: left side less the change is the number who are new, with its sign turned
    known = of_change.filter(~pl.col("untold"))
    unknown = of_change.filter("untold").with_columns(factor=-pl.col("factor"))
    older = (
        parts.with_columns(
            factor=pl.when(pl.col("column") == OLDER).then(-1).when(pl.col("column").is_in(LEFT[:2])).then(1)
        )
        .filter(pl.col("factor").is_not_null())
        .with_columns(label("older", *keyed))
    )
    older = older.join(
        older.filter(column=OLDER).select("equation").unique(), on="equation", how="semi", maintain_order="left"
    )
    return [
        relations(known, right=told.select("equation", right="net")),
        relations(unknown, right=told.select("equation", right=-pl.col("net")), rest=True),
        relations(older, rest=True, still_open=True),
    ]


def cohorts_add_up(cells: pl.DataFrame, *, movement: pl.DataFrame) -> Relations:
    """Who is new by funder and category is who is new, where that is told."""
    keyed = [*PLACE, "date"]
    told = movement.filter(pl.col("new").is_not_null()).select(label("cohort", *PLACE, "compared_with"))
    groups = cells.filter(table="ucj_cohort").with_columns(factor=pl.lit(1))
    new = cells.filter(table="ucj_movement", column="new").with_columns(factor=pl.lit(-1))
    entries = pl.concat([groups, new]).with_columns(label("cohort", *keyed))
    return relations(entries.join(told.unique(), on="equation", how="semi", maintain_order="left"))
