"""What the templates show of a region: its headline, its figures, and each section with its rows and charts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks.publish.files.site.bases import ALL_BASES, BasisView
from tasks.publish.files.site.charts.pyramid import Pyramid, pyramid
from tasks.publish.files.site.charts.trend import SmallCharts, TrendLine, trend_line
from tasks.publish.files.site.charts.waterfall import Bar, waterfall
from tasks.publish.files.site.findings.coverage import goal_of, headline, highest_and_lowest, of_bases
from tasks.publish.files.site.findings.findings import finding
from tasks.publish.files.site.findings.standing import region_completeness, standing_bars, standing_lines
from tasks.publish.files.site.flags import flag_views, split_flags
from tasks.publish.files.site.markup.cells import COLUMN
from tasks.publish.files.site.region_facts import RegionFacts, Row
from tasks.publish.files.site.regions.ending import ending_by_funder
from tasks.publish.files.site.regions.printed import printed_rows
from tasks.publish.files.site.sections import BASES_SECTION, FIRST_FIGURES, REGENCIES_SECTION, SECTIONS, Section
from warehouse.dimensions.closed_lists import BASES
from warehouse.figures.schema import CONFIDENTIAL, Text, status_name

RANKED = {"rank_in_province": ("regency",), "rank_national": ("province", "regency")}  # levels that have a rank
SMALLS_TITLE = {
    "national": Text(id="Perkembangan setiap provinsi", en="Over time in each province"),
    "province": Text(id="Perkembangan setiap kabupaten dan kota", en="Over time in each regency and city"),
    "regency": None,
}
MOVEMENT_TITLES = {name: column.title for (table, name), column in COLUMN.items() if table == "ucj_movement"}


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """A section with its rows, its finding and its charts.

    basis: of the rows. left_out: rows that only the table has. printed: places of the rows that the printed sheet has.
    ages: a chart that the printed sheet has in place of the table.
    """

    section: Section
    finding: Text | None
    rows: Sequence[Row]
    basis: BasisView
    left_out: int
    printed: frozenset[int]
    line: TrendLine | None = None
    bars: Sequence[Bar] = ()
    ages: Pyramid | None = None
    compared_with: date | None = None


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
        "headline": headline(row),
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
        "lines": standing_lines(region),
        "complete": region_completeness(row),
        "beside": [(one, share_bar(one.row)) for one in standing_bars(region)],
        "counted": next(one for one in ALL_BASES if one.official),
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
            ages=pyramid(rows) if section.table == "ucj_sex_age" else None,
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
