"""Render the pages of regions, `wilayah/<code>.html`, with one style and one script for all."""

import base64
import hashlib
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
from tasks.publish.files.site.bases import ALL_BASES, BasisView
from tasks.publish.files.site.charts import Bar, SmallCharts, TrendLine, small_charts, trend_line, waterfall
from tasks.publish.files.site.described import FOLDER, SITE_PAGES, page_path
from tasks.publish.files.site.ending import ending_by_funder
from tasks.publish.files.site.findings import finding, goal_of, headline, highest_and_lowest, named, of_bases
from tasks.publish.files.site.flags import flag_views, split_flags
from tasks.publish.files.site.printed import printed_rows
from tasks.publish.files.site.region_facts import RegionFacts, Row, region_facts
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
from warehouse.dimensions.regions import PROVINCE
from warehouse.figures.schema import CONFIDENTIAL, NOT_REPORTED, Column, Text, status_name
from warehouse.figures.tables import PUBLISHED_TABLES

TEMPLATES = Path(__file__).parent / "templates"
HIDDEN, UNTOLD = "<abbr>[c]</abbr>", "<abbr>[x]</abbr>"  # explained at the end of the page
YEARS = {column.name for table in PUBLISHED_TABLES for column in table.columns if column.unit == "year"}
INDENTED = re.compile(r"\n\s+")
RANKED = {"rank_in_province": ("regency",), "rank_national": ("province", "regency")}  # levels that have a rank
SMALLS_TITLE = {
    "national": Text(id="Perkembangan setiap provinsi", en="Over time in each province"),
    "province": Text(id="Perkembangan setiap kabupaten dan kota", en="Over time in each regency and city"),
    "regency": None,
}
COLUMN: Mapping[tuple[str, str], Column] = {
    (table.name, column.name): column for table in PUBLISHED_TABLES for column in table.columns
}
MOVEMENT_TITLES = {name: column.title for (table, name), column in COLUMN.items() if table == "ucj_movement"}


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """A section with its rows, its finding and its charts.

    basis: of the rows. left_out: rows that only the table has. printed: places of the rows that the printed sheet has.
    """

    section: Section
    finding: Text | None
    rows: Sequence[Row]
    basis: BasisView
    left_out: int
    printed: frozenset[int]
    line: TrendLine | None = None
    bars: Sequence[Bar] = ()
    compared_with: date | None = None


def region_pages(tables: Mapping[str, pl.DataFrame], *, as_of: date) -> Iterator[tuple[str, bytes]]:
    """The page of each province and regency by its path in the release, and the style and script that they share.

    tables: the published tables by name, with the statuses of what is hidden.
    """
    for name, content in shared_files().items():
        yield f"{FOLDER}/{name}", content
    template = environment().get_template("region.html.j2")
    facts = region_facts(tables)
    trend = {region.code: region.of["ucj_trend"] for region in facts}
    for region in facts:
        if region.code != NATION:
            smalls = {(row["region_code"], row["region_name"]): trend[row["region_code"]] for row in region.within}
            view = region_view(region, as_of=as_of, smalls=small_charts(smalls)) | _place(region, as_of=as_of)
            yield page_path(region.code), squeezed(template.render(view))


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
    view = region_view(region, as_of=as_of, smalls=None, release_id=release_id, mark=mark)
    page = environment().get_template("region.html.j2").render(view | _place(region, as_of=as_of))
    return {f"{code}.html": page.encode(), **shared_files()}


def squeezed(page: str) -> bytes:
    """A page without the indentation of its template, in UTF-8."""
    return INDENTED.sub("\n", page).encode()


def shared_files() -> dict[str, bytes]:
    """The style and the script of pages of regions, by name."""
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("screen.css", "sheet.css"))
    return {"wilayah.css": style.encode(), "wilayah.js": (TEMPLATES / "wilayah.js").read_bytes()}


def _place(region: RegionFacts, *, as_of: date) -> dict[str, Any]:
    """Where the page of a region lies, and what it leads to."""
    return {
        "title": Text(id=f"{region.name}: cakupan Jamsostek", en=f"{region.name}: UCJ coverage"),
        "root": "../",
        "here": page_path(region.code),
        "alone": False,
        "workbook": None
        if region.code == NATION
        else f"workbooks/ucj_{as_of.isoformat()}_{region.code[:PROVINCE]}.xlsx",
    }


