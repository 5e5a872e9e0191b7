"""The figures of all bases as the page's script reads them: columns instead of names, what is equal written once."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from settings import SEGMENTS
from tasks.publish.files.page.bases import OFFICIAL_BASIS, basis_views
from tasks.publish.files.page.model import common_flags, flag_views, shown_rows, split_flags
from warehouse.dimensions.closed_lists import LEVELS

FIGURES = ("active", "active_strict", "active_unlinked", "eligible", "coverage_pct", "coverage_strict_pct",
           "rank_in_province", "rank_national", "flags", "eligible_year", "eligible_version",
           "in_doubt", "unplaced")  # fmt: skip
SEGMENT_FIGURES = ("active", "active_strict", "active_primary", "eligible", "coverage_pct")

Values = list[Any]
Packed = Values | dict[int, Any]


def page_data(coverage: pl.DataFrame, *, segments: pl.DataFrame) -> dict[str, Any]:
    """Data of the page's script: regions and their figures, packed.

    regions: [code, name, level 0-2]. bases: code, names and sentences, the official one first. figures: per basis one
    column per name in `FIGURES`, percentages in hundredths, flags as a string of letters, versions by their place in
    `versions`; null without a row. segments: per basis one column per segment and name in `SEGMENT_FIGURES`. common:
    letters of flags that all rows of a basis bear. Columns of the official basis are whole, those of another basis
    are `packed`.
    """
    regions = shown_rows(coverage).select("region_code", "region_name", "level").rows()
    codes = [code for code, _, _ in regions]
    bases = basis_views(set(coverage["basis"]))
    versions: list[str | None] = sorted(coverage["eligible_version"].drop_nulls().unique().to_list())
    letters = {flag.code: flag.letter for flag in flag_views()}
    figures: dict[str, list[Values]] = {}
    shares: dict[str, list[Values]] = {}
    common: dict[str, str] = {}
    for basis in (basis.code for basis in bases):
        rows = coverage.filter(basis=basis).to_dicts()
        by_code = {row["region_code"]: _figures(row, versions=versions, letters=letters) for row in rows}
        figures[basis] = [[by_code.get(code, {}).get(name) for code in codes] for name in FIGURES]
        common[basis] = _letters(";".join(sorted(common_flags(rows))), letters=letters)
        held = {(row["region_code"], row["segment"]): _short(row) for row in segments.filter(basis=basis).to_dicts()}
        shares[basis] = [
            [held.get((code, segment), {}).get(name) for code in codes]
            for segment in SEGMENTS
            for name in SEGMENT_FIGURES
        ]
    return {
        "regions": [[code, name, LEVELS.index(level)] for code, name, level in regions],
        "bases": [[basis.code, basis.name, basis.name_en, basis.id, basis.en] for basis in bases],
        "segmentNames": list(SEGMENTS),
        "versions": versions,
        "flags": {flag.letter: {"code": flag.code, "id": flag.id, "en": flag.en} for flag in flag_views()},
        "common": common,
        "figures": _packed_bases(figures),
        "segments": _packed_bases(shares),
    }


def packed(column: Values, *, official: Sequence[Any]) -> Packed:
    """Only the values that differ from those of the official basis, by their place; whole where most of them do."""
    differing = {place: value for place, value in enumerate(column) if value != official[place]}
    return differing if 2 * len(differing) < len(column) else column


def _packed_bases(columns: dict[str, list[Values]]) -> dict[str, list[Packed] | list[Values]]:
    official = columns.get(OFFICIAL_BASIS, [])
    others = {
        basis: [packed(column, official=same) for column, same in zip(own, official, strict=True)]
        for basis, own in columns.items()
        if basis != OFFICIAL_BASIS
    }
    return {**columns, **others}


def _figures(row: dict[str, Any], *, versions: list[str | None], letters: dict[str, str]) -> dict[str, Any]:
    version = row["eligible_version"]
    return _short(row) | {
        "flags": _letters(row["flags"], letters=letters),
        "eligible_version": None if version is None else versions.index(version),
    }


def _letters(flags: str | None, *, letters: dict[str, str]) -> str:
    return "".join(letters[code] for code in split_flags(flags) if code in letters)


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _hundredths(name, value) for name, value in row.items()}


def _hundredths(name: str, value: Any) -> Any:
    return int(value * 100) if name.endswith("_pct") and value is not None else value
