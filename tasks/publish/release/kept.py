"""What releases that readers may still have say of numbers that the next one has, too."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from warehouse.dimensions.month_ends import is_month_end
from warehouse.figures.disclosure import AMOUNTS, IN_CATEGORY, PROTECTED, protected_of
from warehouse.figures.schema import status_name
from warehouse.releases.releases import list_releases


def kept_tables(engine: Engine, *, as_of: date, days: Collection[date], published: Path) -> Mapping[str, pl.DataFrame]:
    """Published tables by name and release (`<table>@<release>`), of releases whose folder is there.

    Of the same date all protected tables; of other `days`, which series and comparisons name, those of categories; of
    ends of months whose benefits are of the same years, and of other days of the same month, these.
    Releases from before there were statuses are left out: `ucj doctor` names them.
    """
    of_date = {one.table for one in PROTECTED}
    of_days = {one.table for one in PROTECTED if one.states == IN_CATEGORY}
    of_benefits = {one.table for one in AMOUNTS}
    found: dict[str, pl.DataFrame] = {}
    for release in list_releases(engine):
        wanted = of_date if release.as_of == as_of else of_days if release.as_of in days else set()
        same_month = release.as_of.replace(day=1) == as_of.replace(day=1)
        if same_month or (is_month_end(release.as_of) and abs(release.as_of.year - as_of.year) <= 1):
            wanted = wanted | of_benefits
        for table in sorted(wanted):
            file = published / release.id / f"{table}.parquet"
            if file.is_file():
                frame = pl.read_parquet(file)
                if all(status_name(one.column) in frame.columns for one in protected_of(table)):
                    found[f"{table}@{release.id}"] = frame
    return found
