"""Render the pages of regions, `wilayah/<code>.html`, with one style and one script for all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import polars as pl
from markupsafe import Markup, escape

from expectations.written import ENGLISH, INDONESIAN, NOTHING
from tasks.publish.files.map.drawing import BoundaryDrawing
from tasks.publish.files.page.bases import ALL_BASES
from tasks.publish.files.page.model import flag_views, split_flags
from tasks.publish.files.site.charts import Bar, TrendLine, trend_line, waterfall
from tasks.publish.files.site.described import FOLDER, SHARED, page_path
from tasks.publish.files.site.findings import finding, headline, named
from tasks.publish.files.site.printed import printed_rows
from tasks.publish.files.site.region_facts import RegionFacts, Row, region_facts
from tasks.publish.files.site.region_map import RegionMap, region_map
from tasks.publish.files.site.sections import (
    BASES_SECTION,
    FIRST_FIGURES,
    LISTS,
    REGENCIES_SECTION,
    SECTIONS,
    WORDS,
    Section,
)
from warehouse.dimensions.closed_lists import BASES, NATION
from warehouse.figures.schema import CONFIDENTIAL, NOT_REPORTED, Column, Text, status_name
from warehouse.figures.tables import PUBLISHED_TABLES

TEMPLATES = Path(__file__).parent / "templates"
HIDDEN, UNTOLD = "<abbr>[c]</abbr>", "<abbr>[x]</abbr>"  # explained at the end of the page
YEARS = {column.name for table in PUBLISHED_TABLES for column in table.columns if column.unit == "year"}
INDENTED = re.compile(r"\n\s+")
COLUMN: Mapping[tuple[str, str], Column] = {
    (table.name, column.name): column for table in PUBLISHED_TABLES for column in table.columns
}


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """A section with its rows, its finding and its charts.

    left_out: rows that only the table has. printed: places of the rows that the printed sheet has.
    """

    section: Section
    finding: Text | None
    rows: Sequence[Row]
    left_out: int
    printed: frozenset[int]
    line: TrendLine | None = None
    bars: Sequence[Bar] = ()
    compared_with: date | None = None


def region_pages(
    tables: Mapping[str, pl.DataFrame], *, as_of: date, outlines: BoundaryDrawing | None = None
) -> Iterator[tuple[str, bytes]]:
    """The page of each region by its path in the release, and the style and script that they share.

    tables: the published tables by name, with the statuses of what is hidden. outlines: of regencies, for the map of
    the nation; without them it has a tile for each.
    """
    for name in SHARED:
        yield f"{FOLDER}/{name}", (TEMPLATES / name).read_bytes()
    template = environment().get_template("region.html.j2")
    drawn = region_map(tables["ucj_coverage"], outlines=outlines)
    for region in region_facts(tables):
        page = template.render(_view(region, as_of=as_of, drawn=drawn))
        yield page_path(region.code), INDENTED.sub("\n", page).encode()


def sheet_files(
    tables: Mapping[str, pl.DataFrame], *, code: str, as_of: date, release_id: str, mark: Text | None
) -> dict[str, bytes]:
    """The page of one region to be printed, by file name, with the style and script that it needs.

    It says of which release it is. mark: a warning above everything else, for an edition that is not public. Raises
    KeyError for a region that the tables do not have.
    """
    region = next((one for one in region_facts(tables) if one.code == code), None)
    if region is None:
        raise KeyError(code)
    view = _view(region, as_of=as_of, drawn=None, release_id=release_id, mark=mark)
    page = environment().get_template("region.html.j2").render(view)
    return {f"{code}.html": page.encode(), **{name: (TEMPLATES / name).read_bytes() for name in SHARED}}


def _view(
    region: RegionFacts, *, as_of: date, drawn: RegionMap | None, release_id: str = "", mark: Text | None = None
) -> dict[str, Any]:
    row = region.coverage
    flags = {flag.code: flag for flag in flag_views()}
    trend = sorted(region.of["ucj_trend"], key=lambda one: one["series_date"])
    return {
        "region": region,
        "as_of": as_of,
        "release_id": release_id,
        "mark": mark,
        "headline": headline(region),
        "first": [(COLUMN["ucj_coverage", name].title, name) for name in FIRST_FIGURES],
        "row": row,
        "moved": trend[-1] if trend else None,
        "flags": [flags[code] for code in split_flags(row["flags"]) if code in flags],
        "sections": list(_sections(region, as_of=as_of)),
        "bases": sorted(region.bases, key=lambda one: BASES.index(one["basis"])),
        "bases_section": BASES_SECTION,
        "within_section": REGENCIES_SECTION,
        "areas": region.areas,
        "map": drawn if region.code == NATION else None,
    }


def _sections(region: RegionFacts, *, as_of: date) -> Iterator[ShownSection]:
    for section in SECTIONS:
        rows = _on_page(section, region.of[section.table])
        if not rows:
            continue
        compared = max((row for row in rows if row.get("net") is not None), key=lambda row: row["compared_with"],
                       default=None) if section.table == "ucj_movement" else None  # fmt: skip
        yield ShownSection(
            section=section,
            finding=finding(section.table, region.of[section.table], region=region),
            rows=rows,
            left_out=len(region.of[section.table]) - len(rows),
            printed=printed_rows(section, rows, as_of=as_of),
            line=trend_line(rows) if section.table == "ucj_trend" else None,
            bars=waterfall(compared) if compared else (),
            compared_with=compared["compared_with"] if compared else None,
        )


def _on_page(section: Section, rows: Sequence[Row]) -> Sequence[Row]:
    """Rows that say anything; of long tables those with the most people that are shown."""
    figures = section.columns[section.names :]
    telling = [
        row
        for row in rows
        if any(row[name] is not None or row.get(status_name(name)) == CONFIDENTIAL for name in figures)
    ]
    if section.most is None or len(telling) <= section.most:
        return telling
    return sorted(telling, key=lambda row: -(row["active"] or 0))[: section.most]


@cache
def heads(section: Section) -> Markup:
    """The head of a section's table."""
    cells = []
    for place, name in enumerate(section.columns):
        column = COLUMN.get((section.table, name))
        title = column.title if column else Text(id="Nama", en="Name")
        number = ' class="n"' if place >= section.names else ""
        cells.append(f'<th scope="col"{number}>{_both(title)}</th>')
    return Markup(f"<thead><tr>{''.join(cells)}</tr></thead>")  # noqa: S704 - texts are escaped


