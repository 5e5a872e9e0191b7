"""Find the header row of a table and match its cells to the fields of a contract."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from expectations.contract import Feed
from tasks.states import Refusal

HEADER_ROWS = 50  # a header is looked for under at most this many title rows
MIN_MATCHES = 2


@dataclass(frozen=True, kw_only=True)
class HeaderMatch:
    """Which cell of a header row is which field.

    positions: field name -> cell index; unknown: headers that no field has; width: cells in the row.
    """

    row: int
    width: int
    positions: Mapping[str, int]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str | None]], *, feed: Feed) -> HeaderMatch | None:
    """The row among the first ones that names most fields; None when no row names at least two."""
    names = _names(feed)
    matches = [_match(row, index, names) for index, row in enumerate(rows[:HEADER_ROWS])]
    best = max(matches, key=lambda match: (len(match.positions), -match.row), default=None)
    return best if best and len(best.positions) >= MIN_MATCHES else None


def missing_columns(match: HeaderMatch, *, feed: Feed) -> Refusal | None:
    """The refusal when a required column is missing or one stands twice."""
    if match.twice:
        return Refusal(code="COLUMN_TWICE", detail=", ".join(match.twice))
    missing = [field.header for field in feed.fields if field.required and field.name not in match.positions]
    missing += [
        " / ".join(feed.field(name).header for name in choice)
        for choice in feed.require_one_of
        if not any(name in match.positions for name in choice)
    ]
    return Refusal(code="COLUMN_MISSING", detail=", ".join(missing)) if missing else None


def plain_header(text: str) -> str:
    """A header without what does not matter: case, spaces, dots, underscores and other signs."""
    return re.sub(r"[\W_]", "", text).upper()


def _names(feed: Feed) -> Mapping[str, str]:
    return {plain_header(text): field.name for field in feed.fields for text in (field.header, *field.aliases)}


def _match(row: Sequence[str | None], index: int, names: Mapping[str, str]) -> HeaderMatch:
    positions: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for place, cell in enumerate(row):
        name = names.get(plain_header(cell or ""))
        if name is None:
            unknown += [cell.strip()] if cell and cell.strip() else []
        elif name in positions:
            twice.append((cell or "").strip())
        else:
            positions[name] = place
    return HeaderMatch(row=index, width=len(row), positions=positions, unknown=tuple(unknown), twice=tuple(twice))
