"""What a number format makes of a number: a share in per cent, a day, or a number."""

import re
from typing import Literal

Shown = Literal["number", "percent", "date", "in-units"]

BUILT_IN: dict[int, Shown] = {
    **dict.fromkeys((9, 10), "percent"),
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), "date"),
}
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
NO_TOKENS = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|general', re.IGNORECASE)  # texts, spaces, colours, locales
SAYS_UNIT = re.compile(r'"[^"]*(?:ribu|juta|mil[iy]ar|thousand|million|billion|000)|(?:\\0){2}', re.IGNORECASE)
SCALED = re.compile(r"[0#?],+(?![0#?,])")  # a comma behind the last digit shows thousands
DATE_TOKEN = re.compile(r"[dmyhs]", re.IGNORECASE)


def shown_as(code: str) -> Shown:
    """What the first section of a format code shows; a `%` in quotes is only a sign, and changes no number.

    Not so `ribu` (thousands) and `000`: unless the format scales the number itself, the cell shows another one than
    it holds.
    """
    section = _first_section(code)
    if SAYS_UNIT.search(section) and not SCALED.search(section):
        return "in-units"
    if ELAPSED.search(section):
        return "number"
    tokens = NO_TOKENS.sub("", section)
    if "%" in tokens:
        return "percent"
    return "date" if DATE_TOKEN.search(tokens) else "number"


def _first_section(code: str) -> str:
    """The part that positive numbers follow; a semicolon in quotes or behind a backslash ends none."""
    found = re.match(r'(?:"[^"]*"?|\\.|[^;"\\])*', code, re.DOTALL)
    return found[0] if found else ""
