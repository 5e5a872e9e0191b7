"""Active people by programme, funder, segment and funder, worker category and unpaid months."""

from datetime import date

import polars as pl

from tasks.measure.counting.pairs import list_pairs, pairs_of_everyone
from tasks.measure.inputs.denominators import TOTAL, Denominators, eligible_of, eligible_total, flags_of_rows
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.attributes import Programme
from tasks.measure.registrations.segment_scope import counts_in_scope
from tasks.measure.registrations.segments import holds_any
from tasks.measure.tables.shared.rates import rate
from tasks.measure.tables.shared.roll_up import in_every_region, roll_up
from tasks.measure.tables.shared.to_schema import to_schema
from warehouse.dimensions.closed_lists import PROGRAMMES
from warehouse.dimensions.regions import Regions
from warehouse.figures.tables.breakdown import (
    ARREARS,
    CATEGORY_SHARES,
    FUNDER_SHARES,
    PROGRAMME_COVERAGE,
    SEGMENT_FUNDERS,
)

REGION = ["basis", "level", "region_code"]
WAGE_EARNERS_ONLY = ("JP", "JKP")


def break_down(
    profiles: pl.DataFrame,
    pairs: pl.DataFrame,
    *,
    as_of: date,
    denominators: Denominators,
    regions: Regions,
    rules: CountRules,
) -> dict[str, pl.DataFrame]:
    """`ucj_programme`, `ucj_funder`, `ucj_segment_funder`, `ucj_category`, `ucj_arrears`.

    profiles: [`profiles.profile_schema`]. pairs: of those whom profiles do not tell [`pairs.PAIRS`].
    """
    active = profiles.filter(counts_in_scope("active", rules=rules))
    totals = roll_up(active.select("basis", "region_code", region_active="people"))
    eligible = eligible_total(denominators)

    def share(members: pl.DataFrame) -> pl.DataFrame:
        flags = flags_of_rows(members, denominators=denominators)
        return (
            members.with_columns(flags)
            .join(totals, on=REGION, how="left")
            .join(eligible, on="region_code", how="left")
            .with_columns(share_pct=rate("active", "region_active"), coverage_pct=rate("active", "eligible"))
        )

    programmes = roll_up(count_members(active, "programmes", of=Programme, name="programme"), key=["programme"])
    everywhere = in_every_region(
        programmes, regions=regions, key=pl.DataFrame({"programme": PROGRAMMES}, schema={"programme": Programme})
    )
    funders = roll_up(count_members(active, "funders", of=rules.funder, name="funder"), key=["funder"])
    in_categories, strictly = (
        count_members(some, "categories", of=rules.category, name="category")
        for some in (active, profiles.filter(counts_in_scope("current", rules=rules)))
    )
    both = pl.concat([in_categories, strictly.rename({"active": "active_strict"})], how="diagonal")
    categories = roll_up(both, key=["category"])
    unpaid = roll_up(
        active.filter(~pl.col("unlinked")).select(
            "basis", "region_code", pl.col("unpaid").alias("unpaid_months"), active="people"
        ),
        key=["unpaid_months"],
    )
    return {
        table.name: to_schema(frame, table=table, as_of=as_of)
        for table, frame in (
            (PROGRAMME_COVERAGE, share(everywhere).pipe(of_those_who_may_join, denominators=denominators)),
            (FUNDER_SHARES, share(funders.filter(pl.col("active") > 0))),
            (SEGMENT_FUNDERS, by_pair(pairs_of_everyone(profiles, pairs, rules=rules), rules=rules)),
            (CATEGORY_SHARES, share(categories.filter(pl.col("active") > 0))),
            (ARREARS, unpaid.filter(pl.col("active") > 0)),
        )
    }


def by_pair(everyone: pl.DataFrame, *, rules: CountRules) -> pl.DataFrame:
    """People by region, segment and funder [basis, level, region_code, segment, funder, active], where there are any.

    everyone: by their sets of pairs [`pairs.PAIRS`].
    """
    listed = list_pairs(rules)
    members = count_members(everyone, "pairs", of=pl.Enum(listed["pair"]), name="pair").cast({"pair": pl.String})
    return roll_up(members, key=["pair"]).filter(pl.col("active") > 0).join(listed, on="pair").drop("pair")


def of_those_who_may_join(programmes: pl.DataFrame, *, denominators: Denominators) -> pl.DataFrame:
    """`programmes` [region_code, programme, active, ...] with `may_join` and `coverage_may_join_pct`."""
    may_join = pl.concat(
        eligible_of(denominators, "PU" if programme in WAGE_EARNERS_ONLY else TOTAL).select(
            "region_code", pl.lit(programme, dtype=Programme).alias("programme"), may_join="eligible"
        )
        for programme in PROGRAMMES
    )
    return programmes.join(may_join, on=["region_code", "programme"], how="left").with_columns(
        coverage_may_join_pct=rate("active", "may_join")
    )


def count_members(profiles: pl.DataFrame, column: str, *, of: pl.Enum, name: str) -> pl.DataFrame:
    """People who hold each member of the list in the set of `column` [basis, region_code?, `name`, active]."""
    return (
        profiles.group_by("basis", "region_code", column)
        .agg(pl.col("people").sum())
        .group_by("basis", "region_code")
        .agg(
            pl.col("people").filter(holds_any(column, 1 << place)).sum().alias(member)
            for place, member in enumerate(of.categories)
        )
        .unpivot(index=["basis", "region_code"], variable_name=name, value_name="active")
        .with_columns(pl.col(name).cast(of))
    )
