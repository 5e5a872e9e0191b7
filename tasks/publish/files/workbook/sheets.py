"""Which rows and columns of which table stand on which sheet of which workbook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tasks.publish.files.site.bases import OFFICIAL_BASIS, basis_shown
from tasks.publish.files.workbook.cells import rows_of
from tasks.publish.files.workbook.marks import status_columns
from tasks.publish.files.workbook.styles import number_form
from warehouse.dimensions.closed_lists import NATION
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables import PUBLISHED_TABLES
from warehouse.figures.tables.coverage import COVERAGE

LEVELS_OF_NATION = ("national", "province", "regency")
OTHER_BASES_NAME = "ucj_coverage_bases"
OTHER_BASES_TITLE = Text(id="Cakupan per wilayah, basis lain", en="Coverage per region, other bases")
REGION_NAME = next(column for column in COVERAGE.columns if column.name == "region_name")
SAME_EVERYWHERE = ("as_of", "basis")
HEAD_ROW = 4  # from 0: title, two lines of description and one about the rows stand above
BOOK = "book"  # column: the region of the workbook in which a row stands


@dataclass(frozen=True, kw_only=True)
class TableSheet:
    """A table as it stands on one sheet. columns: those shown. rows: how many; xml: they, as `rows_of` writes them."""

    name: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    rows: int
    xml: str


def sheets_of(
    tables: Mapping[str, pl.DataFrame], *, regions: Sequence[str], for_few: bool = False
) -> dict[str, list[TableSheet]]:
    """The sheets of several workbooks, by region: the nation alone (`NATION`), or codes of one length.

    Rows on the official basis (of tables without it on theirs), and one sheet with coverage on the others. The nation
    has rows of nation, provinces and regencies and the list of branches; a province or a regency has its own row and
    those of all regions within. for_few: the edition tells which cells the public one hides.
    """
    names = tables["ucj_coverage"].select("region_code", "region_name").unique()
    found: dict[str, list[TableSheet]] = {region: [] for region in regions}
    for table in PUBLISHED_TABLES:
        rows = _rows(tables[table.name], regions=regions)
        for named, frame, without in _sheets(table, rows) if rows is not None else ():
            columns, shown = _shown(named, frame, names=names, without=without)
            forms = [number_form(column) for column in columns]
            written: Mapping[str, tuple[int, str]] = {}
            if not shown.is_empty():
                written = rows_of(shown, forms=forms, sheet=BOOK, first_row=HEAD_ROW + 2, for_few=for_few)
            for region, sheets in found.items():
                count, xml = written.get(region, (0, ""))
                sheets.append(
                    TableSheet(
                        name=named.name,
                        title=named.title,
                        description=named.description,
                        columns=columns,
                        rows=count,
                        xml=xml,
                    )
                )
    return found


def _rows(frame: pl.DataFrame, *, regions: Sequence[str]) -> pl.DataFrame | None:
    """The rows of a table that these workbooks hold, and in which; None where they have no sheet for it."""
    of_regions = "region_code" in frame.columns
    if NATION in regions:
        kept = frame.filter(pl.col("level").is_in(LEVELS_OF_NATION)) if of_regions else frame
        return kept.with_columns(pl.lit(NATION).alias(BOOK))
    if not of_regions:
        return None
    within = pl.col("region_code").str.head(len(regions[0]))
    return frame.with_columns(within.alias(BOOK)).filter(pl.col(BOOK).is_in(regions))


def _sheets(table: FactTable, rows: pl.DataFrame) -> Iterator[tuple[FactTable, pl.DataFrame, tuple[str, ...]]]:
    """What of a table stands on which sheet, and the columns that are the same in every row."""
    if "basis" not in rows.columns:
        yield table, rows, ("as_of",)
        return
    basis = basis_shown(table)
    yield table, rows.filter(basis=basis), SAME_EVERYWHERE if basis == OFFICIAL_BASIS else ("as_of",)
    if table.name == "ucj_coverage":
        others = FactTable(
            name=OTHER_BASES_NAME,
            stored_as="",
            title=OTHER_BASES_TITLE,
            description=table.description,
            columns=table.columns,
            primary_key=table.primary_key,
        )
        yield others, rows.filter(pl.col("basis") != OFFICIAL_BASIS), ("as_of",)


def _shown(
    table: FactTable, frame: pl.DataFrame, *, names: pl.DataFrame, without: tuple[str, ...]
) -> tuple[tuple[Column, ...], pl.DataFrame]:
    """The columns of a sheet, names of regions beside their codes, and the frame: these, their statuses, `BOOK`."""
    statuses = set(status_columns(table.column_names).values())
    columns = [one for one in table.columns if one.name not in statuses and one.name not in without]
    shown = [one.name for one in columns]
    if "region_code" in shown and "region_name" not in shown:
        columns.insert(shown.index("region_code") + 1, REGION_NAME)
        frame = frame.join(names, on="region_code", how="left", maintain_order="left")
    return tuple(columns), frame.select(*(one.name for one in columns), *sorted(statuses), BOOK)