def rows(
    shown: Sequence[Row], section: Section, *, linked: bool = False, printed: frozenset[int] | None = None
) -> Markup:
    """The rows of a section's table; linked: the first cell leads to the page of the row's region.

    printed: places of the rows that the printed sheet has; None = all of them.
    """
    lines = (
        _row(row, section, linked=linked, printed=printed is None or place in printed)
        for place, row in enumerate(shown)
    )
    return Markup("\n".join(lines))  # noqa: S704 - cells are escaped


def _row(row: Row, section: Section, *, linked: bool, printed: bool) -> str:
    first, *others = (cell(row, name, months=section.months) for name in section.columns)
    if linked:
        first = f'<a href="{row["region_code"]}.html">{first}</a>'
    words = "".join(f"<td>{one}</td>" for one in others[: section.names - 1])
    numbers = "".join(f'<td class="n">{one}</td>' for one in others[section.names - 1 :])
    begin = "<tr>" if printed else '<tr class="more">'
    return f'{begin}<th scope="row">{first}</th>{words}{numbers}</tr>'


def cell(row: Row, column: str, *, months: Sequence[str] = ()) -> str:
    """A cell as HTML: a value as Indonesians write it, or why there is none.

    Texts come from code lists, regions and denominators; they are escaped.
    """
    value = row.get(column)
    if value is None:
        status = row.get(status_name(column))
        return HIDDEN if status == CONFIDENTIAL else UNTOLD if status == NOT_REPORTED else NOTHING
    if isinstance(value, date):
        text = value.strftime("%Y-%m") if column in months else value.isoformat()
        return f"<time datetime={text}>{_month(value) if column in months else INDONESIAN.day(value)}</time>"
    if isinstance(value, str):
        return _words(column, value)
    if column.endswith("_pct"):
        return INDONESIAN.percent(value)
    return str(value) if column in YEARS else INDONESIAN.number(value)


def _words(column: str, value: str) -> str:
    if column == "basis":
        return next(_both(Text(id=one.name, en=one.name_en)) for one in ALL_BASES if one.code == value)
    return _both(named(column, value)) if column in LISTS or value in WORDS else str(escape(value))


def _both(text: Text) -> str:
    return f'<span class="id">{escape(text.id)}</span> <span class="en" lang="en">{escape(text.en)}</span>'


def _month(day: date) -> str:
    return f"{INDONESIAN.months[day.month - 1]} {day.year}"


@cache
def environment() -> jinja2.Environment:
    """Templates with everything escaped that comes from data."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"cell": cell, "heads": heads, "rows": rows}
    made.filters |= {
        "count": INDONESIAN.number,
        "percent": INDONESIAN.percent,
        "id_date": INDONESIAN.day,
        "en_date": ENGLISH.day,
        "signed": INDONESIAN.signed,
    }
    return made
