"""Rows of a sheet all at once: Polars writes the XML of every cell, which is ten times quicker than cell by cell.

XlsxWriter writes everything else. The few of its members that this needs begin with an underscore, so a test reads the
workbooks back with two other programs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from tasks.publish.files.workbook.marks import FOR_FEW, mark_of

CELL = '<c r="{}{{}}"{}><v>{{}}</v></c>'
TEXT_CELL = '<c r="{}{{}}"{} t="inlineStr"><is><t>{{}}</t></is></c>'
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
ESCAPED = str.maketrans(ESCAPES)


class BulkSheet(Worksheet):  # type: ignore[misc, unused-ignore]
    """A sheet with a table of which only the head is written by XlsxWriter."""

    rows_xml = ""
    last_row = 0
    dim_rowmax: int | None

    def add_bulk_table(self, head_row: int, rows_xml: str, *, rows: int, options: Mapping[str, Any]) -> None:
        """Mark the head and so many rows as a table, with rows as `rows_of` gives them; row numbers from 0."""
        columns = len(options["columns"])
        self.add_table(head_row, 0, head_row + 1, columns - 1, dict(options))
        self.last_row = head_row + rows
        whole = xl_range(head_row, 0, self.last_row, columns - 1)
        self.tables[-1] |= {"range": whole, "a_range": whole, "autofilter": whole}
        self.rows_xml = rows_xml

    def _write_dimension(self) -> None:
        head: int | None = self.dim_rowmax
        if self.rows_xml:
            self.dim_rowmax = self.last_row
        super()._write_dimension()
        self.dim_rowmax = head

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write(self.rows_xml)


def rows_of(
    frame: pl.DataFrame,
    *,
    forms: Sequence[Format | None],
    marked: Format,
    statuses: Mapping[str, str],
    first_row: int,
    few: Sequence[Format | None] = (),
) -> str:
    """The XML of the rows of a frame. forms: of the columns that are shown, the first of the frame.

    few: of cells whose status is `FOR_FEW`, a form a column; only for an edition that has such cells. marked: format of
    marks. statuses: the column of statuses of a column that has one. first_row: number of the first row, from 1. Dates
    are numbers of days already.
    """
    told = {
        name: tuple(frame[status].unique().sort().to_list())
        for name, status in statuses.items()
        if name in frame.columns
    }
    cells = tuple(
        _CellForm(
            name=name,
            is_text=frame.schema[name] == pl.String,
            style=style_of(form),
            few=style_of(few[place]) if few and name in statuses else "",
            status=statuses.get(name),
            told=told.get(name, (None,)),
        )
        for place, (name, form) in enumerate(zip(frame.columns, forms, strict=False))
    )
    row = _row(cells, marked=style_of(marked), first_row=first_row)
    return str(frame.select(row.alias("row"))["row"].str.join("").item())


@dataclass(frozen=True, kw_only=True)
class _CellForm:
    """What the cells of a column are like. few: style of a cell that the public edition hides.

    status: its column of statuses, and the statuses `told` there.
    """

    name: str
    is_text: bool
    style: str
    few: str
    status: str | None
    told: tuple[str | None, ...]


@cache
def _row(cells: tuple[_CellForm, ...], *, marked: str, first_row: int) -> pl.Expr:
    """The XML of a row. Kept: making the expression costs more than the rows of a small province."""
    number = (pl.int_range(pl.len()) + first_row).cast(pl.String)
    written = [_cell(form, xl_col_to_name(place), marked=marked, number=number) for place, form in enumerate(cells)]
    return pl.concat_str(pl.format('<row r="{}">', number), *written, pl.lit("</row>"), ignore_nulls=True)


def _cell(form: _CellForm, letter: str, *, marked: str, number: pl.Expr) -> pl.Expr:
    """The cell of every row; null where nothing stands there."""
    column = pl.col(form.name)
    text = column.cast(pl.String)
    if form.is_text:
        for sign, escaped in ESCAPES.items():
            text = text.str.replace_all(sign, escaped, literal=True)
    value = pl.format((TEXT_CELL if form.is_text else CELL).format(letter, form.style), number, text)
    empty = column.is_null() | (column == "" if form.is_text else pl.lit(value=False))
    shown = pl.when(empty).then(None).otherwise(value)
    if form.status is not None and FOR_FEW in form.told:
        told_apart = pl.format(CELL.format(letter, form.few), number, text)
        shown = pl.when(pl.col(form.status).eq_missing(FOR_FEW) & ~empty).then(told_apart).otherwise(shown)
    for told in form.told:
        for is_empty in (True, False):
            mark = mark_of(told, empty=is_empty, number=not form.is_text)
            if mark is None:
                continue
            here = empty if is_empty else ~empty
            stands = here if form.status is None else here & pl.col(form.status).eq_missing(told)
            cell = pl.format(TEXT_CELL.format(letter, marked), number, pl.lit(mark))
            shown = pl.when(stands).then(cell if mark else None).otherwise(shown)
    return shown


@cache
def text_rows(rows: tuple[tuple[str, ...], ...], *, style: str, first_row: int) -> str:
    """The XML of rows of texts, as `rows_of` gives it; kept, as other workbooks of a release have the same."""
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


def style_of(form: Format | None) -> str:
    """The attribute of a cell that names its format."""
    return "" if form is None else f' s="{form._get_xf_index()}"'  # noqa: SLF001 - how XlsxWriter itself does it
