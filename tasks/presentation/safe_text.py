"""Texts from outside (file names, headers, sheet names), made harmless for people, spreadsheets and terminals."""

import re
import unicodedata

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LONG_DIGITS = re.compile(r"\d{6,}")
LONGEST_LABEL = 60
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, direction and unpaired signs


def visible(text: str) -> str:
    """Text without signs that do something instead of being seen: escape codes, line ends, changes of direction."""
    return "".join("\ufffd" if unicodedata.category(sign) in HIDDEN else sign for sign in text)


def label(text: str) -> str:
    """A header or sheet name as a receipt may show it: visible, short, and without long digits (a NIK, a KPJ)."""
    shown = LONG_DIGITS.sub("…", visible(text))
    return shown if len(shown) <= LONGEST_LABEL else shown[: LONGEST_LABEL - 1] + "…"


def csv_safe(text: str) -> str:
    """A cell that a spreadsheet takes for text: what could begin a formula gets an apostrophe in front (OWASP)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
