"""The columns that say whose region a code is: its name, and that the code is one of BPS."""

import polars as pl

from expectations.contracts.schema import Feed
from tasks.read.cells.parse import names_beside_codes
from tasks.read.cells.per_distinct import distinct_texts
from tasks.read.tables.raw_table import strip_cells


def with_region_names(frame: pl.DataFrame, cells: pl.DataFrame, *, feed: Feed) -> pl.DataFrame:
    """The typed frame with the names of regions that the file has, as text; the list of regions is not known here.

    Names in a column of their own, or with the code in one cell.
    """
    found: list[pl.Series] = []
    for field in feed.beside:
        if field.names is None or field.is_province:
            continue
        if field.name in cells.columns:
            found.append(strip_cells(cells[field.name]).alias(field.name))
        elif field.names in cells.columns:
            texts, spread = distinct_texts(cells[field.names])
            names = names_beside_codes(strip_cells(texts)).alias(field.name)
            found += spread(names.to_frame()).get_columns() if names.count() else []
    provinces = [field.name for field in feed.beside if field.is_province and field.name in cells.columns]
    found += [strip_cells(cells[name]).alias(name) for name in provinces]
    return frame.hstack(found) if found else frame


def bps_columns(cells: pl.DataFrame, *, feed: Feed) -> list[str]:
    """Fields whose codes stand in a column for codes of BPS, in place of one for codes of Kemendagri."""
    return [
        field.bps_of
        for field in feed.beside
        if field.bps_of is not None and field.name in cells.columns and cells[field.name].equals(cells[field.bps_of])
    ]
