"""What moved between two releases."""

import polars as pl

from tasks.measure.tables.shared.rates import rate_change
from warehouse.dimensions.closed_lists import BASES, LEVELS

KEY = ["basis", "level", "region_code"]


def diff_coverage(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Regions whose figures differ between two `ucj_coverage` tables, in the order of basis, level and code.

    [basis, level, region_code, region_name, active_before?, active?, active_change?, eligible_before?, eligible?,
    coverage_pct_before?, coverage_pct?, coverage_change_points?, comparable]. A region that only one of them has is
    null on the other side. `comparable`: eligible workers of the same year and version, so that the rates compare.
    """
    figures = ["active", "active_strict", "eligible", "coverage_pct", "eligible_year", "eligible_version"]
    both = after.select(*KEY, "region_name", *figures).join(
        before.select(*KEY, "region_name", *figures), on=KEY, how="full", suffix="_before", coalesce=True
    )
    order = [pl.col("basis").cast(pl.Enum(BASES)), pl.col("level").cast(pl.Enum(LEVELS)), pl.col("region_code")]
    moved = [pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in figures[:4]]
    coverage_change_points = rate_change(("active", "eligible"), ("active_before", "eligible_before"))
    same = [pl.col(name).eq_missing(pl.col(f"{name}_before")) for name in figures[4:]]
    return (
        both.filter(pl.any_horizontal(moved))
        .sort(order)
        .select(
            *KEY,
            pl.coalesce("region_name", "region_name_before"),
            "active_before",
            "active",
            (pl.col("active") - pl.col("active_before")).alias("active_change"),
            "eligible_before",
            "eligible",
            "coverage_pct_before",
            "coverage_pct",
            coverage_change_points.alias("coverage_change_points"),
            pl.all_horizontal(same).alias("comparable"),
        )
    )
