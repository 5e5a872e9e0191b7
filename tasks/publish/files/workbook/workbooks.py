"""All workbooks of a release, by their paths."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.files.site.bases import OFFICIAL_BASIS
from tasks.publish.files.workbook.front import front_sheets, title_of
from tasks.publish.files.workbook.planned import PlannedWorkbook
from tasks.publish.files.workbook.sheets import sheets_of
from warehouse.dimensions.regions import load_regions

FOLDER = "workbooks"
NATION_NAME = "Indonesia"


def plan_workbooks(
    tables: Mapping[str, pl.DataFrame], *, as_of: date, provenance: Mapping[str, Any]
) -> Iterator[tuple[str, PlannedWorkbook]]:
    """Paths in the release and what the workbooks are made from, the nation first. tables: those published."""
    about = (
        f"Keadaan {INDONESIAN.day(as_of)}, basis {OFFICIAL_BASIS} bila tidak disebut lain / "
        f"As of {ENGLISH.day(as_of)}, basis {OFFICIAL_BASIS} unless stated otherwise"
    )
    for path, (province, region) in workbook_regions(as_of).items():
        sheets = tuple(sheets_of(tables, province=province))
        front = front_sheets(sheets, region=region, as_of=as_of, provenance=provenance)
        title = title_of(region, as_of=as_of)
        yield path, PlannedWorkbook(front=front, sheets=sheets, title=title, about_rows=about)


def workbook_regions(as_of: date) -> dict[str, tuple[str | None, str]]:
    """Code (None: the nation) and name of the region of each workbook, by its path in the release."""
    provinces: list[tuple[str, str]] = load_regions().provinces.select("code", "name").rows()
    return {
        f"ucj_{as_of.isoformat()}.xlsx": (None, NATION_NAME),
        **{f"{FOLDER}/ucj_{as_of.isoformat()}_{code}.xlsx": (code, name) for code, name in sorted(provinces)},
    }