def region_view(
    region: RegionFacts, *, as_of: date, smalls: SmallCharts | None, release_id: str = "", mark: Text | None = None
) -> dict[str, Any]:
    """What the templates show of one region. smalls: the trend of the regions within.

    release_id, mark: what a sheet says of the release that it is of.
    """
    row = region.coverage
    flags = {flag.code: flag for flag in flag_views()}
    trend = sorted(region.of["ucj_trend"], key=lambda one: one["series_date"])
    return {
        "region": region,
        "as_of": as_of,
        "release_id": release_id,
        "mark": mark,
        "headline": headline(region),
        "first": [
            (COLUMN["ucj_coverage", name].title, name)
            for name in FIRST_FIGURES
            if region.level in RANKED.get(name, (region.level,))
        ],
        "row": row,
        "moved": trend[-1] if trend else None,
        "flags": [flags[code] for code in split_flags(row["flags"]) if code in flags],
        "sections": list(_sections(region, as_of=as_of)),
        "bases": sorted(region.bases, key=lambda one: BASES.index(one["basis"])),
        "bases_section": BASES_SECTION,
        "bases_finding": of_bases(region.bases),
        "within_finding": highest_and_lowest(region.within),
        "within_section": REGENCIES_SECTION,
        "areas": region.areas,
        "ending": ending_by_funder(region.of["ucj_expiry"]),
        "bar": share_bar(row),
        "smalls": smalls,
        "smalls_title": SMALLS_TITLE[region.level],
    }


def share_bar(row: Row) -> tuple[str, str]:
    """Percent of the width of a bar that is covered, and covered without arrears."""
    shares = (row["coverage_pct"], row["coverage_strict_pct"])
    counted, strict = ("0" if one is None else f"{min(one, 100):.2f}" for one in shares)
    return counted, strict


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
            basis=next(one for one in ALL_BASES if one.code == rows[0]["basis"]),
            left_out=len(region.of[section.table]) - len(rows),
            printed=printed_rows(section, rows, as_of=as_of),
            line=trend_line(rows, goal=goal_of(region.of["ucj_target"])) if section.table == "ucj_trend" else None,
            bars=waterfall(compared, MOVEMENT_TITLES) if compared else (),
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
        cells.append(f'<th scope="col"{number}>{both_languages(title)}</th>')
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
        return f"<time datetime={text}>{month_of(value) if column in months else INDONESIAN.day(value)}</time>"
    if isinstance(value, str):
        return _words(column, value)
    if column.endswith("_pct"):
        return INDONESIAN.percent(value)
    return str(value) if column in YEARS else INDONESIAN.number(value)


def _words(column: str, value: str) -> str:
    if column == "basis":
        return next(both_languages(Text(id=one.name, en=one.name_en)) for one in ALL_BASES if one.code == value)
    return both_languages(named(column, value)) if column in LISTS or value in WORDS else str(escape(value))


def both_languages(text: Text) -> str:
    """A text as HTML in both languages, of which the page shows one."""
    return f'<span class="id">{escape(text.id)}</span><span class="en" lang="en"> {escape(text.en)}</span>'


def month_of(day: date) -> str:
    """A month as Indonesians write it."""
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
    script, screen, paper = (
        INDENTED.sub("\n", (TEMPLATES / name).read_text(encoding="utf-8"))
        for name in ("wilayah.js", "screen.css", "paper.css")
    )
    made.globals |= {
        "cell": cell,
        "heads": heads,
        "rows": rows,
        "site_pages": SITE_PAGES.items(),
        "script": Markup(script),  # noqa: S704 - our own file
        "style": Markup(screen + paper),  # noqa: S704 - our own file
        "script_hash": source_hash(f"\n{script}"),
    }
    made.filters |= {
        "count": INDONESIAN.number,
        "percent": INDONESIAN.percent,
        "en_percent": ENGLISH.percent,
        "points": INDONESIAN.signed,
        "id_date": INDONESIAN.day,
        "month": month_of,
        "en_date": ENGLISH.day,
        "signed": INDONESIAN.signed,
        "en_count": ENGLISH.number,
        "size": file_size,
    }
    return made


def source_hash(script: str) -> str:
    """The source expression that lets a Content-Security-Policy run this very script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def file_size(size: int) -> str:
    """Bytes as Indonesian readers write them: 312 KB, 1,4 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{INDONESIAN.number(size / 1_000_000, decimals=1)} MB"
