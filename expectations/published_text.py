"""Which texts may stand in a published table: nothing unseen, no number of a person, nothing a spreadsheet computes.

The rules of issuers' free texts and the release gate both ask here. Every function takes and gives a Polars expression,
null for null.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

import polars as pl

LINE_SIGNS = r"[\p{Cc}\p{Zl}\p{Zp}]+"  # control signs, line and paragraph ends
UNSEEN_SIGNS = r"[\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}]"  # direction, zero width, fillers, private use
NEITHER_LETTER_NOR_NUMBER = r"[^A-Za-z\p{N}]"  # of NFKC text: letters of other scripts separate nothing
LONG_NUMBER = r"\p{N}[\p{N}Oo]{9,}\p{N}"  # a KPJ has 11 digits, a NIK 16; files are read with the letter O as zero
FORMULA_SIGN = r"^\s*[=+\-@]"
PLAIN_NUMBER = r"^\s*[+-]?[0-9]+([.,][0-9]+)*\s*$"


def cleaned(text: pl.Expr) -> pl.Expr:
    """The text as it is seen: one space for control signs and line ends, without unseen signs and outer spaces."""
    return text.str.replace_all(LINE_SIGNS, " ").str.replace_all(UNSEEN_SIGNS, "").str.strip_chars()


def is_cleaned(text: pl.Expr) -> pl.Expr:
    """Whether a text is already what `cleaned` would make of it."""
    return text == cleaned(text)


def has_no_long_number(text: pl.Expr) -> pl.Expr:
    """No eleven digits run together, of whatever script, when all signs between them are left out."""
    joined = cleaned(text).str.normalize("NFKC").str.replace_all(NEITHER_LETTER_NOR_NUMBER, "")
    return ~joined.str.contains(LONG_NUMBER)


def is_no_formula(text: pl.Expr) -> pl.Expr:
    """It does not begin as a formula does, by `=`, `+`, `-` or `@` of any width, unless it is a plain number."""
    seen = cleaned(text).str.normalize("NFKC")
    return ~seen.str.contains(FORMULA_SIGN) | seen.str.contains(PLAIN_NUMBER)


DEMANDS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "no control or unseen sign": is_cleaned,
    "no number as long as those that identify people": has_no_long_number,
    "no beginning of a formula": is_no_formula,
}


@lru_cache(maxsize=1024)
def is_publishable(text: str) -> bool:
    """Whether a single text meets all demands. Kept: the names of a day's files hold the same codes again and again."""
    return not unpublishable([text])


def unpublishable(texts: Collection[str]) -> frozenset[str]:
    """Those of some texts that do not meet all demands."""
    column = pl.Series("text", list(texts), dtype=pl.String)
    meets_all = pl.all_horizontal(demand(pl.col("text")) for demand in DEMANDS.values())
    return frozenset(column.to_frame().filter(~meets_all)["text"])
