"""Columns beside a table that say of each row whether it holds: status, remarks, marks of deletion."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from expectations.contracts.row_words import ALL, IN_FORCE, NO, NO_DAY, NOT_ENDED, YES
from expectations.contracts.schema import Feed, Field, RowSays
from tasks.read.cells.per_distinct import distinct_texts
from tasks.read.tables.raw_table import CellKind, kind_column, strip_cells

ROW_HOLDS = "row_holds"
T_IS_TRUE = ("F", "FALSE")  # beside one of them T is true, else it is TIDAK
SHORT = r"^[A-Z0-9]{1,2}$"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the cells of one column say, a row for each: it does not hold; it ended; nothing that is understood."""

    void: pl.Series
    ended: pl.Series
    unknown: pl.Series


def with_row_signs(frame: pl.DataFrame, cells: pl.DataFrame, *, feed: Feed) -> tuple[pl.DataFrame, Mapping[str, int]]:
    """The typed frame with `row_holds`, and header -> rows whose status was not understood.

    Where a row ended and no day says when, that day cannot be read.
    """
    holds = pl.repeat(value=True, n=frame.height, eager=True)
    unknown: dict[str, int] = {}
    for field in feed.beside:
        if field.row is None or field.name not in cells.columns:
            continue
        said = _said(cells, field)
        if field.row.ends is None:
            holds = holds & ~said.void & ~said.ended
        else:
            holds = holds & ~said.void
            frame = with_unknown_end(frame, said.ended & ~said.void, feed.field(field.row.ends))
        if said.unknown.any():
            unknown[field.header] = int(said.unknown.sum())
    return frame.with_columns(holds.alias(ROW_HOLDS)), unknown


def with_unknown_end(frame: pl.DataFrame, ended: pl.Series, day: Field) -> pl.DataFrame:
    """The frame; a day cannot be read in rows that ended and do not say when."""
    unknown = ended & frame[day.name].is_null()
    return frame.with_columns((frame[day.unreadable] | unknown).alias(day.unreadable)) if unknown.any() else frame


def _said(cells: pl.DataFrame, field: Field) -> Said:
    texts, spread = distinct_texts(cells[field.name])
    words = _words(texts)
    every = spread(_of_words(words, field.row or RowSays()))
    error = pl.repeat(value=False, n=cells.height, eager=True)
    if kind_column(field.name) in cells.columns:
        error = (cells[kind_column(field.name)] >= int(CellKind.ERROR)).fill_null(value=False)
    return Said(void=every["void"], ended=every["ended"], unknown=every["unknown"] | error)


def _words(texts: pl.Series) -> pl.Series:
    """Cells as `row_words` has them; null where they are empty. NA beside A is no word for nothing."""
    words = strip_cells(texts).str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    if (words == "A").any():
        words = words.set((texts.str.strip_chars().str.to_uppercase() == "NA").fill_null(value=False), "NA")
    return words.set(words == "", None)


def _of_words(words: pl.Series, says: RowSays) -> pl.DataFrame:
    """`void`, `ended` and `unknown` of each text; a row that is one of several parts does not hold."""
    word, nothing = pl.col("word"), pl.lit(value=False)
    frame = words.alias("word").to_frame()
    if says.marks or says.parts:
        told = ~word.str.contains(ALL) if says.parts else ~word.str.contains(NO) & ~word.str.contains(NO_DAY)
        found = {"void": nothing if says.ends else told, "ended": told if says.ends else nothing, "unknown": nothing}
    else:
        found = _of_status(frame, says)
    return frame.select(**{name: one.fill_null(value=False) for name, one in found.items()})


def _of_status(frame: pl.DataFrame, says: RowSays) -> dict[str, pl.Expr]:
    word, nothing = pl.col("word"), pl.lit(value=False)
    void = nothing if says.void is None else word.str.contains(says.void)
    ended = nothing if says.ended is None else word.str.contains(says.ended) & ~word.str.contains(NOT_ENDED)
    holds = (word.str.contains(YES) | word.str.contains(IN_FORCE)) & ~ended
    if says.codes:
        t_is_true = (word == "T") & bool(frame["word"].is_in(T_IS_TRUE).any())
        no, holds = word.str.contains(NO) & ~t_is_true, holds | t_is_true
        are_codes = frame.select((void | ended | holds | no | word.is_null()).all() & holds.any()).item()
        ended = ~void & ~holds if says.only_codes else ended | no if are_codes else ended
    known = void | ended | holds
    unknown = nothing if says.free else ~known if says.codes else word.str.contains(SHORT) & ~known
    return {"void": void, "ended": ended, "unknown": unknown}
