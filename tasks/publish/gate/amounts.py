"""Gate: no amount that rests on few claims is shown or follows from what is shown.

Says by subtraction over the whole table what `tasks/protect` decides region by region.
"""

import polars as pl

from warehouse.figures.tables.benefit import FEWEST_CLAIMS

TREE = ["basis", "period", "programme"]


def amount_problems(benefits: pl.DataFrame) -> list[str]:
    """Sums of empty amounts that rest on too few claims."""
    rows = benefits.with_columns(
        shown=pl.col("amount_rupiah").is_not_null(), province=pl.col("region_code").str.head(2)
    )
    regencies, provinces = rows.filter(level="regency"), rows.filter(level="province")
    of_provinces = _hidden(provinces.filter("shown"), by=[*TREE, "province"], shown=regencies.filter("shown"))
    seen = pl.concat(
        [
            provinces.filter("shown"),
            regencies.filter("shown").join(provinces.filter("shown"), on=[*TREE, "province"], how="anti"),
        ]
    )
    of_nation = _hidden(rows.filter("shown", level="national"), by=TREE, shown=seen)
    told = [("province", of_provinces), ("nation", of_nation)]
    return [f"ucj_benefit: {count} amounts of few claims follow from those of a {of}" for of, count in told if count]


def _hidden(wholes: pl.DataFrame, *, by: list[str], shown: pl.DataFrame) -> int:
    """In how many totals the claims behind hidden amounts are too few, so that subtraction would reveal them."""
    parts = shown.group_by(by).agg(seen=pl.col("claims").sum())
    left = pl.col("claims") - pl.col("seen").fill_null(0)
    return wholes.join(parts, on=by, how="left").filter(left.is_between(1, FEWEST_CLAIMS - 1)).height
