"""Which of several deliveries of the same reference row holds on a date."""

from datetime import date

import polars as pl


def newest_rows(rows: pl.DataFrame, *, key: list[str], as_of: date) -> pl.DataFrame:
    """One row per key: of the newest position on or before `as_of`, else of the earliest later one.

    `rows` [*key, position_date, branch, ...]. Of rows of the same position the first branch in code order holds, and of
    its rows the last. Sorted by key.
    """
    away = (pl.col("position_date") - pl.lit(as_of)).dt.total_days()
    return (
        rows.with_row_index("row")
        .with_columns(later=away > 0, away=away.abs())
        .sort("later", "away", "branch", "row", descending=[False, False, False, True])
        .unique(key, keep="first", maintain_order=True)
        .drop("row", "later", "away")
        .sort(key)
    )
