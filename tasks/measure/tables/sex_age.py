"""Active people by sex and age group, on the basis of the NIK."""

from datetime import date

import polars as pl

from tasks.measure.counting.sex_age import NIK
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.attributes import SexAge
from tasks.measure.registrations.segment_scope import NATION_ONLY, counts_in_scope
from tasks.measure.tables.shared.rates import rate
from tasks.measure.tables.shared.roll_up import roll_up
from tasks.measure.tables.shared.to_schema import to_schema
from warehouse.dimensions.closed_lists import AGE_GROUPS, EVERY, NOT_KNOWN, SEXES
from warehouse.figures.tables.sex_age import SEX_AGE

REGION = ["basis", "level", "region_code"]
GROUP = ["sex", "age_group"]
Sex, AgeGroup = pl.Enum(SEXES), pl.Enum(AGE_GROUPS)
OF_HEADS = SexAge.categories.to_list().index(f"{NOT_KNOWN} {NOT_KNOWN}")


def sex_age_table(counted: pl.DataFrame, *, heads: pl.DataFrame, as_of: date, rules: CountRules) -> pl.DataFrame:
    """`ucj_sex_age`: every sex and age group with people, each sex and each age group in all, and their shares.

    counted: people [`counting.sex_age.SEX_AGE`]. heads: without NIK [`profiles.profile_schema`]; of them neither sex
    nor age is known.
    """
    of_heads = heads.filter(pl.col("basis").is_in([NIK, NATION_ONLY]), counts_in_scope("active", rules=rules)).select(
        pl.col("basis", "region_code").cast(pl.String), pl.lit(OF_HEADS, dtype=pl.UInt8).alias("sex_age"), "people"
    )
    places = pl.concat([counted, of_heads]).rename({"people": "active"})
    group = (
        pl.col("sex_age")
        .replace_strict(range(len(SexAge.categories)), SexAge.categories, return_dtype=pl.String)
        .str.split(" ")
    )
    each = roll_up(places, key=["sex_age"], bases=[NIK]).filter(pl.col("active") > 0)
    each = each.with_columns(sex=group.list.first().cast(Sex), age_group=group.list.last().cast(AgeGroup))
    totals = each.group_by(REGION).agg(region_active=pl.col("active").sum())
    rows = [each.select(*REGION, *GROUP, "active")]
    for kept, other, kind in (("sex", "age_group", AgeGroup), ("age_group", "sex", Sex)):
        margin = each.group_by(*REGION, kept).agg(pl.col("active").sum(), pl.lit(EVERY, dtype=kind).alias(other))
        rows.append(margin.select(*REGION, *GROUP, "active"))
    shares = pl.concat(rows).join(totals, on=REGION, how="left").with_columns(share_pct=rate("active", "region_active"))
    return to_schema(shares, table=SEX_AGE, as_of=as_of)
