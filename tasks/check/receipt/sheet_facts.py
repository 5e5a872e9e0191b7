"""What a receipt says about the sheets of a workbook: which were read, which not and why, how rows are numbered."""

from collections.abc import Mapping, Sequence
from typing import Any

from expectations.written import ENGLISH, INDONESIAN, counted
from tasks.presentation.safe_text import label

LISTED = 10
REASONS: dict[str, tuple[str, str]] = {
    "hidden_sheet": ("tersembunyi", "hidden"),
    "sheet_repeated": ("salinan lembar lain, {rows} baris", "a copy of another sheet, {rows} rows"),
    "example_sheet": ("contoh, {rows} baris", "examples, {rows} rows"),
    "other_sheet": ("bukan tabel data, {rows} baris", "no table of data, {rows} rows"),
}
Pair = tuple[str, str]


def sheets_read(facts: Mapping[str, Any]) -> Pair | None:
    """The sheets read, with the rows of each where they are several."""
    if several := facts.get("sheets_read"):
        return _listed(
            [
                (
                    f"{label(str(one['sheet']))} ({INDONESIAN.number(one['rows'])} baris)",
                    f"{label(str(one['sheet']))} ({counted(one['rows'], 'row')})",
                )
                for one in several
            ]
        )
    if "sheet" not in facts:
        return None
    name, sheets = label(str(facts["sheet"])), facts.get("sheets", 1)
    if sheets == 1:
        return name, name
    return f"{name} (dari {INDONESIAN.number(sheets)} lembar)", f"{name} (of {counted(sheets, 'sheet')})"


def sheets_left_out(facts: Mapping[str, Any]) -> Pair | None:
    """The sheets that were not read, each with the reason and its rows; hidden ones are not looked into."""
    found = []
    for one in facts.get("left_out", ()):
        if texts := REASONS.get(one["reason"]):
            name = label(str(one.get("sheet", "")))
            reason_id = texts[0].format(rows=INDONESIAN.number(one["count"]))
            reason_en = texts[1].format(rows=ENGLISH.number(one["count"]))
            found.append((f"{name} ({reason_id})", f"{name} ({reason_en})"))
    return _listed(found) if found else None


def row_numbers(facts: Mapping[str, Any]) -> Pair | None:
    """How rows of several sheets are numbered, by the example of the last one."""
    if not (several := facts.get("sheets_read")):
        return None
    last = several[-1]
    row = last["header_row"] + 1
    name, number = label(str(last["sheet"])), last["number"]
    shown = f"{number}{row:07d}"
    return (
        f"{shown} = baris {row} lembar ke-{number} ({name})",
        f"{shown} = row {row} of sheet {number} ({name})",
    )


def ignored_bytes(facts: Mapping[str, Any]) -> Pair | None:
    """Bytes behind a packed file that were not read."""
    number = facts.get("ignored_bytes")
    return (f"{INDONESIAN.number(number)} byte", counted(number, "byte")) if number else None


def _listed(pairs: Sequence[Pair]) -> Pair:
    more = len(pairs) - LISTED
    shown = [", ".join(texts) for texts in zip(*pairs[:LISTED], strict=True)]
    if more <= 0:
        return shown[0], shown[1]
    return f"{shown[0]} dan {INDONESIAN.number(more)} lagi", f"{shown[1]} and {ENGLISH.number(more)} more"
