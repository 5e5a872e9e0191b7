"""All workbooks of a release in one of its editions, by their paths."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.editions.edition import PUBLIC, Edition
from tasks.publish.files.site.bases import OFFICIAL_BASIS
from tasks.publish.files.site.findings.coverage import headline
from tasks.publish.files.site.findings.standing import region_completeness
from tasks.publish.files.workbook.front import front_sheets, title_of
from tasks.publish.files.workbook.marks import told_for_few
from tasks.publish.files.workbook.planned import PlannedWorkbook
from tasks.publish.files.workbook.sheets import TableSheet, sheets_of
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import load_regions
from warehouse.figures.schema import Text

FOLDER = "workbooks"
NATION_NAME = "Indonesia"
AT_ONCE = 10  # provinces whose rows are written together, and in memory


def plan_workbooks(
    tables: Mapping[str, pl.DataFrame], *, as_of: date, provenance: Mapping[str, Any], edition: Edition = PUBLIC
) -> Iterator[tuple[str, PlannedWorkbook]]:
    """Paths in the release and what the workbooks are made from, the nation first. tables: those of the edition."""
    shown = _shown(tables, edition=edition)
    books = {code: (path, name) for path, (code, name) in workbook_regions(as_of, edition=edition).items()}
    provinces = [code for code in books if code != NATION]
    together = [[NATION], *(provinces[first : first + AT_ONCE] for first in range(0, len(provinces), AT_ONCE))]
    for regions in together:
        for code, sheets in sheets_of(shown, regions=regions, for_few=bool(edition.label)).items():
            path, name = books[code]
            told = _told_of(code, tables)
            yield path, _planned(sheets, name=name, as_of=as_of, told=told, provenance=provenance, edition=edition)


def plan_workbook_of_region(
    tables: Mapping[str, pl.DataFrame],
    *,
    region: tuple[str, str],
    as_of: date,
    provenance: Mapping[str, Any],
    edition: Edition,
) -> tuple[str, PlannedWorkbook]:
    """File name and plan of the workbook of one province or regency, which has no row of any other.

    region: its code and its name. tables: those of the edition.
    """
    code, name = region
    (sheets,) = sheets_of(_shown(tables, edition=edition), regions=[code], for_few=bool(edition.label)).values()
    told = _told_of(code, tables)
    planned = _planned(sheets, name=name, as_of=as_of, told=told, provenance=provenance, edition=edition)
    return edition.file_name(f"ucj_{as_of.isoformat()}_{code}.xlsx"), planned


def workbook_regions(as_of: date, *, edition: Edition = PUBLIC) -> dict[str, tuple[str, str]]:
    """Code and name of the region of each workbook, by its path in the edition; the nation first."""
    provinces: list[tuple[str, str]] = load_regions().provinces.select("code", "name").rows()
    paths = {
        f"ucj_{as_of.isoformat()}.xlsx": (NATION, NATION_NAME),
        **{f"{FOLDER}/ucj_{as_of.isoformat()}_{code}.xlsx": (code, name) for code, name in sorted(provinces)},
    }
    return {edition.file_name(path): region for path, region in paths.items()}


def _shown(tables: Mapping[str, pl.DataFrame], *, edition: Edition) -> Mapping[str, pl.DataFrame]:
    return tables if edition is PUBLIC else {name: told_for_few(frame) for name, frame in tables.items()}


def _told_of(code: str, tables: Mapping[str, pl.DataFrame]) -> Sequence[Text]:
    """What the cover says of a region's coverage on the official basis, and whether branches are missing."""
    found = tables["ucj_coverage"].filter(region_code=code, basis=OFFICIAL_BASIS).to_dicts()
    complete = [region_completeness(row) for row in found]
    return (*(headline(row) for row in found), *(one.text for one in complete if one))


def _planned(
    sheets: Sequence[TableSheet],
    *,
    name: str,
    as_of: date,
    told: Sequence[Text],
    provenance: Mapping[str, Any],
    edition: Edition,
) -> PlannedWorkbook:
    about = (
        f"Keadaan {INDONESIAN.day(as_of)}, basis {OFFICIAL_BASIS} bila tidak disebut lain / "
        f"As of {ENGLISH.day(as_of)}, basis {OFFICIAL_BASIS} unless stated otherwise"
    )
    warning = edition.title
    return PlannedWorkbook(
        front=front_sheets(sheets, region=name, as_of=as_of, told=told, provenance=provenance, warning=warning),
        sheets=tuple(sheets),
        title=title_of(name, as_of=as_of),
        about_rows=f"{warning.id} / {warning.en}. {about}" if warning else about,
        label=edition.label,
    )
