"""The XLSX template of a feed, made from its contract: what a branch fills in, explained in the workbook itself."""

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from expectations.contracts.codes import Code, code_lists
from expectations.contracts.schema import Feed, Field, Kind, Rule
from expectations.templates.messages import (
    GUIDE,
    NOT_IN_LIST,
    SEVERITY_TEXTS,
    kind_texts,
    name_texts,
    need_texts,
)
from expectations.templates.print_setup import set_up_pages

LAST_ROW = 1_048_575
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock time: the same contract gives the same bytes
CODES_SHEET, GUIDE_SHEET = "Kode - Codes", "Penjelasan - Guide"
AS_TEXT = "@"
FORMATS = {Kind.DATE: "dd/mm/yyyy", Kind.MONTH: "mm-yyyy", Kind.INTEGER: "0", Kind.AMOUNT: "0.00"}
GUIDE_HEADS = (
    "Kolom / Column",
    "Wajib",
    "Required",
    "Cara menulis",
    "How to write",
    "Contoh / Example",
    "Arti",
    "Meaning",
)
RULE_HEADS = ("Kode / Code", "Tingkat", "Severity", "Kolom / Columns", "", "", "Aturan", "Rule")
DARK, LIGHT, WHITE = "#0b5d57", "#d7e7e4", "#ffffff"


def build_template(feed: Feed, *, on: date) -> bytes:
    """The workbook: headers to fill under, the explanation of columns and rules, the codes valid on a day."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"{feed.title_id} / {feed.title_en}", "created": CREATED})
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        data, guide, codes = (book.add_worksheet(name) for name in (feed.file_prefix, GUIDE_SHEET, CODES_SHEET))
        for sheet in (data, guide, codes):
            set_up_pages(sheet)
        ranges = _write_codes(codes, feed, on=on, bold=bold)
        heads = {
            True: book.add_format({"bold": True, "bg_color": DARK, "font_color": WHITE}),
            False: book.add_format({"bold": True, "bg_color": LIGHT}),
        }
        cells = {form: book.add_format({"num_format": form}) for form in {_format(field) for field in feed.fields}}
        for place, field in enumerate(feed.fields):
            data.set_column(place, place, max(12, len(field.header) + 3), cells[_format(field)])
            data.write_string(0, place, field.header, heads[field.required])
            data.write_comment(0, place, _note(field, feed), {"author": "ucj", "x_scale": 2, "y_scale": 1.4})
            if check := _validation(field, ranges):
                data.data_validation(1, place, LAST_ROW, place, check)
        data.freeze_panes(1, 0)
        _write_guide(guide, feed, bold=bold, wrapped=wrapped)
    return out.getvalue()


def _format(field: Field) -> str:
    """Everything that Excel would take for a number, a date or a formula, and is none, is text."""
    if field.kind is Kind.AMOUNT and (field.unit or "").startswith("IDR"):
        return "#,##0"
    return FORMATS.get(field.kind, AS_TEXT)


def _note(field: Field, feed: Feed) -> str:
    (need_id, need_en), (kind_id, kind_en) = need_texts(field, feed=feed), kind_texts(field)
    return f"{field.text_id}\n({need_id}; {kind_id})\n\n{field.text_en}\n({need_en}; {kind_en})"


def _validation(field: Field, ranges: dict[str, str]) -> dict[str, Any] | None:
    if field.kind is Kind.CODE:
        return _listed(ranges[str(field.code_list)])
    if field.kind is Kind.FLAG:
        return _listed(["Y", "T"])
    if field.kind is Kind.DIGITS and field.width:
        text_id, text_en = kind_texts(field)
        return {
            "validate": "length",
            "criteria": "==",
            "value": field.width,
            "error_type": "warning",
            "error_title": field.header,
            "error_message": f"{text_id} / {text_en}",
        }
    return None


def _listed(source: str | list[str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "Kode / Code",
        "error_message": " / ".join(NOT_IN_LIST),
    }


def _write_codes(sheet: Worksheet, feed: Feed, *, on: date, bold: Format) -> dict[str, str]:
    """Three columns for each list of the feed; returns where its codes stand, as a range for drop-downs."""
    ranges: dict[str, str] = {}
    for name in dict.fromkeys(field.code_list for field in feed.fields if field.code_list):
        left = 4 * len(ranges)
        codes: list[Code] = [code for code in code_lists()[name].codes if code.holds_on(on)]
        for place, title in enumerate((name, "Arti", "Meaning")):
            sheet.write_string(0, left + place, title, bold)
            sheet.set_column(left + place, left + place, 26)
        for row, code in enumerate(codes, start=1):
            for place, text in enumerate((code.code, code.name_id, code.name_en)):
                sheet.write_string(row, left + place, text)
        column = xlsxwriter.utility.xl_col_to_name(left)
        ranges[name] = f"='{CODES_SHEET}'!${column}$2:${column}${len(codes) + 1}"
    return ranges


def _write_guide(sheet: Worksheet, feed: Feed, *, bold: Format, wrapped: Format) -> None:
    lines: list[tuple[tuple[str, ...], Format | None]] = [((f"{feed.title_id} / {feed.title_en}",), bold)]
    guide = (name_texts(feed), *GUIDE)
    lines += [((text_id,), None) for text_id, _ in guide]
    lines += [((text_en,), None) for _, text_en in guide]
    lines += [((), None), (GUIDE_HEADS, bold)]
    lines += [(_column_line(field, feed), wrapped) for field in feed.fields]
    lines += [((), None), (RULE_HEADS, bold)]
    lines += [(_rule_line(rule, feed), wrapped) for rule in feed.rules]
    for row, (texts, form) in enumerate(lines):
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text, form)
    for place, width in enumerate((28, 20, 20, 26, 26, 20, 60, 60)):
        sheet.set_column(place, place, width)


def _column_line(field: Field, feed: Feed) -> tuple[str, ...]:
    example = feed.example.get(field.header, "")
    return (field.header, *need_texts(field, feed=feed), *kind_texts(field), example, field.text_id, field.text_en)


def _rule_line(rule: Rule, feed: Feed) -> tuple[str, ...]:
    headers = ", ".join(feed.field(column).header for column in rule.columns)
    return (rule.code, *SEVERITY_TEXTS[rule.severity], headers, "", "", rule.text_id, rule.text_en)
