"""The columns that say whose region a code is: its name, and that the code is one of BPS."""

import polars as pl

from expectations.contracts.schema import Feed
from tasks.read.tables.raw_table import strip_cells


def with_region_names(frame: pl.DataFrame, cells: pl.DataFrame, *, feed: Feed) -> pl.DataFrame:
    """The typed frame with the names of regions that the file has, as text; the list of regions is not known here."""
    names = [field.name for field in feed.beside if field.names is not None and field.name in cells.columns]
    return frame.hstack([strip_cells(cells[name]).alias(name) for name in names]) if names else frame


def bps_columns(cells: pl.DataFrame, *, feed: Feed) -> list[str]:
    """Fields whose codes stand in a column for codes of BPS, in place of one for codes of Kemendagri."""
    return [
        field.bps_of
        for field in feed.beside
        if field.bps_of is not None and field.name in cells.columns and cells[field.name].equals(cells[field.bps_of])
    ]
