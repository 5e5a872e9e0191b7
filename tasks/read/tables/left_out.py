"""What is left out of a table on purpose, and where: no row leaves the count without its reason."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

NAMED = 100  # rows named for each reason; the others are counted


class LeftOutReason(StrEnum):
    """Why a row is no record."""

    BLANK = "blank"
    TOTAL = "total"
    HEADER_AGAIN = "header_again"
    COLUMN_NUMBERS = "column_numbers"  # `(1) (2) (3)` under a header
    RECAP = "recap"  # a table of sums below or between
    NOTE = "note"  # signatures, page numbers, print dates


def left_out_fact(reason: LeftOutReason, rows: Sequence[int], *, sheet: str | None = None) -> dict[str, Any]:
    """One entry of `facts["left_out"]`; rows are numbers in the file."""
    named = {"reason": reason.value, "rows": list(rows[:NAMED]), "count": len(rows)}
    return named if sheet is None else {**named, "sheet": sheet}


def left_out_facts(
    places: Mapping[LeftOutReason, Sequence[int]], *, first_row: int, sheet: str | None = None
) -> list[dict[str, Any]]:
    """Entries for all reasons that have rows; first_row: number of the row at place 0."""
    return [
        left_out_fact(reason, [first_row + place for place in found], sheet=sheet)
        for reason, found in places.items()
        if found
    ]


def row_list(rows: Iterable[int]) -> str:
    """Row numbers as a person writes them: `3-7, 9`; the first ten ranges."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges[:10])
    return shown + (", ..." if len(ranges) > 10 else "")
