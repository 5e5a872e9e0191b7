"""Benefits of an invented nation, by month and by year, from claims that are drawn one by one."""

from datetime import date

import numpy as np
import polars as pl

from warehouse.dimensions.closed_lists import ALL_BENEFITS, BENEFITS, NATION
from warehouse.dimensions.regions import PROVINCE

CLAIM_MONTHS = 22
PLACE = ["basis", "level", "region_code"]


def made_up_benefits(claims: int, *, as_of: date, regencies: pl.Series) -> dict[str, pl.DataFrame]:
    """Claims one by one, as many in every month; amounts are spread as wages are."""
    rng = np.random.default_rng(claims)
    sizes = rng.lognormal(0.0, 1.0, len(regencies))
    regency = rng.choice(len(regencies), claims, p=sizes / sizes.sum())
    programme = rng.choice(len(BENEFITS), claims, p=[0.06, 0.05, 0.84, 0.03, 0.015, 0.005])
    each = pl.DataFrame(
        {
            "month": rng.integers(0, CLAIM_MONTHS, claims),
            "programme": pl.Series(BENEFITS).gather(programme),
            "regency": regencies.gather(regency),
            "rupiah": np.where(programme == 1, 42_000_000, rng.lognormal(16.0, 1.0, claims).astype(np.int64)),
        }
    ).with_columns(period=(pl.lit(as_of).dt.month_start().dt.offset_by("-" + pl.col("month").cast(pl.String) + "mo")))
    figures = {
        "claims": pl.len().cast(pl.Int64),
        "amount_rupiah": pl.col("rupiah").sum(),
        "largest_claim": pl.col("rupiah").max(),
        "second_largest_claim": pl.col("rupiah").sort(descending=True).slice(1, 1).sum(),
    }
    months, years = [], []
    for level, region in (
        ("national", pl.lit(NATION)), ("province", pl.col("regency").str.head(PROVINCE)), ("regency", pl.col("regency"))
    ):  # fmt: skip
        here = each.select(
            "period", "programme", "rupiah", basis=pl.lit("nik"), level=pl.lit(level), region_code=region,
            year=pl.col("period").dt.year())  # fmt: skip
        months.append(here.group_by(*PLACE, "period", "programme").agg(**figures))
        years += [
            one.group_by(*PLACE, "year", "programme").agg(**figures)
            for one in (here, here.with_columns(programme=pl.lit(ALL_BENEFITS)))
        ]
    return {"ucj_benefit": pl.concat(months), "ucj_benefit_year": pl.concat(years)}
