"""Lines of coverage over time within a page: of one region, and of many side by side.

Drawn here and not by Vega: 552 pages of two charts by a renderer take longer than everything else that publishing does,
and a page has to show them without any script. The table beside each chart has the same figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.files.site.comparable import since_the_same_branches
from tasks.publish.files.site.region_facts import Row
from warehouse.figures.schema import Text

WIDTH, HEIGHT, MARGIN = 640.0, 180.0, 8.0
NOT_COMPARED = Text(
    id="Perubahan belum dapat dinyatakan: sebagian kantor cabang baru kemudian ada datanya",
    en="Changes cannot be told yet: some branches had data only later",
)
FARTHEST_GOAL = 3  # a target beyond so many times the largest figure would flatten the line, and is left to the table


@dataclass(frozen=True, kw_only=True)
class TrendLine:
    """Points [x, y] of a line in a picture of `WIDTH` by `HEIGHT`, the parts between gaps, and what its ends are.

    top: the figure at the upper edge. goal: the target that is drawn as a level, with its height.
    """

    parts: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    first: Row
    last: Row
    top: Decimal
    goal: Row | None = None
    goal_y: float | None = None


@dataclass(frozen=True, kw_only=True)
class SmallChart:
    """The line of one region among others of the same scale.

    moved: points from its first figure to its last; None where branches came in between.
    """

    code: str
    name: str
    parts: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    last: Decimal
    moved: Decimal | None


@dataclass(frozen=True, kw_only=True)
class SmallCharts:
    """Charts side by side, all from 0 to `top` and over the same dates."""

    charts: Sequence[SmallChart]
    finding: Text
    top: Decimal
    since: date
    until: date


def trend_line(rows: Sequence[Row], *, goal: Row | None = None) -> TrendLine | None:
    """Coverage over time from 0; dates without coverage leave a gap. None for fewer than two points."""
    known = _known(rows)
    if len(known) < 2:
        return None
    top = max(row["coverage_pct"] for row in known) or Decimal(1)
    if goal is not None and goal["target_pct"] > FARTHEST_GOAL * top:
        goal = None
    if goal is not None:
        top = max(top, goal["target_pct"])
    parts, dots = _points(rows, top=top, since=_days(rows)[0], until=_days(rows)[-1])
    return TrendLine(
        parts=parts,
        dots=dots,
        first=known[0],
        last=known[-1],
        top=top,
        goal=goal,
        goal_y=None if goal is None else round(_height(goal["target_pct"], top), 1),
    )


def small_charts(series: Mapping[tuple[str, str], Sequence[Row]]) -> SmallCharts | None:
    """The trend of each region by code and name; regions of fewer than two figures are left out. None without any."""
    shown = {place: rows for place, rows in series.items() if len(_known(rows)) > 1}
    if not shown:
        return None
    days = sorted(day for rows in shown.values() for day in _days(rows))
    top = max(row["coverage_pct"] for rows in shown.values() for row in _known(rows)) or Decimal(1)
    charts = []
    for (code, name), rows in shown.items():
        known = _known(rows)
        parts, dots = _points(rows, top=top, since=days[0], until=days[-1])
        last, compared = known[-1]["coverage_pct"], _known(since_the_same_branches(rows))
        moved = last - compared[0]["coverage_pct"] if len(compared) > 1 and len(compared) == len(known) else None
        charts.append(SmallChart(code=code, name=name, parts=parts, dots=dots, last=last, moved=moved))
    return SmallCharts(charts=charts, finding=_moved_most(charts), top=top, since=days[0], until=days[-1])


def _known(rows: Sequence[Row]) -> list[Row]:
    return sorted((row for row in rows if row["coverage_pct"] is not None), key=lambda row: row["series_date"])


def _days(rows: Sequence[Row]) -> list[date]:
    return sorted(row["series_date"] for row in rows)


def _points(
    rows: Sequence[Row], *, top: Decimal, since: date, until: date
) -> tuple[tuple[str, ...], tuple[tuple[float, float], ...]]:
    span = max(1, until.toordinal() - since.toordinal())
    parts: list[list[str]] = [[]]
    dots = []
    for row in sorted(rows, key=lambda one: one["series_date"]):
        if row["coverage_pct"] is None:
            parts.append([])
            continue
        x = MARGIN + (row["series_date"].toordinal() - since.toordinal()) / span * (WIDTH - 2 * MARGIN)
        y = _height(row["coverage_pct"], top)
        dots.append((round(x, 1), round(y, 1)))
        parts[-1].append(f"{x:.1f},{y:.1f}")
    return tuple(" ".join(part) for part in parts if len(part) > 1), tuple(dots)


def _height(percent: Decimal, top: Decimal) -> float:
    return HEIGHT - MARGIN - float(percent / top) * (HEIGHT - 2 * MARGIN)


def _moved_most(charts: Sequence[SmallChart]) -> Text:
    compares = [(one.moved, one) for one in charts if one.moved is not None]
    if not compares:
        return NOT_COMPARED
    (rise, up), (fall, down) = (pick(compares, key=lambda one: one[0]) for pick in (max, min))
    most = f"({INDONESIAN.signed(rise)} poin)", f"({ENGLISH.signed(rise)} points)"
    least = f"({INDONESIAN.signed(fall)} poin)", f"({ENGLISH.signed(fall)} points)"
    if up is down:
        return Text(id=f"{up.name} {most[0]}", en=f"{up.name} {most[1]}")
    return Text(
        id=f"Perubahan tertinggi: {up.name} {most[0]}; terendah: {down.name} {least[0]}",
        en=f"Highest change: {up.name} {most[1]}; lowest: {down.name} {least[1]}",
    )
