"""How long the workbooks of a national release take: every table full, with every village.

python -m benchmarks.workbooks
"""

import sys
import time
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from tasks.publish.files.workbook.workbooks import plan_workbooks
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import load_regions
from warehouse.figures.schema import Column, FactTable
from warehouse.figures.tables import PUBLISHED_TABLES

AS_OF = date(2026, 1, 31)
DATES = [date(2025, month, 28) for month in range(1, 13)]
OF_OPEN_LISTS: dict[str, list[Any]] = {
    "series_date": [*DATES, AS_OF],
    "since": [DATES[0]],
    "expires_month": [date(2026, month, 1) for month in (2, 3, 4)],
    "unpaid_months": [1, 2, 3],
    "period": DATES,
    "issuer": ["RPJMN", "KEMENDAGRI", "DAERAH"],
    "year": [2026, 2029],
    "branch": [f"K{number:03d}" for number in range(325)],
    "funder": [f"F{number}" for number in range(11)],
    "category": [f"C{number}" for number in range(13)],
    "comparison": ["previous_month", "december", "year_ago"],
}


def full_table(table: FactTable, regions: list[tuple[str, str]]) -> pl.DataFrame:
    """A table on the official basis with a row for every region and every member of its lists."""
    further = [one for one in table.primary_key if one not in {"as_of", "basis", "region_code"}]
    members = [OF_OPEN_LISTS.get(name) or list(column_of(table, name).values) or ["X"] for name in further]
    keys = pl.DataFrame(list(product(*members)), schema=further, orient="row") if further else None
    base = pl.DataFrame(regions, schema=["region_code", "level"], orient="row")
    frame = (base.join(keys, how="cross") if keys is not None else base) if "region_code" in table.primary_key else keys
    assert frame is not None  # noqa: S101 - every table has a key
    number = pl.int_range(pl.len())
    given = {"as_of": pl.lit(AS_OF), "basis": pl.lit("nik"), "region_name": pl.lit("Kabupaten Buol")}
    return frame.select(
        (pl.col(one.name) if one.name in frame.columns else given.get(one.name, _filled(one, number)))
        .cast(one.dtype)
        .alias(one.name)
        for one in table.columns
    )


def column_of(table: FactTable, name: str) -> Column:
    """The column of that name."""
    return next(one for one in table.columns if one.name == name)


def _filled(column: Column, number: pl.Expr) -> pl.Expr:
    if column.dtype == pl.String:
        return pl.lit((column.values or ("carried_forward;missing_branches",))[0])
    return pl.lit(AS_OF) if column.dtype == pl.Date else number


def main() -> None:
    """Print CPU seconds and sizes."""
    places = load_regions()
    wide = [(NATION, "national"), *((code, "province") for code in places.provinces["code"])]
    wide += [(code, "regency") for code in places.regencies["code"]]
    deep = [(code, "village") for code in places.villages["code"]]
    tables = {one.name: full_table(one, wide + deep if one.name == "ucj_village" else wide) for one in PUBLISHED_TABLES}
    rows = sum(frame.height for frame in tables.values())
    began, last, sizes = time.process_time(), 0.0, []
    for path, planned in plan_workbooks(tables, as_of=AS_OF, provenance={}):
        content = planned.write()
        sizes.append(len(content))
        if len(sizes) == 1:
            last = time.process_time()
            sys.stdout.write(f"{rows:,} rows; {path}: {last - began:.1f} CPU s, {len(content) / 1e6:.1f} MB\n")
    spent = time.process_time() - last
    sys.stdout.write(f"{len(sizes) - 1} provinces: {spent:.1f} CPU s, {sum(sizes[1:]) / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
