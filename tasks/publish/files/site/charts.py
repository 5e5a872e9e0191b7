"""Two small charts as SVG within a page: a line over time, and a waterfall from the people of then to those of now.

Drawn here and not by Vega: 553 pages of two charts by a renderer take longer than everything else that publishing does,
and a page has to show them without any script. The table beside each chart has the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.publish.files.site.region_facts import Row

WIDTH, HEIGHT, MARGIN = 640.0, 180.0, 8.0
COMES, LEAVES = ("new", "returned"), ("lapsed", "ended", "gone")


@dataclass(frozen=True, kw_only=True)
class TrendLine:
    """Points [x, y] of a line in a picture of `WIDTH` by `HEIGHT`, the parts between gaps, and what its ends are."""

    parts: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    first: Row
    last: Row


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar of a waterfall: its column, what it stands for, where it is, and whether it adds (1), takes (-1) or is
    a whole (0)."""

    column: str
    value: int
    x: float
    y: float
    width: float
    height: float
    sign: int


def trend_line(rows: Sequence[Row]) -> TrendLine | None:
    """Coverage over time from 0; dates without coverage leave a gap. None for fewer than two points."""
    ordered = sorted(rows, key=lambda row: row["series_date"])
    known = [row for row in ordered if row["coverage_pct"] is not None]
    if len(known) < 2:
        return None
    start = ordered[0]["series_date"].toordinal()
    span = max(1, ordered[-1]["series_date"].toordinal() - start)
    top = max(float(row["coverage_pct"]) for row in known) or 1.0
    parts: list[list[str]] = [[]]
    dots = []
    for row in ordered:
        if row["coverage_pct"] is None:
            parts.append([])
            continue
        x = MARGIN + (row["series_date"].toordinal() - start) / span * (WIDTH - 2 * MARGIN)
        y = HEIGHT - MARGIN - float(row["coverage_pct"]) / top * (HEIGHT - 2 * MARGIN)
        dots.append((round(x, 1), round(y, 1)))
        parts[-1].append(f"{x:.1f},{y:.1f}")
    lines = tuple(" ".join(part) for part in parts if len(part) > 1)
    return TrendLine(parts=lines, dots=tuple(dots), first=known[0], last=known[-1])


def waterfall(row: Row) -> tuple[Bar, ...]:
    """From the active people of then over who came and who left to those of now; nothing where a part is not shown.

    The picture begins near the smallest level, so that parts can be seen beside the whole.
    """
    parts = [(name, row[name]) for name in (*COMES, *LEAVES)]
    if row["active_then"] is None or any(value is None for _, value in parts):
        return ()
    steps = [("active_then", row["active_then"], 0)]
    steps += [(name, value, 1 if name in COMES else -1) for name, value in parts]
    steps += [("active_now", row["active_now"], 0)]
    level, spans = 0, []
    for _, value, sign in steps:
        low, high = (0, value) if sign == 0 else sorted((level, level + sign * value))
        level = value if sign == 0 else level + sign * value
        spans.append((low, high))
    inner = [low for (low, _), (_, _, sign) in zip(spans, steps, strict=True) if sign]
    base = 0.9 * min([row["active_then"], row["active_now"], *inner])
    top = max(high for _, high in spans)
    scale = (HEIGHT - 2 * MARGIN) / max(1.0, top - base)
    slot = (WIDTH - 2 * MARGIN) / len(steps)
    return tuple(
        Bar(
            column=name,
            value=value,
            x=round(MARGIN + place * slot + slot * 0.1, 1),
            y=round(HEIGHT - MARGIN - (high - base) * scale, 1),
            width=round(slot * 0.8, 1),
            height=round(max(0.5, (high - max(low, base)) * scale), 1),
            sign=sign,
        )
        for place, ((name, value, sign), (low, high)) in enumerate(zip(steps, spans, strict=True))
    )
