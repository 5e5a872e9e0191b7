"""What the page shows before any script runs: figures on the official basis as texts, ready to be laid out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from settings import SEGMENTS
from tasks.publish.files.page.bases import OFFICIAL_BASIS
from warehouse.dimensions.closed_lists import NATION, STATUSES
from warehouse.figures.flags import FLAG_TEXTS

SHOWN_LIST = 12
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class FlagView:
    """A flag with the letter that stands for it in tables."""

    letter: str
    code: str
    id: str
    en: str


@dataclass(frozen=True, kw_only=True)
class RowView:
    """A region's row. `place`: its number in the page's data. `bar`: percent of full width, counted and strict."""

    place: int
    figures: Row
    province: str
    gap: int | None
    bar: tuple[str, str]
    flags: tuple[FlagView, ...]


@dataclass(frozen=True, kw_only=True)
class CompletenessView:
    """Branches, those that are not in first, and how many have each status."""

    rows: list[dict[str, Any]]
    counts: Mapping[str, int]


def flag_views() -> tuple[FlagView, ...]:
    """All flags with their letters, a, b, c ... in the order of their declaration."""
    listed = enumerate(FLAG_TEXTS.items())
    return tuple(FlagView(letter=chr(ord("a") + n), code=str(flag), id=t.id, en=t.en) for n, (flag, t) in listed)


def shown_rows(figures: pl.DataFrame) -> pl.DataFrame:
    """The rows that the page opens with, in the order of the page's data."""
    return figures.filter(basis=OFFICIAL_BASIS)


def rows_of(coverage: pl.DataFrame, *, level: str) -> list[RowView]:
    """Rows of one level as the template shows them."""
    rows = shown_rows(coverage).to_dicts()
    names = {row["region_code"]: row["region_name"] for row in rows}
    common = common_flags(rows)
    return [
        _row_view(
            row,
            place=place,
            province="" if level == "province" else names.get(row["region_code"][:2], ""),
            hidden=common,
        )
        for place, row in enumerate(rows)
        if row["level"] == level
    ]


def spotlight(coverage: pl.DataFrame) -> RowView | None:
    """The nation, with all its flags."""
    for place, row in enumerate(shown_rows(coverage).to_dicts()):
        if row["region_code"] == NATION:
            return _row_view(row, place=place, province="", hidden=frozenset())
    return None


def segment_rows(segments: pl.DataFrame) -> list[dict[str, Any]]:
    """The nation's segments on the basis that the page opens with."""
    nation = shown_rows(segments).filter(region_code=NATION)
    return nation.sort(pl.col("segment").cast(pl.Enum(SEGMENTS))).to_dicts()


def common_flags(rows: list[dict[str, Any]]) -> frozenset[str]:
    """Flags that every row bears: said once, not on each."""
    sets = [frozenset(split_flags(row["flags"])) for row in rows]
    return frozenset.intersection(*sets) if sets else frozenset()


def split_flags(flags: str | None) -> list[str]:
    """Split a cell of flags into its codes."""
    return flags.split(";") if flags else []


def completeness_view(completeness: pl.DataFrame) -> CompletenessView:
    """How complete the branches of a release are, for the template."""
    worst_first = pl.col("status").cast(pl.Enum([*reversed(STATUSES)]))
    rows = completeness.sort(worst_first, "branch").to_dicts()
    return CompletenessView(rows=rows, counts=Counter(row["status"] for row in rows))


def flatten(provenance: Mapping[str, Any], *, prefix: str = "") -> list[tuple[str, str]]:
    """Names and values, nested names joined by dots; a long list is told by its length."""
    return list(_flatten(provenance, prefix))


def _flatten(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _flatten(value[key], f"{name}.{key}" if name else str(key))
    elif isinstance(value, list | tuple) and (len(value) > SHOWN_LIST or any(isinstance(v, Mapping) for v in value)):
        yield name, f"({len(value)})"
    elif isinstance(value, list | tuple):
        yield name, ", ".join(str(part) for part in value)
    else:
        yield name, value.isoformat() if isinstance(value, date) else "–" if value is None else str(value)


def _row_view(row: dict[str, Any], *, place: int, province: str, hidden: frozenset[str]) -> RowView:
    known = {flag.code: flag for flag in flag_views()}
    shown = [code for code in split_flags(row["flags"]) if code not in hidden]
    eligible = row["eligible"]
    return RowView(
        place=place,
        figures=row,
        province=province,
        gap=None if not eligible else max(0, eligible - row["active"]),
        bar=(_width(row["coverage_pct"]), _width(row["coverage_strict_pct"])),
        flags=tuple(known[code] for code in shown if code in known),
    )


def _width(percent: Any) -> str:
    return "0" if percent is None else f"{min(percent, 100):.2f}"
