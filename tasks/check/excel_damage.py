"""Detect NIKs that a spreadsheet kept as numbers: the 16th digit is gone for good, in the whole file.

About a tenth of true NIKs end in 0, so the share in the file tells, not the row.
"""

import polars as pl

MIN_NIKS = 10
DAMAGED_SHARE = 0.9
DAMAGED = r"(?i)^\d{15}0$|^\d+E\+?\d+$"


def has_excel_damage(nik: pl.Series) -> bool:
    """Whether nearly all NIKs end in 0 or stand in scientific notation."""
    given = nik.drop_nulls()
    if given.len() < MIN_NIKS:
        return False
    damaged = given.str.contains(DAMAGED)
    return damaged.sum() > DAMAGED_SHARE * given.len()
