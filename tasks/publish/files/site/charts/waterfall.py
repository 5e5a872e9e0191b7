"""A waterfall within a page: from the people at the date compared with to those of now."""

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.publish.files.site.region_facts import Row
from warehouse.figures.schema import Text

COMES, LEAVES = ("new", "returned"), ("lapsed", "ended", "gone")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar of a waterfall: its column, what it stands for, and whether it adds (1), takes (-1) or is a whole (0).

    start, width: in percent of the picture.
    """

    column: str
    title: Text
    value: int
    start: float
    width: float
    sign: int


def waterfall(row: Row, titles: Mapping[str, Text]) -> tuple[Bar, ...]:
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
    scale = 100 / max(1.0, max(high for _, high in spans) - base)
    return tuple(
        Bar(
            column=name,
            title=titles[name],
            value=value,
            start=round((max(low, base) - base) * scale, 2),
            width=round((high - max(low, base)) * scale, 2),
            sign=sign,
        )
        for (name, value, sign), (low, high) in zip(steps, spans, strict=True)
    )
