"""Which rows of a table the printed sheet has, so that a region fits on one A4. The page itself has all of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tasks.publish.files.site.region_facts import Row
from tasks.publish.files.site.sections import Section

Weight = Callable[[Row, date], Any]


def due_next(row: Row, as_of: date) -> tuple[bool, int]:
    """Targets of this year and those to come first, the nearest of them before others."""
    return row["year"] >= as_of.year, -row["year"]


def most_people(row: Row, as_of: date) -> int:  # noqa: ARG001 - one shape for all
    """Groups of many before those of few; a hidden count comes last."""
    return row.get("active") or 0


def newest(column: str) -> Weight:
    """Late dates before early ones."""
    return lambda row, _: row[column]


WEIGHTS: Mapping[str, Weight] = {
    "ucj_target": due_next,
    "ucj_trend": newest("series_date"),
    "ucj_benefit": newest("period"),
}


def printed_rows(section: Section, rows: Sequence[Row], *, as_of: date) -> frozenset[int]:
    """The places of the rows that are printed: as many as the section has room for, those that matter most."""
    weight = WEIGHTS.get(section.table, most_people)
    places = sorted(range(len(rows)), key=lambda place: weight(rows[place], as_of), reverse=True)
    return frozenset(places[: section.sheet])
