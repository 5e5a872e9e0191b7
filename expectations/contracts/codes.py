"""Code lists: the values a coded column may hold, as data with validity dates (`code_lists/code_lists.csv`)."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import expectations

LIST_FILE = "code_lists/code_lists.csv"


@dataclass(frozen=True, kw_only=True)
class Code:
    """One value of a code list; `valid_to` is the last day it holds; None = no bound on that side."""

    code: str
    aliases: tuple[str, ...]
    name_id: str
    name_en: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the value is valid on that day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """The values of one list, in the order of the file."""

    name: str
    codes: tuple[Code, ...]

    def spellings(self, *, on: date) -> Mapping[str, str]:
        """Every spelling accepted on a day, in its `plain` form, and the code it stands for."""
        valid = [entry for entry in self.codes if entry.holds_on(on)]
        return {plain(text): entry.code for entry in valid for text in (entry.code, *entry.aliases)}


PLAIN_DROPS = r"[\s._\-/]"


def plain(text: str) -> str:
    """A spelling without what does not matter: case, spaces, dots, dashes, underscores and slashes."""
    return re.sub(PLAIN_DROPS, "", text).upper()


@cache
def code_lists() -> Mapping[str, CodeList]:
    """All code lists by name."""
    text = resources.files(expectations).joinpath(LIST_FILE).read_text(encoding="utf-8")
    found: dict[str, list[Code]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["list"], []).append(_code(row))
    return {name: CodeList(name=name, codes=tuple(codes)) for name, codes in found.items()}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _code(row: Mapping[str, Any]) -> Code:
    return Code(
        code=row["code"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        name_id=row["name_id"],
        name_en=row["name_en"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
    )
