"""A trend of every region over four dates, with figures worked out here in the plainest way."""

from datetime import date
from decimal import Decimal

import polars as pl

from warehouse.figures.tables import PUBLISHED_TABLE

SHARES = {date(2020, 6, 30): 60, date(2020, 12, 31): 80, date(2021, 3, 31): 75, date(2021, 6, 30): 100}


def with_trend(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables with a trend in which coverage is so many hundredths of that of today, rounded down."""
    schema = dict(PUBLISHED_TABLE["ucj_trend"].schema)
    rows = [
        {name: row.get(name) for name in schema}
        | {"series_date": day, "active": row["active"] * share // 100}
        | {"coverage_pct": part_of(row["coverage_pct"], share), "rank_in_province": None, "rank_national": None}
        for row in tables["ucj_coverage"].to_dicts()
        for day, share in SHARES.items()
    ]
    return tables | {"ucj_trend": pl.DataFrame(rows, schema=schema)}


def part_of(percent: Decimal | None, share: int) -> Decimal | None:
    return None if percent is None else Decimal(int(percent * share)) / 100
