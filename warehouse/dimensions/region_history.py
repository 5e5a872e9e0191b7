"""What regencies were before: renumbered ones under which code, split ones as part of which regency."""

import polars as pl

from warehouse.dimensions.regions import CHANGES_FILE, SPLITS_FILE


def load_region_history() -> pl.DataFrame:
    """One row for each regency of today that has a past.

    Columns: code; predecessor_code and predecessor_last_year, the last year whose code list has it; split_from_code,
    the regency it was part of, and split_year, the year of the law. Source: reference/README.md.
    """
    renumbered = pl.read_csv(CHANGES_FILE, infer_schema=False).select(
        code="new_code", predecessor_code="old_code", predecessor_last_year=pl.col("from_version").cast(pl.Int64)
    )
    split = pl.read_csv(SPLITS_FILE, infer_schema=False).select(
        code="child_code", split_from_code="parent_code", split_year=pl.col("law_year").cast(pl.Int64)
    )
    return renumbered.join(split, on="code", how="full", coalesce=True).sort("code")
