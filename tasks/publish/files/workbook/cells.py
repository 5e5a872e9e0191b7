"""The XML of cells, of the rows of many sheets at once: Polars writes it, ten times quicker than cell by cell.

A reader of a workbook finds a cell by its column and row, so each row has its number on its own sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from tasks.publish.files.workbook.marks import AFTER_NUMBER, FOR_FEW, mark_of, status_columns
from tasks.publish.files.workbook.styles import MARK, style_of

CELL = '<c r="{}{{}}"{}><v>{{}}</v></c>'
TEXT_CELL = '<c r="{}{{}}"{} t="inlineStr"><is><t>{{}}</t></is></c>'
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
ESCAPED = str.maketrans(ESCAPES)
DAY_ZERO = date(1899, 12, 30)  # of the serial numbers by which spreadsheets count days


def rows_of(
    frame: pl.DataFrame, *, forms: Sequence[str], sheet: str, first_row: int, for_few: bool
) -> Mapping[str, tuple[int, str]]:
    """How many rows the sheets have, and their XML, by what the column `sheet` names them.

    forms: how the numbers of the columns that are shown look, which are the first of the frame; empty for texts.
    first_row: number of the first row of each sheet, from 1. for_few: cells with the status `FOR_FEW` say so.
    """
    statuses = status_columns(frame.columns)
    told = {name: tuple(frame[status].unique().sort().to_list()) for name, status in statuses.items()}
    cells = tuple(
        _CellForm(
            name=name,
            is_text=frame.schema[name] == pl.String,
            form=form,
            status=statuses.get(name),
            told=told.get(name, (None,)),
            for_few=for_few and name in statuses,
        )
        for name, form in zip(frame.columns, forms, strict=False)
    )
    found = (
        in_days(frame)
        .select(sheet, row=_row(cells, sheet=sheet, first_row=first_row))
        .group_by(sheet)
        .agg(rows=pl.len(), xml=pl.col("row").str.join(""))
    )
    return {name: (rows, xml) for name, rows, xml in found.iter_rows()}


def in_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates as spreadsheets have them: numbers of days from their day zero."""
    return frame.with_columns((pl.col(pl.Date) - DAY_ZERO).dt.total_days())


@dataclass(frozen=True, kw_only=True)
class _CellForm:
    """What the cells of a column are like. status: its column of statuses, and the statuses `told` there.

    for_few: cells that the public edition hides have a form of their own.
    """

    name: str
    is_text: bool
    form: str
    status: str | None
    told: tuple[str | None, ...]
    for_few: bool


@cache
def _row(cells: tuple[_CellForm, ...], *, sheet: str, first_row: int) -> pl.Expr:
    """The XML of a row. Kept: making the expression costs more than the rows of a small table."""
    number = (pl.int_range(pl.len()).over(sheet) + first_row).cast(pl.String)
    written = [_cell(form, xl_col_to_name(place), number=number) for place, form in enumerate(cells)]
    return pl.concat_str(pl.format('<row r="{}">', number), *written, pl.lit("</row>"), ignore_nulls=True)


def _cell(cell: _CellForm, letter: str, *, number: pl.Expr) -> pl.Expr:
    """The cell of every row; null where nothing stands there."""
    column = pl.col(cell.name)
    text = column.cast(pl.String)
    if cell.is_text:
        for sign, escaped in ESCAPES.items():
            text = text.str.replace_all(sign, escaped, literal=True)
    value = pl.format((TEXT_CELL if cell.is_text else CELL).format(letter, style_of(cell.form)), number, text)
    empty = column.is_null() | (column == "" if cell.is_text else pl.lit(value=False))
    shown = pl.when(empty).then(None).otherwise(value)
    if cell.for_few and cell.status is not None and FOR_FEW in cell.told:
        told_apart = pl.format(CELL.format(letter, style_of(cell.form + AFTER_NUMBER)), number, text)
        shown = pl.when(pl.col(cell.status).eq_missing(FOR_FEW) & ~empty).then(told_apart).otherwise(shown)
    for told in cell.told:
        for is_empty in (True, False):
            mark = mark_of(told, empty=is_empty, number=not cell.is_text)
            if mark is None:
                continue
            here = empty if is_empty else ~empty
            stands = here if cell.status is None else here & pl.col(cell.status).eq_missing(told)
            marked = pl.format(TEXT_CELL.format(letter, style_of(MARK)), number, pl.lit(mark))
            shown = pl.when(stands).then(marked if mark else None).otherwise(shown)
    return shown


@cache
def text_rows(rows: tuple[tuple[str, ...], ...], *, style: str, first_row: int) -> str:
    """The XML of rows of texts, as that of `rows_of`; kept, as other workbooks of a release have the same."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            TEXT_CELL.format(xl_col_to_name(place), style).format(number, text.translate(ESCAPED))
            for place, text in enumerate(cells)
            if text
        )
        + "</row>"
        for number, cells in enumerate(rows, start=first_row)
    )
