"""Read one column of a raw table: by what each cell is, and by what the texts of the whole column say."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from expectations.contracts.schema import Field, Kind
from expectations.published_text import cleaned
from tasks.read.cells.dates import are_swapped, read_days
from tasks.read.cells.fallbacks import where
from tasks.read.cells.identifiers import read_digits, stands_for_nobody, went_through_a_number, without_point_zero
from tasks.read.cells.months import read_months
from tasks.read.cells.no_date import is_shown
from tasks.read.cells.numbers import (
    AMOUNT,
    among_percentages,
    are_shares,
    as_number,
    read_numbers,
    says_percent,
    shares_doubt,
)  # fmt: skip
from tasks.read.cells.parse import read_codes, read_flags, read_names, read_other_spellings, read_regions
from tasks.read.cells.per_distinct import as_it_is, distinct_texts
from tasks.read.cells.reading import DATE_ORDER_UNCLEAR, ColumnRead, Doubt
from tasks.read.tables.raw_table import CellKind, strip_cells

DTYPES: dict[Kind, pl.DataType | type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.DIGITS: pl.String,
    Kind.CODE: pl.String,
    Kind.NAME: pl.String,
    Kind.DATE: pl.Date,
    Kind.MONTH: pl.Date,
    Kind.INTEGER: pl.Int64,
    Kind.AMOUNT: AMOUNT,
    Kind.FLAG: pl.Boolean,
    Kind.REGION: pl.String,
}
NUMERIC, DATED = (Kind.AMOUNT, Kind.INTEGER), (Kind.DATE, Kind.MONTH)
NOTHING = (CellKind.ERROR, CellKind.NO_VALUE)


def read_column(
    cells: pl.Series, kinds: pl.Series | None, *, field: Field, on: date, forced: str | None, exact: bool = True
) -> ColumnRead:
    """The values of a column. kinds: `CellKind` of each cell, None where all are text.

    on: the position date. forced: the reading an operator has set for it, or of flags what other columns show.
    exact: see `read_days`.
    """
    if kinds is None:
        read = _read_texts(cells, field=field, on=on, forced=forced, exact=exact)
        return _without_shares(read, says_percent(cells), field=field, forced=forced) if _in_percent(field) else read
    text = _plain(cells, field=field)
    groups = kinds.fill_null(CellKind.TEXT).unique().sort().to_list()
    empty = _empty(text.len(), field=field)
    values, unreadable, timed = empty.values, empty.unreadable, empty.unreadable.clone()  # each is filled in place
    facts: dict[str, Any] = {}
    doubt: Doubt | None = None
    for kind in groups:
        places = (kinds.fill_null(CellKind.TEXT) == kind).arg_true()
        read = _read_kind(text.gather(places), CellKind(kind), field=field, on=on, forced=forced, exact=exact)
        values, unreadable = values.scatter(places, read.values), unreadable.scatter(places, read.unreadable)
        timed = timed if read.timed is None else timed.scatter(places, read.timed)
        facts, doubt = {**facts, **read.facts}, doubt or read.doubt
    if doubt is None and forced is None:
        doubt = _share_doubt(values, text, kinds, field=field) or _swapped_doubt(values, text, kinds, field=field)
    read = ColumnRead(values=values, unreadable=unreadable, timed=timed, facts=facts, doubt=doubt)
    if not _in_percent(field):
        return read
    signed = (kinds == CellKind.PERCENT).fill_null(value=False) | says_percent(text)
    return _without_shares(read, signed, field=field, forced=forced)


def _in_percent(field: Field) -> bool:
    return field.unit == "percent"


def _without_shares(read: ColumnRead, signed: pl.Series, *, field: Field, forced: str | None) -> ColumnRead:
    """Cells that may be shares among percentages are not believed; a column of such alone is in doubt as a whole."""
    shares = among_percentages(read.values, signed, field=field, forced=forced)
    values = where(~shares, read.values).alias(read.values.name)
    return replace(read, values=values, unreadable=read.unreadable | shares)


def _read_kind(
    text: pl.Series, kind: CellKind, *, field: Field, on: date, forced: str | None, exact: bool
) -> ColumnRead:
    """Cells that are all of one kind."""
    if kind in NOTHING:
        return _unreadable(text, field=field)
    if field.kind in NUMERIC and kind is not CellKind.TEXT:
        fits = kind is CellKind.NUMBER or (kind is CellKind.PERCENT and field.unit == "percent")
        if not fits:
            return _unreadable(text, field=field)
        return _of(as_number(text, kind=field.kind), text, as_it_is, facts={"reading": "number-cells"})
    if field.kind in DATED and kind in (CellKind.BOOLEAN, CellKind.PERCENT):
        return _unreadable(text, field=field)
    if (field.kind is Kind.DIGITS or field.identifies) and kind not in (CellKind.TEXT, CellKind.NUMBER):
        return _unreadable(text, field=field)
    return _read_texts(text, field=field, on=on, forced=forced, exact=exact, numbers=kind is CellKind.NUMBER)


def _read_texts(
    cells: pl.Series, *, field: Field, on: date, forced: str | None, exact: bool, numbers: bool = False
) -> ColumnRead:
    """Cells of text, each distinct one looked at once; numbers: they are the texts of number cells."""
    raw, spread = distinct_texts(cells)
    texts = _plain(raw, field=field)
    if texts.null_count() == texts.len():  # many columns of an extract are empty, and looking at nothing takes as long
        return _empty(cells.len(), field=field)
    if field.kind is Kind.DIGITS or field.identifies:
        values, lost = _read_identifiers(texts, field=field, numbers=numbers)
        return _of(values, texts, spread, lost=lost)
    if field.kind in DATED:
        read = read_days if field.kind is Kind.DATE else read_months
        days, facts, doubt = read(texts, field=field, on=on, forced=forced, exact=exact)
        every = spread(days.with_columns(filled=texts.is_not_null()))
        return _dated(every, facts=facts, doubt=doubt, field=field)
    if field.kind in NUMERIC:
        values, facts, doubt = read_numbers(texts, field=field, forced=forced)
        percent = _in_percent(field) and not says_percent(texts).any()
        if doubt is None and not numbers and percent and are_shares(values, field=field, forced=forced):
            doubt = shares_doubt(texts)
        return _of(values, texts, spread, facts=facts, doubt=doubt if field.is_decisive else None)
    return _of(_read_words(texts, field=field, on=on, forced=forced), texts, spread)


def _plain(cells: pl.Series, *, field: Field) -> pl.Series:
    """Trimmed text; what only says 'empty' is null."""
    return strip_cells(_cleaned(cells) if field.is_published_text else cells)


def _read_words(texts: pl.Series, *, field: Field, on: date, forced: str | None) -> pl.Series:
    if field.kind is Kind.REGION:
        return read_regions(texts, width=field.width)
    if field.kind is Kind.FLAG:
        return read_flags(texts, t_means=forced)
    if field.code_list is not None:
        if field.kind is Kind.NAME:
            return read_names(texts, code_list=field.code_list, on=on)
        codes = read_codes(texts, code_list=field.code_list, on=on)
        return read_other_spellings(texts, codes, others=field.other_spellings)
    return texts


def _read_identifiers(text: pl.Series, *, field: Field, numbers: bool) -> tuple[pl.Series, pl.Series]:
    """The identifiers, and those that cannot be believed."""
    lost = went_through_a_number(text, field=field, numbers=numbers)
    values = read_digits(text, width=field.width) if field.kind is Kind.DIGITS else without_point_zero(text)
    hidden = lost | stands_for_nobody(text)
    return (where(~hidden, values).alias(text.name) if hidden.any() else values), lost


def _dated(days: pl.DataFrame, *, facts: Mapping[str, Any], doubt: Doubt | None, field: Field) -> ColumnRead:
    """Days of cells; those that stand for none are empty where the column shows that it writes them so."""
    none, filled = days["none"], days["filled"]
    unreadable = filled & days["day"].is_null()
    if none.any() and not field.required and is_shown(none, filled):
        unreadable = unreadable & ~none
        facts = {**facts, "none": int(none.sum())}
    if doubt is not None and not field.is_decisive:
        doubt = None
    return ColumnRead(values=days["day"], unreadable=unreadable, timed=days["timed"], facts=facts, doubt=doubt)


def _of(
    values: pl.Series,
    texts: pl.Series,
    spread: Callable[[pl.DataFrame], pl.DataFrame],
    *,
    lost: pl.Series | None = None,
    facts: Mapping[str, Any] | None = None,
    doubt: Doubt | None = None,
) -> ColumnRead:
    """What was read of distinct texts, for every cell. lost: what cannot be read; by default what has no value."""
    unreadable = lost if lost is not None else texts.is_not_null() & values.is_null()
    every = spread(pl.DataFrame({"value": values, "unreadable": unreadable}))
    return ColumnRead(values=every["value"], unreadable=every["unreadable"], facts=facts or {}, doubt=doubt)


def _unreadable(text: pl.Series, *, field: Field) -> ColumnRead:
    return replace(_empty(text.len(), field=field), unreadable=pl.repeat(value=True, n=text.len(), eager=True))


def _empty(count: int, *, field: Field) -> ColumnRead:
    """So many empty cells."""
    nothing = pl.Series(field.name, [None], dtype=DTYPES[field.kind]).new_from_index(0, count)
    return ColumnRead(values=nothing, unreadable=pl.repeat(value=False, n=count, eager=True))


def _share_doubt(values: pl.Series, text: pl.Series, kinds: pl.Series, *, field: Field) -> Doubt | None:
    """Number cells of percentages that are no percent cells: all at most 1.5 may be shares."""
    plain = (kinds == CellKind.NUMBER).fill_null(value=False)
    if plain.any() and are_shares(values.filter(plain), field=field, forced=None):
        return shares_doubt(text.filter(plain))
    return None


def _swapped_doubt(values: pl.Series, text: pl.Series, kinds: pl.Series, *, field: Field) -> Doubt | None:
    """The doubt that days and months of date cells beside texts were swapped."""
    if field.kind is not Kind.DATE or not field.is_decisive:
        return None
    written = values.is_not_null() & kinds.fill_null(CellKind.TEXT).is_in([CellKind.TEXT])
    dated = values.is_not_null() & (kinds == CellKind.DATE).fill_null(value=False)
    if not are_swapped(values.filter(written), values.filter(dated)):
        return None
    return Doubt(
        code=DATE_ORDER_UNCLEAR,
        proofs={"teks/text": text.filter(written), "sel tanggal/date cells": text.filter(dated)},
    )


def _cleaned(cells: pl.Series) -> pl.Series:
    return cells.to_frame().select(cleaned(pl.col(cells.name))).to_series()
