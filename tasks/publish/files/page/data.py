"""The figures of all bases as the page's script reads them: short arrays instead of names, in one fixed order."""

from typing import Any

import polars as pl

from settings import SEGMENTS
from tasks.publish.files.page.model import common_flags, flag_views, shown_rows, split_flags
from warehouse.dimensions.closed_lists import BASES, LEVELS

FIGURES = ("active", "active_strict", "active_unlinked", "eligible", "coverage_pct", "coverage_strict_pct",
           "rank_in_province", "rank_national", "flags", "eligible_year", "eligible_version")  # fmt: skip
SEGMENT_FIGURES = ("active", "active_strict", "active_primary", "eligible", "coverage_pct")


def page_data(coverage: pl.DataFrame, *, segments: pl.DataFrame) -> dict[str, Any]:
    """What the script needs.

    regions: [code, name, level 0-2]. figures: per basis one array per region in the order of `FIGURES`, percentages in
    hundredths, flags as a string of letters, versions by their place in `versions`; null without a row. segments: per
    basis and region one array per segment in the order of `SEGMENT_FIGURES`. common: letters of flags that all rows of
    a basis bear.
    """
    regions = shown_rows(coverage).select("region_code", "region_name", "level").rows()
    codes = [code for code, _, _ in regions]
    bases = [basis for basis in BASES if basis in set(coverage["basis"])]
    versions: list[str | None] = sorted(coverage["eligible_version"].drop_nulls().unique().to_list())
    letters = {flag.code: flag.letter for flag in flag_views()}
    figures: dict[str, Any] = {}
    shares: dict[str, Any] = {}
    common: dict[str, str] = {}
    for basis in bases:
        rows = coverage.filter(basis=basis).to_dicts()
        by_code = {row["region_code"]: _figures(row, versions=versions, letters=letters) for row in rows}
        figures[basis] = [by_code.get(code) for code in codes]
        common[basis] = _letters(";".join(sorted(common_flags(rows))), letters=letters)
        held = {(row["region_code"], row["segment"]): row for row in segments.filter(basis=basis).to_dicts()}
        shares[basis] = [[_segment(held.get((code, segment))) for segment in SEGMENTS] for code in codes]
    return {
        "regions": [[code, name, LEVELS.index(level)] for code, name, level in regions],
        "segmentNames": list(SEGMENTS),
        "versions": versions,
        "flags": {flag.letter: {"code": flag.code, "id": flag.id, "en": flag.en} for flag in flag_views()},
        "common": common,
        "figures": figures,
        "segments": shares,
    }


def _figures(row: dict[str, Any], *, versions: list[str | None], letters: dict[str, str]) -> list[Any]:
    version = row["eligible_version"]
    short = row | {
        "flags": _letters(row["flags"], letters=letters),
        "eligible_version": None if version is None else versions.index(version),
    }
    return [_hundredths(name, short[name]) for name in FIGURES]


def _segment(row: dict[str, Any] | None) -> list[Any] | None:
    return None if row is None else [_hundredths(name, row[name]) for name in SEGMENT_FIGURES]


def _letters(flags: str | None, *, letters: dict[str, str]) -> str:
    return "".join(letters[code] for code in split_flags(flags) if code in letters)


def _hundredths(name: str, value: Any) -> Any:
    return int(value * 100) if name.endswith("_pct") and value is not None else value
