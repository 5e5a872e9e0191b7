"""Cells and rows of tables as HTML; written without the template engine, which takes six times as long."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from markupsafe import Markup, escape

from expectations.written import INDONESIAN, NOTHING
from tasks.publish.files.site.bases import ALL_BASES
from tasks.publish.files.site.region_facts import Row
from tasks.publish.files.site.sections import Section
from tasks.publish.files.site.words import LISTS, WORDS, named
from warehouse.figures.schema import CONFIDENTIAL, NOT_REPORTED, Column, Text, status_name
from warehouse.figures.tables import PUBLISHED_TABLES

HIDDEN, UNTOLD = "<abbr>[c]</abbr>", "<abbr>[x]</abbr>"  # explained at the end of the page
YEARS = {column.name for table in PUBLISHED_TABLES for column in table.columns if column.unit == "year"}
COLUMN: Mapping[tuple[str, str], Column] = {
    (table.name, column.name): column for table in PUBLISHED_TABLES for column in table.columns
}


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
