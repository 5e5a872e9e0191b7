"""Rows of a sheet all at once: Polars writes the XML of every cell, which is ten times quicker than cell by cell.

XlsxWriter writes everything else. The few of its members that this needs begin with an underscore, so a test reads the
workbooks back with two other programs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from tasks.publish.files.workbook.marks import mark_of

CELL = '<c r="{}{{}}"{}><v>{{}}</v></c>'
TEXT_CELL = '<c r="{}{{}}"{} t="inlineStr"><is><t>{{}}</t></is></c>'
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


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
    frame: pl.DataFrame, *, forms: Sequence[Format | None], marked: Format, statuses: Mapping[str, str], first_row: int
) -> str:
    """The XML of the rows of a frame. forms: of the columns that are shown, the first of the frame.

    marked: format of marks. statuses: the column of statuses of a column that has one. first_row: number of the first
    row, from 1. Dates are numbers of days already.
    """
    number = (pl.int_range(pl.len()) + first_row).cast(pl.String)
    cells = [
        _cell(
            frame,
            name,
            xl_col_to_name(place),
            form=form,
            marked=marked,
            status=frame[statuses[name]] if name in statuses else None,
            number=number,
        )
        for place, (name, form) in enumerate(zip(frame.columns, forms, strict=False))
    ]
    row = pl.concat_str(pl.format('<row r="{}">', number), *cells, pl.lit("</row>"), ignore_nulls=True)
    return str(frame.select(row.alias("row"))["row"].str.join("").item())


def _cell(
    frame: pl.DataFrame,
    name: str,
    letter: str,
    *,
    form: Format | None,
    marked: Format,
    status: pl.Series | None,
    number: pl.Expr,
) -> pl.Expr:
    """The cell of every row; null where nothing stands there."""
    is_text, column = frame.schema[name] == pl.String, pl.col(name)
    text = column.cast(pl.String)
    if is_text:
        for sign, escaped in ESCAPES.items():
            text = text.str.replace_all(sign, escaped, literal=True)
    value = pl.format((TEXT_CELL if is_text else CELL).format(letter, _style(form)), number, text)
    empty = column.is_null() | (column == "" if is_text else pl.lit(value=False))
    shown = pl.when(empty).then(None).otherwise(value)
    for told in [None] if status is None else status.unique().to_list():
        for is_empty in (True, False):
            mark = mark_of(told, empty=is_empty, number=not is_text)
            if mark is None:
                continue
            here = empty if is_empty else ~empty
            stands = here if status is None else here & pl.col(status.name).eq_missing(told)
            cell = pl.format(TEXT_CELL.format(letter, _style(marked)), number, pl.lit(mark))
            shown = pl.when(stands).then(cell if mark else None).otherwise(shown)
    return shown


def _style(form: Format | None) -> str:
    return "" if form is None else f' s="{form._get_xf_index()}"'  # noqa: SLF001 - how XlsxWriter itself does it
