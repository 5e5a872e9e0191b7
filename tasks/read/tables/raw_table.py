"""The raw table that every reader hands on: cells as text under the names of the contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import polars as pl

KIND_ENDING = "__kind"
LINE_END = "\x1f"  # ends every line of delimited text while it is read; no extract holds this sign
NOTHING_WORDS = (
    "null", "(null)", "<null>", "[null]", "n/a", "na", "<na>", "n.a.", "nan", "nat", "none", "nil", "\\n",
    "(blank)", "(kosong)", "kosong", "tidak ada", "belum ada", "tdk ada",
)  # fmt: skip
EMPTY_CELLS = ["", LINE_END, *(form for word in NOTHING_WORDS for form in (word, word.upper(), word.title()))]
EMPTY_CELLS += ["NaN", "NaT"]
TOTAL_LABEL = r"(?i)^\s*((grand|sub)[\s\-]*)?(jumlah|total)\b"
PLAIN_CELL = r"^[0-9A-Za-z]([ -~]*[!-~])?$"  # most cells: nothing to strip, nothing unseen
UNSEEN = (
    r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\p{Cf}\u{034F}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180B}-\u{180D}\u{2800}\u{3164}"
    r"\u{FE00}-\u{FE0F}\u{FFA0}]"
)
RAISED = r"[\p{No}\p{Lm}ªº]"  # footnote marks and the like: 1234¹ is not 12341
AS_FORMULA = r'^=\s*"(.*)"$'  # `="00123"`, which keeps a spreadsheet from reading a number
LEADING_APOSTROPHE = r"^['’‘`´]+"
QUOTED = r"""^["'‘’‚`´“”„«](.*)["'‘’`´“”»]$"""  # a whole cell in quotes of any kind
OTHER_SIGNS = {"\u2212": "-", "\u2044": "/", "\u2215": "/", "\uff0f": "/"}
OTHER_SIGNS |= {chr(sign): "-" for sign in range(0x2010, 0x2016)}
OTHER_SIGNS |= {chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)}  # Arabic digits
SIGNS_ALONE = r"""^[\s\-\u{2010}-\u{2015}\u{2212}_.,:;/\\|~='’‘`´"“”]*$"""


class CellKind(IntEnum):
    """What a cell of a workbook or of Parquet is, which its text alone would not say."""

    TEXT = 0
    NUMBER = 1  # text is the number with a decimal point, as short as it is exact; never thousands separators
    PERCENT = 2  # a number whose format shows it as per cent: text is the number times 100
    DATE = 3  # a day or an instant: text is `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS[.ffffff]`
    BOOLEAN = 4  # text is `TRUE` or `FALSE`
    ERROR = 5  # #N/A, #REF! ...: text is null, and the cell is unreadable, not empty
    NO_VALUE = 6  # a formula without a kept value: text is null, and the cell is unreadable, not empty


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """Cells as text, and what each one is where that is known.

    cells: one String column per field found, `first_cell` (of the row, whatever its column), `row_no` (Int32) and
    `complete_line` (Boolean); of a field with cells other than text also its `kind_column`, a UInt8 of `CellKind`,
    which delimited text never has.
    facts: what the reader found out, without values.
    """

    cells: pl.DataFrame
    facts: Mapping[str, Any]


def kind_column(field_name: str) -> str:
    """The column of a raw table that says what the cells of a field are; a field without it has text only."""
    return f"{field_name}{KIND_ENDING}"


def strip_cells(cells: pl.Series) -> pl.Series:
    """Trim text and take away signs that no one sees; what only says 'empty', as signs alone do, becomes null.

    Signs: zero-width and direction marks, soft hyphens, marks of byte order (Unicode's Cf and its like), control
    characters; letters, digits and dashes are in their common form, every space is a plain one; `="..."` is what it
    holds; quotes around a cell and an apostrophe in front, which makes text of a number, fall away. A cell with raised,
    lowered or circled numbers keeps these, so that no footnote becomes a digit.
    """
    odd = (~cells.str.contains(PLAIN_CELL)).fill_null(value=False).arg_true()
    if not odd.is_empty():
        cells = cells.scatter(odd, _stripped(cells.gather(odd)))
    return cells.set(cells.is_in(EMPTY_CELLS), None)


def _stripped(cells: pl.Series) -> pl.Series:
    common = cells.str.normalize("NFKC").zip_with(~cells.str.contains(RAISED).fill_null(value=False), cells)
    text = common.str.replace_all(UNSEEN, "").str.replace_all(r"\p{Z}", " ").str.strip_chars()
    text = text.str.replace_many(OTHER_SIGNS)
    formula = text.str.contains(AS_FORMULA).fill_null(value=False)
    if formula.any():
        held = text.str.extract(AS_FORMULA).str.replace_all('""', '"', literal=True)
        text = held.zip_with(formula, text)
    text = text.str.replace(QUOTED, "${1}").str.strip_chars()
    text = text.str.replace(LEADING_APOSTROPHE, "").str.strip_chars()
    return text.set(text.str.contains(SIGNS_ALONE), None)
