"""Which rows and columns of which table stand on which sheet of a workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tasks.publish.files.site.bases import OFFICIAL_BASIS, basis_shown
from tasks.publish.files.workbook.marks import status_columns
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables import PUBLISHED_TABLES
from warehouse.figures.tables.coverage import COVERAGE

LEVELS_OF_NATION = ("national", "province", "regency")
OTHER_BASES_NAME = "ucj_coverage_bases"
OTHER_BASES_TITLE = Text(id="Cakupan per wilayah, basis lain", en="Coverage per region, other bases")
REGION_NAME = next(column for column in COVERAGE.columns if column.name == "region_name")
SAME_EVERYWHERE = ("as_of", "basis")


@dataclass(frozen=True, kw_only=True)
class TableSheet:
    """A table as it stands on one sheet. columns: those shown. frame: these, and columns of their statuses."""

    name: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    frame: pl.DataFrame


def sheets_of(tables: Mapping[str, pl.DataFrame], *, region: str | None) -> Iterator[TableSheet]:
    """The sheets of the workbook of the nation (None), or of a province or a regency by its code.

    Rows on the official basis (of tables without it on theirs), and one sheet with coverage on the others. The nation
    has rows of nation, provinces and regencies and the list of branches; a province or a regency has its own row and
    those of all regions within.
    """
    names = tables["ucj_coverage"].select("region_code", "region_name").unique()
    for table in PUBLISHED_TABLES:
        frame = _rows(tables[table.name], region=region)
        if frame is None:
            continue
        if "basis" not in frame.columns:
            yield _sheet(table, frame, names=names, without=("as_of",))
            continue
        basis = basis_shown(table)
        without = SAME_EVERYWHERE if basis == OFFICIAL_BASIS else ("as_of",)
        yield _sheet(table, frame.filter(basis=basis), names=names, without=without)
        if table.name == "ucj_coverage":
            others = frame.filter(pl.col("basis") != OFFICIAL_BASIS)
            named = FactTable(
                name=OTHER_BASES_NAME,
                stored_as="",
                title=OTHER_BASES_TITLE,
                description=table.description,
                columns=table.columns,
                primary_key=table.primary_key,
            )
            yield _sheet(named, others, names=names, without=("as_of",))


def _rows(frame: pl.DataFrame, *, region: str | None) -> pl.DataFrame | None:
    if "region_code" not in frame.columns:
        return frame if region is None else None
    if region is None:
        return frame.filter(pl.col("level").is_in(LEVELS_OF_NATION))
    code = pl.col("region_code")
    return frame.filter((code == region) | code.str.starts_with(f"{region}."))


def _sheet(table: FactTable, frame: pl.DataFrame, *, names: pl.DataFrame, without: tuple[str, ...]) -> TableSheet:
    """The table with names of regions beside their codes, and without the columns that are the same in every row."""
    statuses = set(status_columns(table.column_names).values())
    columns = [one for one in table.columns if one.name not in statuses and one.name not in without]
    shown = [one.name for one in columns]
    if "region_code" in shown and "region_name" not in shown:
        columns.insert(shown.index("region_code") + 1, REGION_NAME)
        frame = frame.join(names, on="region_code", how="left", maintain_order="left")
    return TableSheet(
        name=table.name,
        title=table.title,
        description=table.description,
        columns=tuple(columns),
        frame=frame.select(*(one.name for one in columns), *sorted(statuses)),
    )
