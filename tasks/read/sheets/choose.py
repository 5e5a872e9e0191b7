"""Which sheets of a workbook make the table; the others are named, and what is in doubt refuses the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import polars as pl

from tasks.read.sheets.looked import FITS, RESEMBLES, Looked, fit_of, label_of, labels
from tasks.read.sheets.parts import Sheet
from tasks.read.tables.raw_table import strip_cells
from tasks.refusal import Refusal

OVERLAP = 0.5  # of the smaller sheet's records stand in another one too: two positions, not two parts


@dataclass(frozen=True, kw_only=True)
class Choice:
    """tables: sheets with a header and rows, in order; continued: those whose rows go on under the header of another.

    left_out: facts about the others, without values.
    """

    tables: tuple[Looked, ...]
    continued: Mapping[int, Looked]  # sheet number -> the table whose columns its rows have
    left_out: tuple[Mapping[str, Any], ...]


def choose_sheets(looked: Sequence[Looked], *, hidden: Sequence[Sheet]) -> Choice | Refusal:
    """The sheets to read together, or why none can be chosen."""
    whole = [one for one in looked if one.is_whole and one.has_rows]
    headless = [one for one in looked if one.match is None and one.filled_row_count]
    if not whole:
        return _no_table(looked, headless, hidden)
    examples = [one for one in whole if one.is_example]
    whole = [one for one in whole if one not in examples] or whole
    read, repeated = _without_copies(whole)
    if refusal := _in_doubt(looked, whole, read):
        return refusal
    continued = _continued(headless, read)
    if isinstance(continued, Refusal):
        return continued
    used = {one.sheet.number for one in (*read, *repeated)} | continued.keys()
    made_up = [one for one in examples if one.sheet.number not in used]
    used |= {one.sheet.number for one in made_up}
    others = [one for one in looked if one.sheet.number not in used and one.filled_row_count]
    return Choice(
        tables=tuple(one for one in looked if one in read or one.sheet.number in continued),
        continued=continued,
        left_out=(
            *_facts("sheet_repeated", ((one.label, one.row_count) for one in repeated)),
            *_facts("example_sheet", ((one.label, one.row_count) for one in made_up)),
            *_facts("other_sheet", ((one.label, one.filled_row_count) for one in others)),
            *_facts("hidden_sheet", ((label_of(sheet), 0) for sheet in hidden)),
        ),
    )


def _in_doubt(looked: Sequence[Looked], whole: Sequence[Looked], read: Sequence[Looked]) -> Refusal | None:
    """Sheets with rows of the feed that cannot be one table: other columns, missing ones, or the same records."""
    if refusal := next((one.refusal for one in whole if one.refusal), None):
        return refusal
    differing = [one for one in whole if one.fields != whole[0].fields]
    partial = [one for one in looked if not one.is_whole and one.match and one.may_belong_to(whole[0])]
    if differing or partial:
        return Refusal(code="SHEETS_DIFFER", detail=labels([whole[0], *differing, *partial]))
    for one, other in combinations(read, 2):
        if _overlap(one, other) >= OVERLAP:
            return Refusal(code="SHEETS_OVERLAP", detail=labels([one, other]))
    return None


def _continued(headless: Sequence[Looked], read: Sequence[Looked]) -> dict[int, Looked] | Refusal:
    """Sheets without header, by number, and the table before them whose columns their rows fit."""
    continued: dict[int, Looked] = {}
    for one in headless:
        before = [table for table in read if table.sheet.number < one.sheet.number]
        fit = fit_of(one, before[-1]) if before else 0.0
        if fit >= FITS:
            continued[one.sheet.number] = before[-1]
        elif fit >= RESEMBLES or one.holds_people:
            return Refusal(code="SHEET_WITHOUT_HEADER", detail=one.label)
    return continued


def _no_table(looked: Sequence[Looked], headless: Sequence[Looked], hidden: Sequence[Sheet]) -> Refusal:
    """Why there is no table: rows without a header, a header without rows or columns, or nothing to be seen."""
    empty = [one for one in looked if one.is_whole]
    if empty and (people := [one for one in headless if one.holds_people]):
        return Refusal(code="SHEET_WITHOUT_HEADER", detail=labels(people))
    unread = f"{', '.join(map(label_of, hidden[:10]))}: tersembunyi, tidak dibaca / hidden, not read" if hidden else ""
    if empty:
        return Refusal(code="NO_ROWS", detail=unread)
    best = max((one for one in looked if one.match), key=_columns_found, default=None)
    return (best.refusal if best else None) or Refusal(code="HEADER_NOT_FOUND", detail=unread)


def _columns_found(one: Looked) -> int:
    return len(one.match.positions) if one.match else 0


def _without_copies(whole: Sequence[Looked]) -> tuple[list[Looked], list[Looked]]:
    """Sheets whose table no earlier sheet holds cell by cell, and the others."""
    read: list[Looked] = []
    repeated: list[Looked] = []
    for one in whole:
        is_copy = any(_same_table(one, other) for other in read)
        (repeated if is_copy else read).append(one)
    return read, repeated


def _same_table(one: Looked, other: Looked) -> bool:
    names = sorted(one.fields)
    if one.fields != other.fields:
        return False
    return one.row_count == other.row_count and one.cells.select(names).equals(other.cells.select(names))


def _overlap(one: Looked, other: Looked) -> float:
    """The share of the smaller sheet's records that the other one holds too, by what identifies a record."""
    keys, others = _keys(one), _keys(other)
    smaller = min(keys.len(), others.len())
    return float(keys.is_in(others.implode()).sum()) / smaller if smaller else 0.0


def _keys(one: Looked) -> pl.Series:
    names = [name for name in dict.fromkeys(key.removesuffix("_region") for key in one.feed.key) if name in one.fields]
    texts = one.cells.select(strip_cells(one.cells[name]) for name in names)
    first = pl.col(names[0]).is_not_null() if names else pl.lit(value=False)
    return texts.filter(first).select(pl.concat_str(pl.all().fill_null(""), separator="\x1f").unique()).to_series()


def _facts(reason: str, sheets: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"reason": reason, "rows": [], "count": count, "sheet": label} for label, count in sheets]
