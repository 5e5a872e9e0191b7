"""Tables of a region with far more rows than a sheet of paper holds, and with the longest texts that they may have."""

from datetime import date
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

import polars as pl

from expectations.contracts.codes import code_lists
from tasks.publish.files.site.sections import SECTIONS
from tasks.publish.files.site.words import LISTS
from tests.unit.publish.made_facts import AS_OF, made_tables
from warehouse.figures.schema import Column
from warehouse.figures.tables import PUBLISHED_TABLES

ROWS = 60
LONGEST = "Kementerian Perencanaan Pembangunan Nasional/Bappenas, RPJMN 2025-2029 (perubahan kedua)"


def long_tables(region: str, *, level: str) -> dict[str, pl.DataFrame]:
    """`made_tables` where every other table has `ROWS` rows of the region."""
    tables = made_tables()
    name = tables["ucj_coverage"].filter(region_code=region)["region_name"][0]
    tables["ucj_coverage"] = tables["ucj_coverage"].with_columns(
        eligible_version=pl.lit(LONGEST), flags=pl.lit(";".join(all_flags()))
    )
    declared = {table.name: table for table in PUBLISHED_TABLES}
    for shown in {section.table for section in SECTIONS}:
        fixed = {"region_code": region, "region_name": name, "level": level, "basis": "nik", "as_of": AS_OF}
        columns = {
            column.name: [fixed[column.name]] * ROWS if column.name in fixed else list(islice(values(column), ROWS))
            for column in declared[shown].columns
            if column.name in tables[shown].columns
        }
        made = pl.DataFrame(columns, schema_overrides=tables[shown].schema)
        tables[shown] = made.select(tables[shown].columns)
    return tables


def all_flags() -> list[str]:
    from tasks.publish.files.site.flags import flag_views

    return [flag.code for flag in flag_views()]


def values(column: Column) -> Any:
    if column.name in LISTS:
        return cycle(code.code for code in code_lists()[LISTS[column.name]].codes)
    if isinstance(column.dtype, pl.Date):
        return (date(2016 + number // 12, number % 12 + 1, 1) for number in range(ROWS))
    if isinstance(column.dtype, pl.Decimal):
        return cycle([Decimal("120.55")])
    if isinstance(column.dtype, pl.String):
        return cycle(sorted(column.values, key=len, reverse=True) or [LONGEST])
    if column.unit == "year":
        return iter(range(2000, 2000 + ROWS))
    return cycle([112_345_678])
