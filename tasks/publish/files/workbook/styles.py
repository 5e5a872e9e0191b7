"""The few styles of cells. Each has one number in all workbooks, so that cells can be written before a workbook is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from tasks.publish.files.workbook.marks import AFTER_NUMBER
from warehouse.figures.schema import Column, FinePercent, Percent

DATE_FORM, COUNT_FORM, PLAIN_FORM = "yyyy-mm-dd", "#,##0", "0"
NUMBER_FORMS = {Percent: "0.00", FinePercent: "0.00##"}
PLAIN_UNITS = frozenset({"year", "rank", None})
OF_NUMBERS = (DATE_FORM, COUNT_FORM, PLAIN_FORM, *NUMBER_FORMS.values())
TITLE, HEAD, WRAPPED, MARK = "title", "head", "wrapped", "mark"
STYLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        TITLE: {"bold": True, "font_size": 14},
        HEAD: {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
        WRAPPED: {"text_wrap": True, "valign": "top"},
        MARK: {"align": "right"},
        **{form: {"num_format": form} for form in OF_NUMBERS},
    }
)
FOR_FEW_STYLES = MappingProxyType({form + AFTER_NUMBER: {"num_format": form + AFTER_NUMBER} for form in OF_NUMBERS})
NUMBER_OF = MappingProxyType({name: number for number, name in enumerate([*STYLES, *FOR_FEW_STYLES], start=1)})


def add_styles(book: Workbook, *, for_few: bool) -> dict[str, Format]:
    """The styles of a new workbook by their names, added before any other: so they have the numbers in `NUMBER_OF`.

    for_few: those of cells that the public edition hides are among them.
    """
    looks = {**STYLES, **(FOR_FEW_STYLES if for_few else {})}
    added = {name: book.add_format(dict(look)) for name, look in looks.items()}
    for style in added.values():
        style._get_xf_index()  # noqa: SLF001 - XlsxWriter numbers a style when it is first asked
    return added


def style_of(name: str) -> str:
    """The attribute by which a cell has a style; empty for that of all others (no name)."""
    return f' s="{NUMBER_OF[name]}"' if name else ""


def number_form(column: Column) -> str:
    """How the numbers of a column are shown; the program of the reader sets its own separators. Empty for texts."""
    if column.dtype == pl.String:
        return ""
    if column.dtype == pl.Date:
        return DATE_FORM
    for dtype, form in NUMBER_FORMS.items():
        if column.dtype == dtype:
            return form
    return PLAIN_FORM if column.unit in PLAIN_UNITS else COUNT_FORM
