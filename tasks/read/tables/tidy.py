"""Leave out what is no record: blank rows, totals, and notes between and below the rows of a table."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from expectations.contracts.schema import Feed, Kind
from tasks.read.beside.recap import said_totals
from tasks.read.beside.row_counts import said_counts
from tasks.read.beside.units import has_numbers, has_rupiah, says_currency, says_units
from tasks.read.tables.at_home import SHAPES, at_home
from tasks.read.tables.left_out import LeftOutReason, left_out_fact
from tasks.read.tables.raw_table import KIND_ENDING, TOTAL_LABEL, CellKind, RawTable, strip_cells

IDENTIFIER = r"[0-9]([ .'\-]?[0-9]){9,}|[0-9][.,][0-9]+[eE]\+?[0-9]{2}"  # of a person, also as a spreadsheet shows it
LOOKED_AT_FIRST = {Kind.DIGITS, Kind.DATE, Kind.REGION}


def tidy_table(table: RawTable, *, feed: Feed) -> RawTable:
    """Leave out blank rows, JUMLAH or TOTAL rows and notes, recorded but not counted as rows."""
    cells = table.cells
    places = _in_doubt(cells, feed)
    if places.is_empty():
        return RawTable(cells=cells, facts=_facts(table, [], [], []))
    doubtful = cells[places]
    text = doubtful.select(strip_cells(doubtful[name]) for name in ["first_cell", *_fields_of(cells)])
    blank = _is_blank(text, doubtful)
    total = ~blank & _is_total(text, feed)
    note = ~blank & ~total & _is_note(text, feed)
    left = places.filter(blank | total | note)
    kept = cells.filter(~pl.int_range(pl.len(), dtype=pl.UInt32).is_in(left.implode())) if left.len() else cells
    rows = [doubtful["row_no"].filter(found).to_list() for found in (blank, total, note)]
    facts = _facts(table, *rows)
    told: dict[str, list[Any]] = {
        "units": _rows_that_say(says_units, text, doubtful["row_no"], note) if has_numbers(feed) else [],
        "currencies": _rows_that_say(says_currency, text, doubtful["row_no"], note) if has_rupiah(feed) else [],
        "totals": said_totals(text.filter(total), feed=feed),
        "counts": said_counts(text.filter(total | note), feed=feed),
    }
    told = {name: [*table.facts.get(name, ()), *found] for name, found in told.items()}
    return RawTable(cells=kept, facts={**facts, **{name: found for name, found in told.items() if found}})


def _rows_that_say(
    says: Callable[[pl.Series], pl.Series], text: pl.DataFrame, row_no: pl.Series, note: pl.Series
) -> list[int]:
    """Rows of notes that say in which unit or currency the numbers of the table stand."""
    if not note.any():
        return []
    notes = text.filter(note)
    said = pl.DataFrame([says(cells) for cells in notes]).select(said=pl.any_horizontal(pl.all()))["said"]
    return row_no.filter(note).filter(said).to_list()


def _facts(table: RawTable, blank: Sequence[int], total: Sequence[int], note: Sequence[int]) -> dict[str, object]:
    found = ((LeftOutReason.BLANK, blank), (LeftOutReason.TOTAL, total), (LeftOutReason.NOTE, note))
    left_out = [*table.facts.get("left_out", ()), *(left_out_fact(reason, rows) for reason, rows in found if rows)]
    return {  # of a workbook each sheet may have been tidied by itself before
        **table.facts,
        "blank_rows": table.facts.get("blank_rows", 0) + len(blank),
        "total_rows": [*table.facts.get("total_rows", ()), *total],
        "left_out": left_out,
    }


def _fields_of(cells: pl.DataFrame) -> list[str]:
    return [name for name, dtype in cells.schema.items() if dtype == pl.String and name != "first_cell"]


def _in_doubt(cells: pl.DataFrame, feed: Feed) -> pl.Series:
    """Places of rows in which no required identifier, day or region has the shape of one."""
    places = pl.int_range(cells.height, dtype=pl.UInt32, eager=True)
    for field in feed.fields:
        if field.required and field.kind in LOOKED_AT_FIRST and field.name in cells.columns:
            looked_at = cells[field.name] if places.len() == cells.height else cells[field.name].gather(places)
            places = places.filter(~looked_at.str.contains(SHAPES[field.kind]).fill_null(value=False))
    return places


def _is_blank(text: pl.DataFrame, cells: pl.DataFrame) -> pl.Series:
    """Rows without any cell of the contract; an error or a formula without value is a cell."""
    kinds = [name for name in cells.columns if name.endswith(KIND_ENDING)]
    unreadable = cells.select(
        found=pl.any_horizontal(pl.lit(value=False), pl.col(kinds) >= int(CellKind.ERROR)).fill_null(value=False)
    )["found"]
    return text.select(blank=pl.all_horizontal(pl.exclude("first_cell").is_null()))["blank"] & ~unreadable


def _is_total(text: pl.DataFrame, feed: Feed) -> pl.Series:
    """Rows whose first filled cell says total, in a required column or in a row that hardly fills any.

    So a firm whose name begins with Total, or a SEGMEN that is TOTAL, makes no total row.
    """
    required = [field.name for field in feed.fields if field.required and field.name in text.columns]
    says_total = pl.coalesce(pl.all()).str.contains(TOTAL_LABEL)
    in_required = pl.any_horizontal(pl.col(required).str.contains(TOTAL_LABEL))
    hardly_filled = pl.sum_horizontal(pl.col(required).is_not_null()) * 2 < len(required)
    return text.select(total=(says_total & (in_required | hardly_filled)).fill_null(value=False))["total"]


def _is_note(text: pl.DataFrame, feed: Feed) -> pl.Series:
    """Rows that fill at most half of the required columns, none with what belongs there, without a long number."""
    fields = [field for field in feed.fields if field.name in text.columns]
    required = [field.name for field in fields if field.required]
    neutral = {Kind.INTEGER, Kind.AMOUNT}
    homes = [
        home.fill_null(value=False)
        for field in fields
        if field.kind not in neutral and (home := at_home(field)) is not None
    ]
    numbers = [pl.col(name).str.contains(IDENTIFIER).fill_null(value=False) for name in text.columns]
    half_filled = pl.sum_horizontal(pl.col(required).is_not_null()) * 2 <= len(required)
    return text.select(note=half_filled & ~pl.any_horizontal(*homes, *numbers))["note"]
