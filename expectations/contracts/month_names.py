"""Names of months, Indonesian and English, full and cut short."""

import polars as pl

ENGLISH = {
    "JANUARI": "JAN", "JANUARY": "JAN", "FEBRUARI": "FEB", "FEBRUARY": "FEB", "PEBRUARI": "FEB", "PEB": "FEB",
    "MARET": "MAR", "MARCH": "MAR", "APRIL": "APR", "MEI": "MAY", "JUNI": "JUN", "JUNE": "JUN",
    "JULI": "JUL", "JULY": "JUL", "AGUSTUS": "AUG", "AUGUST": "AUG", "AGUST": "AUG", "AGU": "AUG", "AGS": "AUG",
    "AGT": "AUG", "SEPTEMBER": "SEP", "SEPT": "SEP", "OKTOBER": "OCT", "OCTOBER": "OCT", "OKT": "OCT",
    "AGST": "AUG", "AGUS": "AUG", "MRT": "MAR", "NOVEMBER": "NOV", "NOPEMBER": "NOV", "NOP": "NOV",
    "DESEMBER": "DEC", "DECEMBER": "DEC", "DES": "DEC",
}  # fmt: skip
LONGEST_FIRST = sorted(ENGLISH, key=len, reverse=True)


def english_months(cells: pl.Series) -> pl.Series:
    """Upper-case text with month names as the English three letters."""
    names = [ENGLISH[name] for name in LONGEST_FIRST]
    return cells.str.to_uppercase().str.replace_many(LONGEST_FIRST, names, leftmost=True)
